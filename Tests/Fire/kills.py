"""SIGKILL at every call of the system that matters, until there is none left (F01 to F13), by strace's injection.

Register, update (which reads and rotates), delete and refresh, each cut at the N-th write, sync, rename, link, removal, opening below
the state's folder and send, for N = 1, 2, … until the command ends by itself. After every cut all laws hold. strace counts the calls
of each thread; so those on the state's files are counted for each file too."""

import itertools

from kit import Server, need
from laws import check
from project import ENDS, OPERATIONS, injection, prepared

CALLS = ["write", "pwrite64", "fsync", "fdatasync", "renameat", "renameat2", "linkat", "unlinkat", "sendto", "sendmsg", "writev"]
CELLS = [(operation, call, None) for operation in OPERATIONS for call in CALLS] + [
    (operation, call, end) for operation in OPERATIONS for call in ("write", "fdatasync", "openat") for end in ENDS[1:]
]
# More than any command makes; and what a share of them tries.
MOST, USUAL = 400, 6


def run(fire):
    strace = need("strace")
    with Server(fire) as server:
        the_laws_are_not_vain(fire, server, strace)
        if fire.full:
            kills = sum(fire.each(lambda *cell: kill_at_each(fire, server, strace, *cell), CELLS, 0))
        else:
            cells = [(*cell, number) for cell in CELLS for number in range(1, USUAL)]
            kills = sum(fire.each(lambda *cell: kill_at(fire, server, strace, *cell), cells, 16))
    return f"{kills} kills at {len(CALLS) + 1} calls of {len(OPERATIONS)} commands"


def the_laws_are_not_vain(fire, server, strace):
    """A journal that is thrown away after the server has registered is a broken protocol: the laws must see it."""
    project, command = prepared(fire, server, fire.folder / "vain", ["a-vain", "b-vain"], "register")
    project.run(*command, before=injection(strace, project, "linkat", "signal=KILL:when=2", [None]))
    (project.folder / (project.state + ".journal")).unlink()
    seen = Findings()
    check(seen, "", project)
    for law in ("V1", "V2"):
        if not any(law in finding for finding in seen.all):
            fire.found("without a journal", f"{law} was not found broken: {seen.all}")


class Findings:
    """What would have been found."""

    def __init__(self):
        self.all = []

    def found(self, where, what):
        self.all.append(f"{where}: {what}")


def kill_at_each(fire, server, strace, operation, call, end):
    """How many kills there were until the command got to its own end."""
    return sum(1 for _ in itertools.takewhile(
        lambda number: kill_at(fire, server, strace, operation, call, end, number), range(1, MOST)))


def kill_at(fire, server, strace, operation, call, end, number):
    word = f"{operation}-{call}-{'any' if end is None else 'state' + end.replace('.', '-')}-{number}"
    project, command = prepared(fire, server, fire.folder / word, [f"a-{word}", f"b-{word}"], operation)
    before = injection(strace, project, call, f"signal=KILL:when={number}", ENDS[1:] if end is None and call == "openat" else [end])
    result = project.run(*command, before=before)
    if result.status not in (0, -9):
        fire.found(word, result.everything)
    check(fire, f"killed at {word}", project)
    return result.status == -9
