"""What Terraform makes of the same faults, measured where it is installed: its own state file, with the resource that it brings along.

A print-out for the guide's table (Faults.md); it judges nothing."""

import json
import re
import stat
import subprocess

from kit import Skipped, need, run as run_command

CONFIGURATION = 'resource "terraform_data" "web" {{ input = "{0}" }}\nresource "terraform_data" "native" {{ input = "{0}" }}\n'
SYNCS = "fsync,fdatasync,sync_file_range,sync,syncfs"


def run(fire):
    project = Terraform(fire)
    version = json.loads(project.terraform("version", "-json").output)["terraform_version"]
    rows = [
        ("killed while it writes its state", project.killed_while_writing()),
        ("every sync fails (EIO)", project.with_every_sync_failing()),
        ("the disk is full while it writes its state (ENOSPC)", project.with_a_full_disk()),
        ("the state is empty", project.with_an_empty_state()),
        ("mode of the state, umask 022", project.mode()),
    ]
    for fault, what in rows:
        print(f"terraform {version}: {fault}: {what}", flush=True)
    return f"{len(rows)} measurements"


class Terraform:
    def __init__(self, fire):
        self.binary, self.strace = need("terraform"), need("strace")
        self.folder = fire.folder / "terraform"
        self.folder.mkdir()
        self.state = self.folder / "terraform.tfstate"
        self.configure("before")
        begun = self.terraform("init")
        if begun.status != 0:
            raise Skipped(f"terraform init fails: {begun.errors[:200]}")

    def configure(self, input):
        (self.folder / "main.tf").write_text(CONFIGURATION.format(input))

    def terraform(self, *arguments, before=(), **settings):
        return run_command(
            [*before, self.binary, *arguments], self.folder, {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}, **settings)

    def registered(self):
        """A state of two resources, and a configuration that changes both."""
        for file in self.folder.glob("*.tfstate*"):
            file.unlink()
        self.configure("before")
        self.terraform("apply", "-auto-approve")
        self.configure("after")

    def faulty_apply(self, call, what):
        log = self.folder / "strace"
        return self.terraform(
            "apply", "-auto-approve", before=[
                self.strace, "-f", "-qq", "-o", str(log), "-P", str(self.state), "-e", f"trace={call}", "-e", f"inject={call}:{what}"])

    def plan(self):
        """What the next plan would do, or why there is none."""
        plan = self.terraform("plan", "-no-color")
        line = re.search(r"Plan: .*|No changes.*|Error: .*", plan.output + plan.errors)
        return f"exit {plan.status}, {line.group(0) if line else 'nothing said'}"

    def killed_while_writing(self):
        worst = None
        for call in ("write", "pwrite64", "ftruncate", "fsync"):
            for number in range(1, 12):
                self.registered()
                if self.faulty_apply(call, f"signal=KILL:when={number}").status != -9:
                    break
                size = self.state.stat().st_size if self.state.exists() else 0
                if worst is None or size < worst[0]:
                    worst = (size, f"{call} {number}", self.plan())
        return "never reached" if worst is None else f"{worst[0]} bytes left (killed at {worst[1]}); the next plan: {worst[2]}"

    def with_every_sync_failing(self):
        self.registered()
        log = self.folder / "strace"
        result = self.terraform("apply", "-auto-approve", before=[
            self.strace, "-f", "-qq", "-o", str(log), "-e", f"trace={SYNCS}", "-e", f"inject={SYNCS}:error=EIO"])
        return f"exit {result.status} after {log.read_text().count('INJECTED')} failed syncs"

    def with_a_full_disk(self):
        self.registered()
        result = self.faulty_apply("write", "error=ENOSPC:when=1+")
        said = re.search(r"Error: .*", result.errors)
        left = "errored.tfstate" if (self.folder / "errored.tfstate").exists() else "nothing beside it"
        return f"exit {result.status}, {said.group(0) if said else 'no error'}; {self.state.stat().st_size} bytes left, {left}; the next plan: {self.plan()}"

    def with_an_empty_state(self):
        self.registered()
        self.state.write_bytes(b"")
        return f"the next plan: {self.plan()}"

    def mode(self):
        for file in self.folder.glob("*.tfstate*"):
            file.unlink()
        subprocess.run([self.binary, "apply", "-auto-approve"], cwd=self.folder, umask=0o022, capture_output=True, check=True)
        return f"{stat.S_IMODE(self.state.stat().st_mode):04o}"
