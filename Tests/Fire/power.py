"""Power cuts (F14 to F26): the state lies on a file system in a file; the command is killed at one of its calls, and at that moment
the file is copied, which is what a disk would hold. The copy is mounted in its place, and all laws hold there.

The copy lacks what only memory held: whatever was not synced is gone, whole files and renames too."""

import itertools
import subprocess
from pathlib import Path

from kit import Server, Skipped, need, need_root
from laws import check
from project import ENDS, injection, prepared

MOUNTS = ["defaults", "noauto_da_alloc", "data=writeback"]
CALLS = ["write", "fdatasync", "fsync", "renameat", "linkat", "unlinkat", "writev"]
OPERATIONS = ["register", "update"]
CELLS = list(itertools.product(MOUNTS, OPERATIONS, CALLS))
MOST, USUAL = 80, 6


def run(fire):
    need_root("mounting a file system in a file")
    strace, mkfs = need("strace"), need("mkfs.ext4")
    need("losetup")
    with Server(fire) as server:
        if fire.full:
            cuts = sum(cut_at_each(fire, server, strace, mkfs, *cell) for cell in CELLS)
        else:
            cells = [(*cell, number) for cell in CELLS for number in range(1, USUAL)]
            cuts = sum(cut_at(fire, server, strace, mkfs, *cell) for cell in fire.cells(cells, 8))
    return f"{cuts} power cuts on ext4"


def cut_at_each(fire, server, strace, mkfs, *cell):
    return sum(1 for _ in itertools.takewhile(lambda number: cut_at(fire, server, strace, mkfs, *cell, number), range(1, MOST)))


def cut_at(fire, server, strace, mkfs, options, operation, call, number):
    """Whether there was such a call."""
    word = f"{operation}-{call}-{options.replace('=', '-').replace('_', '-')}-{number}"
    with Disk(fire.folder / word, options, mkfs) as disk:
        project, command = prepared(fire, server, disk.mounted / "project", [f"a-{word}", f"b-{word}"], operation)
        # What was made before the command is old, and on the disk.
        subprocess.run(["sync", "-f", disk.mounted], check=True)
        ends = [None] if call == "writev" else ENDS[1:]
        result = project.run(*command, before=injection(strace, project, call, f"signal=KILL:when={number}", ends))
        if result.status != -9:
            return False
        disk.lose_power()
        check(fire, f"power cut at {word}", project)
    return True


class Disk:
    """A file with an ext4 on it, mounted for as long as this is held."""

    def __init__(self, folder, options, mkfs):
        self.file, self.mounted, self.options = folder / "disk", folder / "mounted", options
        self.mounted.mkdir(parents=True)
        with open(self.file, "wb") as file:
            file.truncate(32 << 20)
        subprocess.run([mkfs, "-qF", self.file], check=True, capture_output=True)

    def __enter__(self):
        self.mount()
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.mounted], check=True)
        self.file.unlink()

    def mount(self):
        done = subprocess.run(["mount", "-o", f"loop,{self.options}", self.file, self.mounted], capture_output=True, text=True)
        if done.returncode != 0:
            raise Skipped(f"no file system in a file can be mounted: {done.stderr.strip()}")

    def lose_power(self):
        copy = Path(f"{self.file}.cut")
        subprocess.run(["cp", "--sparse=always", self.file, copy], check=True)
        subprocess.run(["umount", self.mounted], check=True)
        self.file.unlink()
        self.file = copy
        self.mount()
