"""Canaille as it comes; what is ours is the settings.

CANAILLE_MODE  open (default): anybody may register; token: a registration needs a token that is good for one client
"""

import sys
import uuid
from datetime import timedelta

import canaille
from joserfc.jwk import RSAKey
from serving import DATA, ORIGIN, PORT, kept_token, knob, serve_wsgi

OPEN = knob("CANAILLE_MODE", "open") == "open"


def signing_key():
    """The server's RSA key, made once for each data folder: tokens outlive a restart."""
    file = DATA / "signing-key.pem"
    if not file.exists():
        file.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
    return file.read_text()


def one_client_token(app):
    """What `canaille jwt registration` prints: the client's id is chosen when its token is made."""
    from canaille.oidc.jose import build_client_management_token

    with app.test_request_context(base_url=ORIGIN):
        return build_client_management_token("client:register", timedelta(days=1), str(uuid.uuid4()))


app = canaille.create_app(
    {
        "SECRET_KEY": kept_token("secret-key"),
        "SERVER_NAME": f"127.0.0.1:{PORT}",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "sql", "JAVASCRIPT": False},
        "CANAILLE_SQL": {"DATABASE_URI": f"sqlite:///{DATA}/canaille.sqlite"},
        "CANAILLE_OIDC": {"DYNAMIC_CLIENT_REGISTRATION_OPEN": OPEN, "ACTIVE_JWKS": [signing_key()]},
    },
    init_backend="mint" not in sys.argv,
)

if "mint" in sys.argv:
    print(one_client_token(app))
else:
    serve_wsgi(app, f"{ORIGIN}/oauth/register", None if OPEN else one_client_token(app))
