"""What a tick of the dialer costs when nothing is due, and whether many ticks hold on to memory."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.callbacks_claims import quantile
from bench.callbacks_fill import come_to_rest, fill_people
from bench.callbacks_hotline import stage
from bench.servers import running
from intake.callbacks.dialer import BATCH
from intake.database import Database

GOAL = 1.0  # milliseconds of an idle tick
LOOKS = 5  # how often memory is looked at, the first time after a fifth of the ticks


def resident() -> float:
    """MiB of memory that this process occupies."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def ticked(run: Callable[[], int], ticks: int, expected: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each tick, and memory in MiB at every look."""
    times, memory = [], []
    for _ in range(LOOKS):
        for _ in range(ticks // LOOKS):
            begun = perf_counter()
            done = run()
            times.append((perf_counter() - begun) * 1000)
            if done != expected:
                raise AssertionError(f"{done} looked at instead of {expected}")
        memory.append(resident())
    return times, memory


def print_idle(database: Database, folder: Path, ticks: int) -> None:
    """Ticks on a full queue in which nothing is due."""
    url = database.engine.url.render_as_string(hide_password=False)
    times, memory = ticked(stage(url, folder).dialer(database).run, ticks, 0)
    print(f"an idle tick, {ticks:,} times: milliseconds")
    print(f"  median {median(times):6.2f}   p99 {quantile(times, 0.99):6.2f}   (goal: median of {GOAL:g})")
    print(f"  memory: {written(memory)}\n")


def print_busy(url: str, folder: Path, ticks: int) -> None:
    """Ticks that each call as many people as a batch holds, at a provider that answers at once."""
    found, database = stage(url, folder, reports=False), Database(url)
    try:
        fill_people(database, found.sealer(), ticks * BATCH)
        come_to_rest(database)
        with running(found.provider):
            times, memory = ticked(found.dialer(database).run, ticks, BATCH)
    finally:
        database.close()
    print(f"a busy tick, {BATCH} calls, {ticks:,} times: milliseconds")
    print(f"  median {median(times):6.1f}   {BATCH / median(times) * 1000:.0f} calls a second")
    print(f"  memory: {written(memory)}\n")


def written(memory: list[float]) -> str:
    looks = ", ".join(f"{one:.1f}" for one in memory)
    return f"{looks} MiB after each {100 // LOOKS} % of the ticks"
