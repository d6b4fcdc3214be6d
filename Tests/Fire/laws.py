"""What holds after every cut (V1 to V8). `check` is all of them, for one project whose next command was cut off somewhere."""

import stat

from kit import accepts

KEPT = ["", ".journal", ".lock"]


def check(fire, where, project):
    """Returns what was found, after having found it."""
    laws = Laws(fire, where, project)
    laws.the_state_loads()
    if laws.known is None:
        return
    laws.an_import_is_taken_up()
    laws.nothing_is_lost()
    laws.a_second_run_settles()
    laws.a_third_run_changes_nothing()
    laws.files_are_private()
    laws.credentials_are_good()


class Laws:
    def __init__(self, fire, where, project):
        self.fire, self.where, self.project = fire, where, project
        self.known = None
        self.doubted = set()

    def found(self, law, what):
        self.fire.found(f"{self.where}: {law}", what)

    def the_state_loads(self):
        """V4: it loads, or says why not; it is never empty instead."""
        status = self.project.status()
        if status.status not in (0, 3):
            return self.found("V4", status.everything)
        self.read(status)
        if (status.status == 3) != bool(self.doubts):
            self.found("V8", f"status exits with {status.status} and tells of {len(self.doubts)} doubts")

    def read(self, status):
        document = status.json
        clients = document["clients"]
        formers = [former for client in clients for former in client["former"]] + document["orphans"]
        self.known = {client["client_id"]: client["label"] for client in clients} | {
            former["client_id"]: None for former in formers
        }
        self.doubts = {doubt["label"] for doubt in document["in_doubt"]}
        self.doubted |= self.doubts

    def an_import_is_taken_up(self):
        """What was to be imported is recorded, or the same command takes it up; unless its token went with a read that was cut off, and that
        is told of. From then on it is declared."""
        if self.project.imported is None:
            return
        label, command = self.project.imported
        self.project.imported = None
        if label not in self.known.values():
            again = self.project.run(*command)
            if again.status != 0 and label in self.doubts:
                self.project.labels.remove(label)
            elif again.status != 0:
                self.found("V2", f"the import is not taken up: {again.everything}")
            self.read(self.project.status())
        self.project.declare(dict.fromkeys(self.project.labels, 0))

    def nothing_is_lost(self):
        """V1: registered once. V2: whatever lives at the server is recorded, or covered by a doubt."""
        counts, alive = self.project.server.registrations(self.project.labels)
        for label, count in counts.items():
            if count > 1:
                self.found("V1", f"{label} was registered {count} times")
        for client_id, label in alive.items():
            if client_id not in self.known and label not in self.doubts:
                self.found("V2", f"{label} lives at the server as {client_id}; nothing tells of it")

    def a_second_run_settles(self):
        """V5 and V8: it ends with nothing left undone, or with 3 and the doubts that there were."""
        result = self.project.apply()
        if result.status not in (0, 3):
            self.found("V8", f"second run: {result.everything}")
        before = self.doubted.copy()
        self.read(self.project.status())
        if self.doubts - before:
            self.found("V5", f"new doubts {sorted(self.doubts - before)}: {result.everything}")
        if result.status == 3 and not before:
            self.found("V5", f"left something undone, and nothing was in doubt: {result.everything}")
        self.nothing_is_lost()

    def a_third_run_changes_nothing(self):
        counts = self.project.server.registrations(self.project.labels)
        plan = self.project.run("plan", "--detailed-exitcode")
        if plan.status != 0 and not self.doubted:
            self.found("V5", f"third run: {plan.everything}")
        third = self.project.apply()
        if third.status not in ((0, 3) if self.doubted else (0,)):
            self.found("V5", f"third run: {third.everything}")
        if self.project.server.registrations(self.project.labels) != counts:
            self.found("V5", f"a third run registered or deleted: {third.everything}")

    def files_are_private(self):
        """V7: 0600, and no temporary file is left."""
        name = self.project.state.rsplit("/", 1)[-1]
        for file, path in self.project.files.items():
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & 0o077 and file != ".gitignore":
                self.found("V7", f"{file} has mode {mode:o}")
            rest = file.removeprefix(name)
            if file.startswith(name) and rest not in KEPT and not rest.startswith((".bak.", ".torn.", ".journal.torn")):
                self.found("V7", f"{file} was left")

    def credentials_are_good(self):
        """V3: what is recorded without ever having been in doubt is what the server accepts."""
        _, alive = self.project.server.registrations(self.project.labels)
        for client_id, label in alive.items():
            if label in self.doubted or client_id not in self.known:
                continue
            address = self.project.field(label, "registration_client_uri")
            if not accepts(address, self.project.field(label, "registration_access_token")):
                self.found("V3", f"the recorded token of {label} is not the server's")
