"""What the test servers share: the address, tokens that survive a restart, the READY line, and an end that cannot be missed.

Each app.py makes its routes and calls `serve_wsgi` (or `announce` with a socket of its own). Settings are environment variables:
PORT, DATADIR, CALLER and READY_FD from lib.sh, and the knobs that the app's first comment names.
"""

import os
import secrets
import threading
import time
from pathlib import Path

PORT = int(os.environ["PORT"])
DATA = Path(os.environ["DATADIR"])
ORIGIN = f"http://127.0.0.1:{PORT}"


def knob(name, default):
    """A setting of the server, from the environment."""
    return os.environ.get(name, default)


def kept_token(name):
    """A random token, made once for each data folder."""
    file = DATA / name
    if not file.exists():
        file.write_text(secrets.token_urlsafe(30))
    return file.read_text()


def announce(endpoint, token):
    """Tells the caller that the server listens; only from then on is the caller watched."""
    with os.fdopen(int(os.environ["READY_FD"]), "w") as caller:
        caller.write(f"READY {endpoint} {token or '-'}\n")
    threading.Thread(target=_end_with_the_caller, daemon=True).start()


def serve_wsgi(application, endpoint, token):
    """Serves a WSGI application with waitress. The socket listens before READY is written, so no caller is ever refused."""
    from waitress import create_server

    server = create_server(application, host="127.0.0.1", port=PORT, threads=4, ident=None)
    announce(endpoint, token)
    server.run()


def _end_with_the_caller():
    """Ends the server when the process that started it is gone. (PR_SET_PDEATHSIG would follow the thread that started it.)"""
    while os.getppid() == int(os.environ["CALLER"]):
        time.sleep(0.2)
    os._exit(0)
