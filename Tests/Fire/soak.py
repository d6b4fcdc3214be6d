"""SIGKILL at random moments of a life at a server that replaces tokens on reads and on writes (F79): register, rotate, delete,
refresh, killed somewhere, again and again, on one state.

A client in doubt stays as it is, and is left behind; a new one takes its place. The seed decides what is done and when it is cut."""

import random
import subprocess
import time

from kit import Server
from laws import Laws
from project import Project

SIZE = 8


def run(fire):
    print(f"soak: seed {fire.seed}", flush=True)
    kills = 1000 if fire.full else 40
    with Server(fire) as server:
        life = Life(fire, server, random.Random(fire.seed))
        end = time.monotonic() + 10
        while life.kills < kills and not fire.findings and (fire.full or time.monotonic() < end):
            life.turn()
        life.converge()
        return f"{life.kills} kills in {life.turns} commands, {len(life.project.labels)} clients, {len(life.doubted)} left in doubt (seed {fire.seed})"


class Life:
    def __init__(self, fire, server, random):
        self.fire, self.random = fire, random
        self.kills = self.turns = 0
        self.doubted = set()
        self.project = Project(fire, server, fire.folder / "soak", [])
        self.project.run("init")
        self.versions = {}
        self.slowest = 0.5

    def turn(self):
        self.turns += 1
        if self.turns % 25 == 0:
            self.converge()
        self.edit()
        refresh = ["--refresh"] if self.random.random() < 0.3 else []
        command = [self.fire.rollcall, "apply", "--auto-approve", *refresh]
        start = time.monotonic()
        process = subprocess.Popen(
            command, cwd=self.project.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(self.random.uniform(0.01, self.slowest))
            self.slowest = 0.9 * self.slowest + 0.1 * (time.monotonic() - start) * 1.2
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            self.kills += 1
            self.slowest = min(5, self.slowest * 1.02)
        self.laws()

    def edit(self):
        """Some rotate, one goes, and there are SIZE again."""
        for label in self.doubted & self.versions.keys():
            del self.versions[label]
        for label in self.versions:
            if self.random.random() < 0.3:
                self.versions[label] += 1
        if self.versions and self.random.random() < 0.4:
            del self.versions[self.random.choice(sorted(self.versions))]
        while len(self.versions) < SIZE:
            label = f"c{len(self.project.labels)}"
            self.project.labels.append(label)
            self.versions[label] = 0
        self.project.declare(self.versions)

    def laws(self):
        laws = Laws(self.fire, f"soak, command {self.turns}", self.project)
        laws.the_state_loads()
        if laws.known is not None:
            laws.nothing_is_lost()
            self.doubted |= laws.doubted
        return laws

    def converge(self):
        """Uncut, everything that is not in doubt gets done, and is recorded with a token that is good."""
        result = self.project.apply()
        laws = self.laws()
        laws.files_are_private()
        for label in self.doubted & self.versions.keys():
            del self.versions[label]
        self.project.declare(self.versions)
        result = self.project.apply()
        laws.doubted = self.doubted
        if result.status not in ((0, 3) if self.doubted else (0,)):
            laws.found("V5", result.everything)
        plan = self.project.run("plan", "--detailed-exitcode", *sorted(self.versions))
        if plan.status != 0:
            laws.found("V5", f"after an uncut apply: {plan.everything}")
        # Reading a credential's goodness at this server would take it away: the refresh is rollcall's own.
        refreshed = self.project.run("plan", "--refresh", *sorted(self.versions))
        if refreshed.status != 0 or "would not say" in refreshed.output:
            laws.found("V3", refreshed.everything)
