"""A project of a trial's own: its manifests, its state, and what rollcall says of it. A client's label is also its name at the server,
so that what the server processed is found by it."""

import base64
import itertools
import json

from kit import need, run

STATE = "state/state.json"
# Names that end so are looked at alone; `None` is everything. The empty end is the state itself.
ENDS = [None, "", ".tmp", ".journal", ".journal.tmp"]
# Of a sealed state; the command finds it in its environment.
KEY = base64.b64encode(bytes(range(32))).decode()


class Project:
    def __init__(self, fire, server, folder, labels, state=STATE):
        self.fire, self.server, self.folder, self.state = fire, server, folder, state
        self.labels, self.keys, self.tags = list(labels), [], {}
        # Of a client that state is to take in: its label, and the command that does it.
        self.imported, self.environment = None, {}
        (folder / "state").mkdir(parents=True, exist_ok=True)
        self.declare({label: 0 for label in labels})

    def declare(self, versions):
        """The clients that there are to be; another version is another redirect URI."""
        clients = {
            label: {"metadata": {"client_name": label, "redirect_uris": [f"https://{label}.example.com/{version}"]}}
            for label, version in versions.items()
        }
        state = {"path": self.state}
        if self.keys:
            state["seal"] = {"key": {"env": self.keys[0]}, "previous": [{"env": name} for name in self.keys[1:]]}
        project = {
            "rollcall": 1, "state": state, "defaults": {"server": "demo", "tags": self.tags}, "clients": clients,
            "limits": {"deletes": 1000},
            "servers": {"demo": {"registration_endpoint": self.server.endpoint, "parallelism": 2}},
        }
        (self.folder / "rollcall.yaml").write_text(json.dumps(project, indent=1))

    def run(self, *arguments, before=(), environment=None, **settings):
        """rollcall, under whatever command stands before it."""
        environment = {"STATE_KEY": KEY} | self.environment | (environment or {})
        return run([*before, self.fire.rollcall, *arguments], self.folder, environment, **settings)

    def apply(self, **settings):
        return self.run("apply", "--auto-approve", **settings)

    def status(self):
        return self.run("status", "--format", "json")

    def forgets(self, call):
        """Whether the call is in doubt once the journal's last line is gone, which was never durable."""
        journal = self.folder / (self.state + ".journal")
        if not self.has_in_doubt(call):
            journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
        return self.has_in_doubt(call)

    def has_in_doubt(self, call):
        return call in [doubt["id"] for doubt in self.status().json["in_doubt"]]

    def field(self, label, name):
        return self.run("credentials", label, "--field", name).output.strip()

    @property
    def newest_backup(self):
        """Its serial."""
        return max(int(name.rsplit(".", 1)[1]) for name in self.files if ".bak." in name and name.rsplit(".", 1)[1].isdigit())

    @property
    def files(self):
        """Below the folder of the state, by their paths from there."""
        root = (self.folder / self.state).parent
        return {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}


def injection(strace, project, call, what, ends, log="/dev/null"):
    """The command that stands before one whose calls are to go wrong: those on the files of the state that end so, or all."""
    folder, name = (project.folder / project.state).parent, project.state.rsplit("/", 1)[-1]
    paths = [("-P", str(folder / (name + end))) for end in ends if end is not None]
    if paths and call not in ("write", "fdatasync"):
        paths.append(("-P", str(folder)))
    return [
        strace, "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{what}", *itertools.chain.from_iterable(paths),
    ]


def prepared(fire, server, folder, labels, operation, **settings):
    """A project in which the one command that `operation` names is the next to run. Returns it with that command's arguments."""
    if operation == "recover":
        return with_an_answer_kept(fire, server, folder, labels)
    project = Project(fire, server, folder, labels, **settings)
    if operation.startswith("sealed"):
        project.keys = ["STATE_KEY"]
    project.declare(dict.fromkeys(labels, 0))
    steps = [project.run("init")]
    if not operation.endswith("register"):
        steps.append(project.apply())
    command = ["apply", "--auto-approve"]
    match operation:
        case "update" | "sealed-update":
            project.declare(dict.fromkeys(labels, 1))
        case "delete":
            project.declare({})
        case "refresh":
            command = ["plan", "--refresh"]
        case "drift":
            # By name: each read there replaces the token.
            command = ["drift", *labels]
        case "import":
            command = of_the_first(project, labels)
        case "reseal":
            project.keys = ["STATE_KEY"]
            project.declare(dict.fromkeys(labels, 0))
            command = ["state", "reseal"]
        case "restore":
            # The newest backup lacks nothing but a tag: what is restored is good at the server.
            project.tags = {"restored": "no"}
            project.declare(dict.fromkeys(labels, 0))
            steps.append(project.apply())
            command = ["state", "restore", str(project.newest_backup), "--auto-approve"]
    for step in steps:
        if step.status != 0:
            raise RuntimeError(f"{operation} could not be prepared: {step.everything}")
    return project, command


def of_the_first(project, labels):
    """State forgets the first client, which nothing declares any more. Returns the command that takes it in again, by a read."""
    address, token = (project.field(labels[0], name) for name in ("registration_client_uri", "registration_access_token"))
    project.declare(dict.fromkeys(labels[1:], 0))
    project.run("forget", labels[0], "--auto-approve")
    project.environment = {"IMPORTED": token}
    command = ["import", labels[0], "--server", "demo", "--uri", address, "--token-env", "IMPORTED"]
    project.imported = (labels[0], command)
    return command


def with_an_answer_kept(fire, server, folder, labels):
    """A project whose disk failed when the first answer was to be recorded: it is kept beside the state, and the command takes it in. Which
    sync that is depends on the thread that makes it, so it may take more than one project."""
    for attempt in range(10):
        project = Project(fire, server, folder / str(attempt), [f"{label}-{attempt}" for label in labels])
        project.run("init")
        lost = project.apply(before=injection(need("strace"), project, "fdatasync", "error=EIO:when=5+", ENDS[1:]))
        for path in project.files.values():
            if path.suffix == ".json" and path.parent.name == "recovery" and path.stem in lost.errors and project.forgets(path.stem):
                return project, ["recover", path.stem, "--answer", str(path)]
    raise RuntimeError(f"no answer was kept: {lost.everything}")


OPERATIONS = ["register", "update", "delete", "refresh", "drift", "import", "sealed-register", "sealed-update", "reseal", "restore", "recover"]
