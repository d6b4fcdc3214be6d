"""Calls of the system that fail: a full disk, a failing disk, a disk that lies, interrupted calls and short writes (F31 to F39).

strace makes the N-th call on the files of the state fail, once or from then on; a preloaded library makes every write one byte long
and interrupts calls again and again, which must change nothing."""

import itertools

from kit import Server, need, preloaded
from laws import check
from project import ENDS, injection, prepared

FAILURES = [
    ("write", "ENOSPC"), ("write", "EIO"), ("fdatasync", "EIO"), ("fsync", "EIO"), ("fallocate", "ENOSPC"), ("fallocate", "EDQUOT"),
    ("renameat", "EIO"), ("renameat", "EROFS"), ("renameat", "EXDEV"), ("linkat", "EMLINK"), ("unlinkat", "EACCES"),
    ("openat", "EMFILE"), ("openat", "ENFILE"), ("close", "EIO"), ("flock", "ENOLCK"),
]
SYNCS = ("fsync", "fdatasync")
OPERATIONS = ["register", "update", "sealed-update", "reseal", "restore", "recover", "drift", "import"]
CELLS = list(itertools.product(OPERATIONS, FAILURES, ("", "+")))
MOST, USUAL = 60, 8


def run(fire):
    strace = need("strace")
    with Server(fire) as server:
        if fire.full:
            failures = sum(fire.each(lambda *cell: fail_at_each(fire, server, strace, *cell), CELLS, 0))
        else:
            cells = [(*cell, number) for cell in CELLS for number in range(1, USUAL)]
            failures = sum(fire.each(lambda *cell: fail_at(fire, server, strace, *cell), cells, 9))
        lies = len(fire.each(lambda number: lose_a_byte(fire, server, strace, number), [(number,) for number in range(1, 12)], 3))
        short = len(fire.each(lambda operation: short_and_interrupted(fire, server, operation), [(name,) for name in OPERATIONS], 3))
    return f"{failures} failing calls, {lies} lost bytes, {short} commands with short writes and interrupted calls"


def fail_at_each(fire, server, strace, operation, failure, onwards):
    return sum(1 for _ in itertools.takewhile(
        lambda number: fail_at(fire, server, strace, operation, failure, onwards, number), range(1, MOST)))


def fail_at(fire, server, strace, operation, failure, onwards, number):
    """Whether there was such a call."""
    call, error = failure
    word = f"{operation}-{call}-{error.lower()}-{number}{'-on' if onwards else ''}"
    project, command = prepared(fire, server, fire.folder / word, [f"a-{word}", f"b-{word}"], operation)
    log = project.folder / "strace"
    before = server.registrations(project.labels)
    what = f"error={error}:when={number}{onwards}"
    result = project.run(*command, before=injection(strace, project, call, what, ENDS[1:], log))
    if "(INJECTED)" not in log.read_text(errors="replace"):
        return False
    if result.status not in (0, 1, 3):
        fire.found(word, result.everything)
    if result.status == 0 and call in SYNCS and "RC4030" not in result.errors:
        fire.found(word, f"F38: a failed sync, and success without a word: {result.everything}")
    if result.status == 1 and server.registrations(project.labels) != before:
        fire.found(word, f"V8: 1 says that nothing was begun, and the server was called: {result.everything}")
    check(fire, word, project)
    return True


def lose_a_byte(fire, server, strace, number):
    """A disk that says it has written a byte, and has not: whatever is damaged by it is said to be, and never read as less."""
    word = f"register-lost-byte-{number}"
    project, command = prepared(fire, server, fire.folder / word, [f"a-{word}", f"b-{word}"], "register")
    project.run(*command, before=injection(strace, project, "write", f"retval=1:when={number}", ENDS[1:]))
    if project.status().status != 1:
        return check(fire, word, project)
    again = project.apply()
    if again.status != 1 or "RC4" not in again.errors:
        fire.found(word, f"V4: a damaged state was applied to: {again.everything}")


def short_and_interrupted(fire, server, operation):
    word = f"{operation}-short"
    project, command = prepared(fire, server, fire.folder / word, [f"a-{word}", f"b-{word}"], operation)
    result = project.run(*command, environment={"LD_PRELOAD": preloaded(fire, "shortwrites")})
    if result.status != 0:
        fire.found(word, f"F34, F35: {result.everything}")
    check(fire, word, project)
