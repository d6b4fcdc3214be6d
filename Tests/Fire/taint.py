"""Secrets have one door (V6, TM16 to TM18): every command, against a server that puts canaries everywhere, and then a search for each
canary, in every form, in all output, in every file but the state's own, and in the command line.

Also a disk that takes no answers while a server gives some, the one door itself, and a process that is made to abort in the middle of a
call: no memory of it gets out."""

import base64
import json
import os
import re
import resource
import secrets
import signal
import subprocess
from pathlib import Path

from canaries import HostileServer, canary, forms
from kit import Skipped, preloaded, run as run_command
from project import Project

# The table of all commands. A row is a project of its own, registered at a good server: the mood that the server is then in, what is
# changed (`TaintProject.change`), and the commands, each of which is run in every format that it has. BACKUP is the newest one's serial,
# CALL a call in doubt, ANSWER a file with an answer to it and SCRAP one with the half of it, URI the address of a client; @MOOD is another mood from then on. A new
# command goes here.
ROWS = [
    ("good", None, ["validate", "plan", "plan --refresh", "status", "state list", "state show web", "apply --auto-approve"]),
    *((mood, change, ["drift", "drift web", "drift --select team=none"]) for mood in ("good", "echo", "html", "nonsense", "other", "partial", "stray")
      for change in (None, "sealed edited")),
    ("good", None, ["state mv web portal", "state mv native portal", "state mv portal web --lock-timeout 1", "drift"]),
    *((mood, change, ["import web --server demo --answer ANSWER", "import with-answer --server demo --answer SCRAP", "import with-answer --server demo --answer ANSWER",
                      "import web --server demo --token-env INITIAL_ACCESS_TOKEN", "import web --server demo --uri URI --token-env INITIAL_ACCESS_TOKEN",
                      "import with-answer --server demo --answer SCRAP", "forget with-answer --auto-approve", "import with-uri --server demo --uri URI --token-env INITIAL_ACCESS_TOKEN", "status", "@good",
                      "import with-uri --server demo --uri URI --token-env INITIAL_ACCESS_TOKEN", "plan --refresh", "status"])
      for mood in ("good", "echo", "html", "nonsense", "other", "partial", "stray") for change in (None, "sealed")),
    *((mood, credential, ["import by-file --server demo --answer SCRAP", "import by-id --server demo --client-id brought", "@good",
                          "import by-id --server demo --client-id brought", f"@{mood}", "drift", "plan --refresh", "status"])
      for mood in ("good", "echo", "html", "nonsense", "other", "partial", "stray") for credential in ("bearer", "granted", "sealed bearer")),
    ("good", "edited", ["plan --out saved.plan", "show saved.plan", "apply ./saved.plan --auto-approve"]),
    ("good", "added", ["plan --refresh --out other.plan", "apply --auto-approve --refresh", "status"]),
    *((mood, change, ["apply --auto-approve", "plan --refresh", "status", "plan"])
      for mood in ("echo", "html", "gateway", "redirect", "nonsense", "other", "partial", "stray")
      for change in ("added", "edited", "removed")),
    ("good", None, ["apply --replace web --auto-approve", "state show web", "apply --replace web --keep-former --auto-approve", "status", "plan --keep-former", "apply --auto-approve", "forget --orphan none --auto-approve", "forget web --auto-approve", "status"]),
    ("good", "added", ["apply --auto-approve --lock-timeout 1 --format json", "plan --refresh --lock-timeout 1"]),
    ("good", "killed", ["status", "state unlock another", "state unlock 5eed5eed", "state unlock 5eed5eed"]),
    ("good", "edited", ["apply --auto-approve", "state restore", "state restore BACKUP", "state restore BACKUP --auto-approve",
                        "state restore 99 --auto-approve", "plan --refresh", "apply --auto-approve --refresh"]),
    ("good", "damaged", ["status", "plan", "apply --auto-approve", "state show web", "state reseal", "state restore",
                         "state restore BACKUP --auto-approve", "status", "plan --refresh"]),
    ("good", "littered", ["status", "plan", "apply --auto-approve", "plan --refresh", "status"]),
    ("good", "literal", ["validate", "plan", "plan --refresh", "apply --auto-approve", "status", "state show web", "credentials web"]),
    *((mood, f"filed {change}", ["validate", "plan --out saved.plan", "show saved.plan", "apply --auto-approve", "plan --refresh", "drift"])
      for mood, change in (("good", "edited"), ("echo", "added"), ("other", "edited"))),
    *(("good", f"filed {change}", ["validate", "plan", "plan --refresh", "apply --auto-approve", "doctor", "status", "credentials web", "state show web"])
      for change in ("private", "armoured", "misfiled")),
    ("good", "sealed", ["status", "plan", "state reseal", "status", "state show web", "plan --refresh", "state list",
                        "apply --replace web --auto-approve", "state restore", "state reseal --lock-timeout 1"]),
    ("good", "sealed rekeyed", ["status", "state reseal", "plan --refresh", "state restore", "state restore BACKUP --auto-approve"]),
    ("good", "sealed locked-out", ["status", "plan", "plan --refresh", "apply --auto-approve", "credentials web", "state reseal"]),
    *((mood, f"sealed {change}", ["apply --auto-approve", "plan --refresh", "status", "state reseal"])
      for mood in ("echo", "nonsense", "other", "partial")
      for change in ("added", "edited")),
    *(("partial", change, ["apply --auto-approve", "status", "@echo", "recover --format json", "@nonsense", "recover CALL", "@partial", "recover",
                           "plan --refresh", "apply --auto-approve --refresh", "@good", "recover", "status", "apply --auto-approve"])
      for change in ("added", "edited", "sealed added", "sealed edited")),
    *(("cut", change, ["apply --auto-approve", "recover", "recover CALL --answer no-such", "recover CALL --answer SCRAP",
                       "recover CALL --abandon", *ways, "status", "@good", "apply --auto-approve", "status"])
      for change in ("added", "edited", "sealed added", "removed")
      for ways in (["recover CALL --answer ANSWER"], ["recover CALL --abandon --auto-approve"],
                   ["recover CALL --register-again --auto-approve", "recover CALL --answer ANSWER --lock-timeout 1"])),
    *((mood, change, ["doctor", "doctor demo", "discover demo", "discover ENDPOINT",
                      "discover demo --probe --auto-approve", "discover ENDPOINT --probe --auto-approve --token-env INITIAL_ACCESS_TOKEN"])
      for mood in ("good", "echo", "html", "redirect", "nonsense")
      for change in (None, "sealed", "littered", "bearer", "granted", "moody", "signed")),
    ("good", None, ["explain RC2014", "explain scope", "explain no-such"]),
    *((mood, f"{credential} {change}", ["apply --auto-approve", "plan --refresh", "status", "recover"])
      for credential in ("bearer", "granted", "moody", "signed")
      for mood, change in (("good", "added"), ("good", "edited"), ("echo", "added"), ("echo", "edited"), ("html", "edited"),
                           ("redirect", "removed"), ("nonsense", "added"), ("other", "added"), ("partial", "added"))),
    ("echo", None, ["destroy --auto-approve"]),
    ("good", None, ["destroy --auto-approve --lock-timeout 1", "status", "plan", "no-such-command", "plan --no-such-option", "--help"]),
]
# Those that take --format json.
FORMATS = {"validate", "plan", "show", "status", "apply", "destroy", "forget", "recover", "drift", "state list", "state show",
           "state reseal", "state restore", "state unlock", "state mv", "import", "discover", "doctor", "explain"}
# What may hold a secret, below the state's folder.
STATE, KEPT_ANSWERS = "state.json", "recovery"
# What `credentials` may show, by the letters that canaries begin with: client secrets, registration access tokens, addresses' queries.
DOOR = [
    ("credentials web", "SQ"), ("credentials web --format json", "SQ"), ("credentials web --format dotenv", "S"),
    ("credentials web --field client_secret", "S"), ("credentials web --field registration_access_token", "R"),
    ("credentials web --field replaced_client_secret", "S"), ("credentials web --field replaced_registration_access_token", "R"),
    ("credentials 00000000-1 --field received", ""), ("credentials web --field registration_client_uri", "Q"), ("credentials web --field client_id", ""), ("credentials no-such", ""),
]


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
        search.secrets += project.change(change)
        server.mood = mood
        for command in commands:
            if command.startswith("@"):
                server.mood = command[1:]
                continue
            for arguments in variants(project.filled_in(command)):
                search.output(f"{' '.join(arguments)} at a server that is {mood} ({change})", project.rollcall(*arguments))
        search.files(f"after {commands} at a server that is {mood} ({change})", project)
        search.is_not_vain(project)
    server.mood = "good"
    the_one_door(fire, server, search, token)
    a_new_project(fire, search)
    failures = failing_disk(fire, server, search, token)
    dumps = abort_in_flight(fire, server, search, token)
    return f"{search.commands} commands, {len(search.forms())} forms of {len(search.all())} secrets, {failures} failing disks, {dumps} aborts"


def rows(fire):
    """All; or those at a good server, and some of the others."""
    if fire.full:
        return ROWS
    good = [row for row in ROWS if row[0] == "good"]
    return good + fire.random.sample([row for row in ROWS if row not in good], 6)


def variants(command):
    words = command.split()
    name = words[0] if words[0] != "state" else " ".join(words[:2])
    yield [*words, "--log-level", "debug"] if not words[0].startswith("-") else words
    if name in FORMATS and "--format" not in words:
        yield [*words, "--format", "json"]


class TaintProject(Project):
    def __init__(self, fire, server, folder, token):
        self.token, self.versions, self.environment, self.literals = token, {"web": 0, "native": 0, "gone": 0}, {}, []
        self.credential = {"initial_access_token": {"env": "INITIAL_ACCESS_TOKEN"}}
        # What the metadata of one client names, by path; whether it is to be refused.
        self.named, self.refuses = {}, False
        super().__init__(fire, server, folder, self.versions)

    def declare(self, versions):
        super().declare(dict.fromkeys(self.versions, 0) if not isinstance(versions, dict) else versions)
        file = self.folder / "rollcall.yaml"
        project = json.loads(file.read_text())
        project["servers"]["demo"] |= self.credential
        if self.literals:
            self.misplace(project["servers"]["demo"], project["clients"]["web"]["metadata"], iter(self.literals))
        for path, content in self.named.items():
            (self.folder / path).parent.mkdir(exist_ok=True)
            (self.folder / path).write_text(content)
            project["clients"]["web"]["metadata"]["jwks" if path.endswith(".json") else "software_statement"] = {"file": path}
        file.write_text(json.dumps(project, indent=1))

    @staticmethod
    def misplace(server, metadata, literals):
        """Secrets where people put them by mistake."""
        server |= {
            "initial_access_token": next(literals), "token": next(literals), "proxy": f"http://user:{next(literals)}@proxy.example.com:3128",
            "tls": {"private_key": f"-----BEGIN PRIVATE KEY-----\n{next(literals)}\n-----END PRIVATE KEY-----\n"},
        }
        metadata |= {
            "client_secret": next(literals), "redirect_uris": [f"https://user:{next(literals)}@web.example.com/"],
            "jwks": {"keys": [{"kty": "oct", "k": next(literals)}]}, "x_api": {"password": next(literals), "n": 1},
        }

    def change(self, change):
        """All of the words, one after another. Returns the secrets that came with them."""
        keys = []
        for word in (change or "").split():
            match word:
                case "edited":
                    self.versions["web"] += 1
                case "added":
                    self.versions["new"] = 0
                case "removed":
                    del self.versions["gone"]
                case "sealed" | "rekeyed" | "locked-out":
                    keys.append(base64.b64encode(secrets.token_bytes(32)).decode())
                    self.name_key(f"KEY_{word.upper().replace('-', '_')}", keys[-1], keeps_former=word != "locked-out")
                case "bearer":
                    keys.append(canary("B"))
                    self.environment["ACCESS_TOKEN"] = keys[-1]
                    self.credential = {"access_token": {"env": "ACCESS_TOKEN"}, "manage_with": "access_token"}
                case "granted" | "moody":
                    keys.append(canary("C"))
                    self.environment["CLIENT_SECRET"] = keys[-1]
                    self.grant({"client_secret": {"env": "CLIENT_SECRET"}}, "/in-the-mood" if word == "moody" else "")
                case "signed":
                    key = run_command(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], self.folder).output
                    keys.append(key.splitlines()[1])
                    self.environment["CLIENT_KEY"] = key
                    self.grant({"private_key": {"env": "CLIENT_KEY"}})
                case "literal":
                    self.literals, self.refuses = [canary("L") for _ in range(8)], True
                    keys += self.literals
                case "filed":
                    parts = ['{"alg":"ES256"}', '{"iss":"https://apps.example.org"}', "signature"]
                    statement = ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
                    public = {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}
                    self.named = {"keys/web.json": json.dumps(public), "keys/web.jwt": statement + "\n"}
                case "private" | "armoured" | "misfiled":
                    key, self.refuses = canary("L"), True
                    keys.append(key)
                    match word:
                        case "private":
                            self.named["keys/web.json"] = json.dumps({"keys": [{"kty": "oct", "k": key}]})
                        case "armoured":
                            self.named["keys/web.json"] = f"-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----\n"
                        case "misfiled":
                            self.named = {"keys/web.json": json.dumps({"keys": [key]})[:-1], "keys/web.jwt": key}
                case "killed":
                    holder = {"command": "apply", "host": "ci-3", "id": "5eed5eed", "process": 12, "started": "2026-01-31T12:00:00Z"}
                    self.beside(".lock").write_text(json.dumps(holder, separators=(",", ":")) + "\n")
                case "damaged":
                    # In the middle of a credential, as a merge or an editor would.
                    path = self.folder / self.state
                    path.write_bytes(path.read_bytes().replace(b"client_secret", b"<<<<<<<", 1))
                case "littered":
                    # A line that was cut in the middle of an answer.
                    answer = json.dumps({"records": [{"answered": self.server.issued[-1]}]})
                    with open(self.beside(".journal"), "a") as journal:
                        journal.write(f"01234567 {answer[:-9]}")
            self.declare(self.versions)
            if word == "sealed" and self.rollcall("state", "reseal").status != 0:
                self.fire.found("taint", "cannot be sealed")
        return keys

    def grant(self, proof, end=""):
        """A client of its own, whose tokens are good for a second."""
        endpoint = self.server.endpoint.replace("/register", "/token" + end)
        client = {"client_id": "rollcall", "scope": "manage", "token_endpoint": endpoint} | proof
        self.credential = {"client_credentials": client, "manage_with": "access_token"}

    def filled_in(self, command):
        doubts = json.loads(self.rollcall("status", "--format", "json").output).get("in_doubt") if " CALL" in command else None
        return " ".join(self.word(word, doubts[0] if doubts else {}) for word in command.split())

    def word(self, word, call):
        match word:
            case "BACKUP":
                return str(self.newest_backup)
            case "ENDPOINT":
                return self.server.endpoint
            case "CALL":
                return call.get("id", "5eed5eed.1")
            case "ANSWER":
                return self.answer_file(call, "answer")
            case "SCRAP":
                return self.answer_file(call, "scrap", less=9)
            case "URI":
                return f"{self.server.endpoint}/brought"
            case _:
                return word

    def answer_file(self, call, name, less=0):
        """What the server would say of the client that a call was about, in a file beside the state."""
        clients = json.loads((self.folder / self.state).read_text())["clients"]
        client_id = clients.get(call.get("label"), {}).get("client_id", "brought")
        known = [self.server.issue(kind) for kind in "SRQ"]
        self.server.clients[client_id], self.server.known[client_id] = {"client_name": "brought"}, known
        path = self.folder / "state/recovery" / name
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(self.server.information(client_id))
        path.write_text(text[: len(text) - less])
        return str(path.relative_to(self.folder))

    def name_key(self, name, key, keeps_former):
        self.keys = [name, *(self.keys if keeps_former else [])]
        self.environment[name] = key

    def beside(self, end):
        return self.folder / (self.state + end)

    def rollcall(self, *arguments, environment=None, **settings):
        environment = {"INITIAL_ACCESS_TOKEN": self.token} | self.environment | (environment or {})
        return self.run(*arguments, environment=environment, **settings)


class Search:
    def __init__(self, fire, server, token):
        self.fire, self.server, self.secrets, self.commands = fire, server, [token], 0

    def all(self):
        return [*self.secrets, *self.server.issued]

    def forms(self):
        return {form: secret for secret in self.all() for form in forms(secret)}

    def found_in(self, data):
        return next((form for form in self.forms() if form in data), None)

    def kinds_in(self, data):
        return {secret[0] for form, secret in self.forms().items() if form in data}

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
            kinds = self.misplaced(path, relative, project) if path.is_file() else set()
            if kinds:
                self.fire.found(where, f"{path.name} holds a secret: {sorted(kinds)}")

    def misplaced(self, path, relative, project):
        """What a file holds that it must not."""
        if relative.startswith(KEPT_ANSWERS) or relative.startswith(STATE) and not project.keys:
            return set()
        # A throw-away client that could not be deleted.
        if path.name.startswith("rollcall-probe-"):
            return set()
        if project.literals and path.name == "rollcall.yaml" or str(path.relative_to(project.folder)) in project.named:
            return set()
        # Sealed is what is known to be a credential. A client's address is not, whatever a server puts into its query.
        return self.kinds_in(path.read_bytes()) - set("Q" if relative.startswith(STATE) else "")

    def is_not_vain(self, project):
        """What is looked for is there to be found: in the state, and through the one door."""
        state = (project.folder / project.state).read_bytes()
        clients = json.loads(state)["clients"]
        if clients and not project.keys and self.found_in(state) is None:
            self.fire.found("taint", "the search finds nothing in the state either")
        for label in [] if project.refuses else list(clients)[:1]:
            if project.keys[:1] != ["KEY_LOCKED_OUT"] and self.found_in(project.rollcall("credentials", label, "--field", "client_secret").output.encode()) is None:
                self.fire.found("taint", "credentials does not show a secret")


def the_one_door(fire, server, search, token):
    """`credentials` shows what it is asked for, and no other secret; what it says beside that, none."""
    project = TaintProject(fire, server, fire.folder / "door", token)
    project.rollcall("init")
    project.rollcall("apply", "--auto-approve")
    # A read replaces everything: what was recorded before it is behind the door, too.
    project.rollcall("plan", "--refresh")
    for command, allowed in DOOR:
        result = project.rollcall(*command.split(), "--log-level", "debug")
        search.commands += 1
        shown = search.kinds_in(result.output.encode())
        if shown != set(allowed) or search.found_in(result.errors.encode()):
            fire.found(command, f"shows {sorted(shown)}: {result.everything}")


def a_new_project(fire, search):
    """A project that init begins has a key, which is in its file and nowhere else."""
    for words in ([], ["--format", "json"]):
        folder = fire.folder / f"new{len(words)}"
        folder.mkdir()
        results = [run_command([fire.rollcall, "init", *words], folder)]
        key = folder / ".rollcall/state.key"
        search.secrets.append(key.read_text().strip())
        results += [run_command([fire.rollcall, *command.split()], folder) for command in ("apply --auto-approve", "status", "init", "state reseal")]
        for result in results:
            search.output("a new project", result)
        for path in folder.rglob("*"):
            if path.is_file() and path != key and search.found_in(path.read_bytes()):
                fire.found("a new project", f"{path.name} holds a secret")


def failing_disk(fire, server, search, token):
    """A disk that records no answer from some call on: they are kept in the recovery folder; where that cannot be made either, the
    registration is undone. No way leads over the terminal."""
    try:
        library = preloaded(fire, "failingsyncs")
    except Skipped as reason:
        print(f"taint: failing disks skipped: {reason}", flush=True)
        return 0
    kept = undone = count = 0
    for number, (recovery, change) in enumerate((recovery, change) for recovery in (None, "/dev/null/none") for change in ("added", "sealed edited")):
        for call in range(2, 10):
            server.mood = "good"
            project = TaintProject(fire, server, fire.folder / f"failing-{number}-{call}", token)
            project.rollcall("init")
            project.rollcall("apply", "--auto-approve")
            search.secrets += project.change(change)
            environment = {"LD_PRELOAD": library, "FAILING_SYNC": str(call), "FAILING_SYNC_PATH": str((project.folder / project.state).resolve())}
            if recovery:
                environment["ROLLCALL_RECOVERY_DIR"] = recovery
            where = f"apply on a disk that fails from sync {call} on ({change}, recovery folder {recovery or 'beside the state'})"
            result = project.rollcall("apply", "--auto-approve", "--format", "json", environment=environment)
            search.output(where, result)
            for command in ("status", "plan", "plan --refresh"):
                search.output(f"{command} after {where}", project.rollcall(*command.split(), "--log-level", "debug"))
            search.files(where, project)
            kept += "RC4032" in result.errors
            undone += "RC4033" in result.errors
            count += 1
            # The first that is an answer's.
            if not fire.full and re.search("RC403[2-5]", result.errors):
                break
    if not kept or not undone:
        fire.found("taint", f"no disk failed as it was to: {kept} answers kept, {undone} registrations undone")
    return count


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
