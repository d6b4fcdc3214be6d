"""A process that gets too little: room on a small disk, descriptors, file size, address space (F30, F32, F33, F40, F41).

What it cannot do it says; and nothing is lost by it."""

import resource
import subprocess

from kit import Skipped, Server, need, need_root
from laws import check
from project import prepared

KIB = 1024
SHARES = {
    "descriptors": (resource.RLIMIT_NOFILE, [6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 47, 48, 56]),
    "file size": (resource.RLIMIT_FSIZE, [0, 100, 400, 1 * KIB, 3 * KIB, 4 * KIB, 64 * KIB, 360 * KIB, 720 * KIB, 1080 * KIB]),
    "address space": (resource.RLIMIT_AS, [megabytes * KIB * KIB for megabytes in (64, 128, 192, 256, 320, 400, 600, 900)]),
}
DISKS = [8, 16, 64, 128, 256, 400, 512, 740, 800, 1100, 1500]


def run(fire):
    cells = [(name, value, operation) for name in SHARES for value in SHARES[name][1] for operation in ("register", "update")]
    with Server(fire) as server:
        count = len(fire.each(lambda *cell: within(fire, server, *cell), cells, 6))
        try:
            disks = sum(on_a_small_disk(fire, server, size) for size in fire.cells(DISKS, 4))
        except Skipped as reason:
            print(f"limits: small disks skipped: {reason}", flush=True)
            disks = 0
    return f"{count} commands with too little of something, {disks} on small disks"


def within(fire, server, name, value, operation):
    kind = SHARES[name][0]
    where = f"{operation} with {name} limited to {value}"
    word = f"{name.replace(' ', '-')}-{value}-{operation}"
    project, command = prepared(fire, server, fire.folder / word, [f"a-{word}", f"b-{word}"], operation)
    # Without memory for a thread, the runtime may wait for it for ever; it is ended then, as whoever waits would end it.
    patience = 20 if kind == resource.RLIMIT_AS else 120
    result = project.run(*command, timeout=patience, limits=lambda: resource.setrlimit(kind, (value, value)))
    judge(fire, where, project, result, crash_is_a_kill=kind == resource.RLIMIT_AS)


def on_a_small_disk(fire, server, size):
    """The state lies on a file system of so many KiB, with all of its room free at first and none at last."""
    need_root("mounting a small file system")
    word = f"disk-{size}"
    folder = fire.folder / word
    (folder / "state").mkdir(parents=True)
    mounted = subprocess.run([need("mount"), "-t", "tmpfs", "-o", f"size={size}k,mode=700", "tmpfs", folder / "state"], capture_output=True)
    if mounted.returncode != 0:
        raise Skipped(f"no tmpfs can be mounted: {mounted.stderr.decode().strip()}")
    try:
        project, command = prepared(fire, server, folder, [f"{name}-{word}" for name in "abcd"], "register")
        result = project.run(*command)
        first = server.exchanges(set(project.labels))
        if result.status == 1 and first:
            fire.found(f"a disk of {size} KiB", f"1 says that nothing was begun, and the server was called: {result.everything}")
        subprocess.run(["mount", "-o", "remount,size=16m", folder / "state"], check=True)
        judge(fire, f"a disk of {size} KiB", project, result)
    finally:
        subprocess.run(["umount", folder / "state"], check=True)
    return 1


def judge(fire, where, project, result, crash_is_a_kill=False):
    crashed = result.status is None or result.status < 0 or result.status > 128 or result.status == 127
    if result.status not in (0, 1, 3) and not (crash_is_a_kill and crashed):
        fire.found(where, result.everything)
    check(fire, where, project)
