"""Several schedulers on one store, killed at random, and what the provider's ledger says of it.

Everything runs as it would in production: `hotline scheduler` and `hotline serve` in processes of their own,
the provider in another. Reports come signed to the web process, often before the scheduler has stored the
answer to its request. A killed scheduler is started again at once.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.callbacks_fill import come_to_rest, fill_people
from bench.callbacks_hotline import Stage, stage
from bench.callbacks_ledger import Account, pending, reckoning
from bench.load import LoadFault
from bench.servers import ROOT, running
from intake.database import Database

SCHEDULERS = 4
LOST = 0.01
LOOK = 0.02
SOON = 1.0  # seconds within which a kill follows the call that it was drawn for
PATIENCE = 300  # seconds without any callback ending after which the rest is held stuck


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How many are called and how many kills there are; seed: of the dice. workers: web processes."""

    rows: int
    kills: int
    seed: int
    workers: int


@dataclass(kw_only=True)
class Swarm:
    """The schedulers under way. `kills`: after how many calls one of them is killed, in order."""

    stage: Stage
    folder: Path
    dice: random.Random
    kills: list[int]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0

    def start(self) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", "intake.cli.main", "scheduler", f"--parent={os.getpid()}")
        with (self.folder / "schedulers.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self.stage.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def kill_if_due(self, placed: int) -> None:
        """Kill one of them at a random moment after its call, and start another."""
        if self.killed < len(self.kills) and placed >= self.kills[self.killed]:
            time.sleep(self.dice.uniform(0, SOON))
            place = self.dice.randrange(len(self.processes))
            self.processes[place].kill()
            self.processes[place].wait()
            self.processes[place] = self.start()
            self.killed += 1

    def work(self, database: Database, others: Collection[subprocess.Popen[bytes]]) -> None:
        """Until every callback has ended, or nothing goes on any more."""
        self.processes = [self.start() for _ in range(SCHEDULERS)]
        left, since, looked = pending(database), time.monotonic(), 0.0
        while left and time.monotonic() - since < PATIENCE:
            time.sleep(LOOK)
            self.kill_if_due(lines(self.stage.ledger))
            if time.monotonic() - looked > 1:
                before, left, looked = left, pending(database), time.monotonic()
                since = since if left == before else looked
                self.watch(others)

    def watch(self, others: Collection[subprocess.Popen[bytes]]) -> None:
        """Raises LoadFault where a process ended that nobody killed."""
        if any(process.poll() is not None for process in (*others, *self.processes)):
            log = (self.folder / "schedulers.log").read_text(errors="replace")
            raise LoadFault(f"a process ended by itself; the schedulers wrote: {log[-2000:]}")

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()


def lines(ledger: Path) -> int:
    """How many calls were placed: every line of the ledger is about as long as the first."""
    if not ledger.exists() or not (size := ledger.stat().st_size):
        return 0
    with ledger.open("rb") as file:
        return size // max(1, len(file.readline()))


def print_swarm(url: str, folder: Path, plan: Plan) -> None:
    """Call everybody with four schedulers of which some are killed; print the reckoning."""
    dice = random.Random(plan.seed)
    found = stage(url, folder, workers=plan.workers, lost=LOST, seed=plan.seed)
    kills = sorted(dice.randrange(plan.rows // 20, plan.rows) for _ in range(plan.kills))
    swarm = Swarm(stage=found, folder=folder, dice=dice, kills=kills)
    database = Database(url)
    try:
        fill_people(database, found.sealer(), plan.rows)
        come_to_rest(database)
        with ExitStack() as stack:
            others = [stack.enter_context(running(one)) for one in (found.provider, found.web)]
            stack.callback(swarm.stop)
            begun = time.monotonic()
            swarm.work(database, others)
            seconds = time.monotonic() - begun
        print_account(reckoning(database, found.ledger), swarm.killed, seconds, plan.rows)
    finally:
        database.close()


def print_account(account: Account, killed: int, seconds: float, rows: int) -> None:
    """In words; what must be 0 comes last."""
    print(f"{SCHEDULERS} schedulers, {rows:,} due callbacks, {killed} kills, {seconds:.0f} s in all")
    print(f"  placed                {account.placed:>8,}   {account.per_second:.0f} a second")
    print(f"  settled by the list   {account.by_list:>8,}   {LOST:.1%} of the calls were lost")
    print(f"  never placed, again   {account.repeated:>8,}")
    for name, count in sorted(account.endings.items()):
        print(f"  ended: {name:<20} {count:>8,}")
    print("  must be 0: " + ", ".join(f"{name} {count}" for name, count in account.faults.items()) + "\n")
