"""What the parts share: the binary, a folder that is gone at the end, a real server that writes down what it processed, and what was
found."""

import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SERVERS = Path(__file__).resolve().parent.parent / "Servers"


class Skipped(Exception):
    """Why a part cannot run here."""


class Result:
    """How a command ended: a negative status is a signal's number, as Python has it."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    @property
    def json(self):
        return json.loads(self.output)

    @property
    def everything(self):
        return f"[exit {self.status}]\n{self.output}{self.errors}"


class Fire:
    """One part's run: its folder, its settings, its findings."""

    def __init__(self, rollcall, full, seed):
        self.rollcall, self.full, self.seed = str(Path(rollcall).resolve()), full, seed
        self.random = random.Random(seed)
        self.findings = []
        self.lock = threading.Lock()

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="rollcall-fire-"))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def cells(self, cells, seconds):
        """All of them, in their order; or as many of them as `seconds` are enough for, in an order that the seed gives."""
        if self.full:
            yield from cells
            return
        end = time.monotonic() + seconds
        for cell in self.random.sample(cells, len(cells)):
            if time.monotonic() > end:
                return
            yield cell

    def each(self, work, cells, seconds):
        """Works on the cells side by side, and returns what came of each."""
        rest, results = self.cells(cells, seconds), []

        def worker():
            while True:
                with self.lock:
                    cell = next(rest, None)
                if cell is None:
                    return
                results.append(work(*cell))

        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(worker) for _ in range(max(2, os.cpu_count() or 2))]:
                done.result()
        return results

    def found(self, where, what):
        with self.lock:
            self.findings.append(f"{where}: {what}")


def need(program):
    """The program's path; without it the part is skipped."""
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if path is None:
        raise Skipped(f"{program} is not installed (Scripts/setup installs it)")
    return path


def need_root(what):
    if os.geteuid() != 0:
        raise Skipped(f"{what} needs root")


def run(command, folder, environment=None, timeout=120, limits=None):
    """Runs a command to its end, with an environment of its own. One that does not end is killed, with status None."""
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"} | (environment or {})
    with subprocess.Popen(
        command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=limits,
    ) as process:
        try:
            output, errors = process.communicate(timeout=timeout)
            status = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
            status = None
    return Result(status, output.decode(errors="replace"), errors.decode(errors="replace"))


def preloaded(fire, name):
    """The path of a library to be preloaded, built once a run from its source here."""
    library = fire.folder / f"{name}.so"
    with fire.lock:
        if not library.exists():
            source = Path(__file__).with_name(f"{name}.c")
            built = run([need("clang"), "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], fire.folder, os.environ)
            if built.status != 0:
                raise RuntimeError(built.everything)
    return str(library)


class Server:
    """authlib-flask, replacing the registration access token on every read and every write, open to anyone."""

    def __init__(self, fire, rotate="both", latency=0):
        reason = os.environ.get("ROLLCALL_WITHOUT_REAL_SERVERS")
        if reason:
            raise Skipped(f"no real servers: {reason}")
        self.data = fire.folder / "server"
        knobs = {"AL_MODE": "open", "AL_ROTATE": rotate, "AL_LATENCY_MS": str(latency)}
        self.process = subprocess.Popen(
            [str(SERVERS / "authlib-flask" / "start"), str(free_port()), str(self.data)], env=os.environ | knobs, stdout=subprocess.PIPE)
        words = self.process.stdout.readline().decode().split()
        if len(words) != 3 or words[0] != "READY":
            raise Skipped(f"authlib-flask did not start; see {self.data}/server.log")
        self.endpoint = words[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def exchanges(self, names):
        """What was processed about the clients of these names, in its order."""
        path = self.data / "exchanges"
        lines = path.read_text().splitlines() if path.exists() else []
        ids, found = {}, []
        for line in map(json.loads, lines):
            if line["method"] == "POST" and line["status"] == 201:
                ids[line["client_id"]] = line["client_name"]
            name = ids.get(line["client_id"]) or line["client_name"]
            if name in names:
                found.append(line | {"client_name": name})
        return found

    def registrations(self, names):
        """How often each was registered, and the registrations that are alive: client_id to name."""
        counts, alive = dict.fromkeys(names, 0), {}
        for line in self.exchanges(set(names)):
            if line["method"] == "POST" and line["status"] == 201:
                counts[line["client_name"]] += 1
                alive[line["client_id"]] = line["client_name"]
            if line["method"] == "DELETE" and line["status"] == 204:
                alive.pop(line["client_id"], None)
        return counts, alive


def free_port():
    """Free a moment ago."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def accepts(address, token):
    """Whether the server answers a read with this token. It is the last use of the token where reads rotate."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False
