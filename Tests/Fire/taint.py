"""Secrets have one door (V6, TM16 to TM18): every command, against a server that puts canaries everywhere, and then a search for each
canary, in every form, in all output, in every file but the state's own, and in the command line.

Also a process that is made to abort in the middle of a call: no memory of it gets out."""

import json
import os
import resource
import signal
import subprocess
from pathlib import Path

from canaries import HostileServer, canary, forms
from project import Project

# The table of all commands. A row is a project of its own, registered at a good server: the mood that the server is then in, what is
# changed in the manifest, and the commands, each of which is run in every format that it has. A new command goes here.
ROWS = [
    ("good", None, ["validate", "plan", "plan --refresh", "status", "state list", "state show web", "apply --auto-approve"]),
    ("good", "edited", ["plan --out saved.plan", "show saved.plan", "apply ./saved.plan --auto-approve"]),
    ("good", "added", ["plan --refresh --out other.plan", "apply --auto-approve --refresh", "status"]),
    *((mood, change, ["apply --auto-approve", "plan --refresh", "status", "plan"])
      for mood in ("echo", "html", "gateway", "redirect", "nonsense", "other", "partial")
      for change in ("added", "edited", "removed")),
    ("good", None, ["apply --replace web --auto-approve", "state show web", "forget web --auto-approve", "status"]),
    ("echo", None, ["destroy --auto-approve"]),
    ("good", None, ["destroy --auto-approve", "status", "plan", "no-such-command", "plan --no-such-option", "--help"]),
]
# Those that take --format json, and may be run twice.
FORMATS = {"validate", "plan", "show", "status", "state list", "state show", "recover", "drift"}
# What may hold a secret, below the project's folder.
OWN = ("state.json", "recovery")


def run(fire):
    server = HostileServer()
    token = canary("I")
    search = Search(fire, server, token)
    for index, (mood, change, commands) in enumerate(rows(fire)):
        project = TaintProject(fire, server, fire.folder / f"taint-{index}", token)
        server.mood = "good"
        for step in (project.rollcall("init"), project.rollcall("apply", "--auto-approve")):
            if step.status != 0:
                fire.found("taint", f"cannot be prepared: {step.everything}")
        project.change(change)
        server.mood = mood
        for command in commands:
            for arguments in variants(command):
                search.output(f"{' '.join(arguments)} at a server that is {mood} ({change})", project.rollcall(*arguments))
        search.files(f"after {commands} at a server that is {mood} ({change})", project)
        search.is_not_vain(project)
    dumps = abort_in_flight(fire, server, search, token)
    return f"{search.commands} commands, {len(search.forms())} forms of {len(server.issued) + 1} secrets, {dumps} aborts"


def rows(fire):
    """All; or those at a good server, and some of the others."""
    if fire.full:
        return ROWS
    good = [row for row in ROWS if row[0] == "good"]
    return good + fire.random.sample([row for row in ROWS if row not in good], 9)


def variants(command):
    words = command.split()
    name = words[0] if words[0] != "state" else " ".join(words[:2])
    yield [*words, "--log-level", "debug"] if not words[0].startswith("-") else words
    if name in FORMATS:
        yield [*words, "--format", "json"]


class TaintProject(Project):
    def __init__(self, fire, server, folder, token):
        self.token, self.versions = token, {"web": 0, "native": 0, "gone": 0}
        super().__init__(fire, server, folder, self.versions)

    def declare(self, versions):
        super().declare(dict.fromkeys(self.versions, 0) if not isinstance(versions, dict) else versions)
        file = self.folder / "rollcall.yaml"
        project = json.loads(file.read_text())
        project["servers"]["demo"]["initial_access_token"] = {"env": "INITIAL_ACCESS_TOKEN"}
        file.write_text(json.dumps(project, indent=1))

    def change(self, change):
        match change:
            case "edited":
                self.versions["web"] += 1
            case "added":
                self.versions["new"] = 0
            case "removed":
                del self.versions["gone"]
        self.declare(self.versions)

    def rollcall(self, *arguments):
        return self.run(*arguments, environment={"INITIAL_ACCESS_TOKEN": self.token})


class Search:
    def __init__(self, fire, server, token):
        self.fire, self.server, self.token, self.commands = fire, server, token, 0

    def forms(self):
        return {form: secret for secret in [self.token, *self.server.issued] for form in forms(secret)}

    def found_in(self, data):
        return next((form for form in self.forms() if form in data), None)

    def output(self, where, result):
        self.commands += 1
        form = self.found_in((result.output + result.errors).encode())
        if form:
            self.fire.found(where, f"prints {form.decode(errors='replace')}: {result.everything}")
        if result.status not in (0, 1, 2, 3, 64):
            self.fire.found(where, result.everything)

    def files(self, where, project):
        for path in project.folder.rglob("*"):
            relative = str(path.relative_to(project.folder / "state")) if path.is_relative_to(project.folder / "state") else ""
            if path.is_file() and not relative.startswith(OWN) and self.found_in(path.read_bytes()):
                self.fire.found(where, f"{path.name} holds a secret")

    def is_not_vain(self, project):
        """What is looked for is there to be found: in the state, and through the one door."""
        state = (project.folder / project.state).read_bytes()
        clients = json.loads(state)["clients"]
        if clients and self.found_in(state) is None:
            self.fire.found("taint", "the search finds nothing in the state either")
        for label in list(clients)[:1]:
            if self.found_in(project.rollcall("credentials", label, "--field", "client_secret").output.encode()) is None:
                self.fire.found("taint", "credentials does not show a secret")


def abort_in_flight(fire, server, search, token):
    """Signals that would dump memory, while a request with the initial access token is out; core files allowed, backtraces on."""
    signals = [signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT, signal.SIGILL, signal.SIGBUS, signal.SIGFPE, signal.SIGTRAP]
    for number in signals:
        project = TaintProject(fire, server, fire.folder / f"abort-{number}", token)
        project.rollcall("init")
        server.mood = "slow"
        server.arrived.clear()
        server.release.clear()
        environment = {"PATH": "/usr/bin:/bin", "INITIAL_ACCESS_TOKEN": token, "SWIFT_BACKTRACE": "enable=yes,color=no,threads=all"}
        process = subprocess.Popen(
            [fire.rollcall, "apply", "--auto-approve"], cwd=project.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=allow_cores)
        if not server.arrived.wait(60):
            fire.found("taint", "no request came")
        look_at_the_process(fire, search, process.pid)
        process.send_signal(number)
        output, errors = process.communicate()
        server.release.set()
        where = f"{number.name} in the middle of a call"
        if process.returncode != -number:
            fire.found(where, f"ended with {process.returncode}")
        if search.found_in(output + errors) or b"Registers" in errors or b"acktrac" in errors:
            fire.found(where, errors.decode(errors="replace"))
        cores = [path for path in Path(project.folder).rglob("*core*")]
        if cores:
            fire.found(where, f"left {cores}")
        search.files(where, project)
    return len(signals)


def allow_cores():
    """As far as the one who starts it may."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def look_at_the_process(fire, search, process):
    proc = Path(f"/proc/{process}")
    if search.found_in((proc / "cmdline").read_bytes()):
        fire.found("taint", "the command line holds a secret")
    limits = (proc / "limits").read_text()
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    if core.split()[4:6] != ["0", "0"]:
        fire.found("taint", f"a core may be dumped: {core}")
    if os.geteuid() == 0:
        # Root reads everything; of what is not dumpable, nobody else can read environment and memory, the user itself included.
        return
    try:
        (proc / "environ").read_bytes()
        fire.found("taint", "the environment was read")
    except PermissionError:
        pass
