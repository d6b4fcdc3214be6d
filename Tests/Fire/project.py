"""A project of a trial's own: its manifests, its state, and what rollcall says of it. A client's label is also its name at the server,
so that what the server processed is found by it."""

import json

from kit import run

STATE = "state/state.json"


class Project:
    def __init__(self, fire, server, folder, labels, state=STATE):
        self.fire, self.server, self.folder, self.state = fire, server, folder, state
        self.labels = list(labels)
        (folder / "state").mkdir(parents=True, exist_ok=True)
        self.declare({label: 0 for label in labels})

    def declare(self, versions):
        """The clients that there are to be; another version is another redirect URI."""
        clients = {
            label: {"metadata": {"client_name": label, "redirect_uris": [f"https://{label}.example.com/{version}"]}}
            for label, version in versions.items()
        }
        project = {
            "rollcall": 1, "state": self.state, "defaults": {"server": "demo"}, "clients": clients, "limits": {"deletes": 1000},
            "servers": {"demo": {"registration_endpoint": self.server.endpoint, "parallelism": 2}},
        }
        (self.folder / "rollcall.yaml").write_text(json.dumps(project, indent=1))

    def run(self, *arguments, before=(), **settings):
        """rollcall, under whatever command stands before it."""
        return run([*before, self.fire.rollcall, *arguments], self.folder, **settings)

    def apply(self, **settings):
        return self.run("apply", "--auto-approve", **settings)

    def status(self):
        return self.run("status", "--format", "json")

    def field(self, label, name):
        return self.run("credentials", label, "--field", name).output.strip()

    @property
    def files(self):
        """Below the folder of the state, by their paths from there."""
        root = (self.folder / self.state).parent
        return {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}


def prepared(fire, server, folder, labels, operation, **settings):
    """A project in which the one command that `operation` names is the next to run. Returns it with that command's arguments."""
    project = Project(fire, server, folder, labels, **settings)
    steps = [project.run("init")]
    if operation != "register":
        steps.append(project.apply())
    if operation == "update":
        project.declare(dict.fromkeys(labels, 1))
    if operation == "delete":
        project.declare({})
    for step in steps:
        if step.status != 0:
            raise RuntimeError(f"{operation} could not be prepared: {step.everything}")
    return project, ["plan", "--refresh"] if operation == "refresh" else ["apply", "--auto-approve"]


OPERATIONS = ["register", "update", "delete", "refresh"]
