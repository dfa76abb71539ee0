"""`hotline bench calls`: complete calls and messages, on the product and on what it could be at best.

The product runs as `hotline serve` with an empty store, and once more with old cases in it; beside it, on
the same server with the same workers and threads, a constant answer and the barest durable turn
(`bench/bare.py`). Targets take turns in every round, so that whatever else the machine does meets them
alike; printed are medians over the rounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench import bare, halls, history, report, turn
from bench.callers import Crowd, Script, fresh_numbers
from bench.databases import Databases, databases
from bench.load import Load, Sample
from bench.options import stored
from bench.servers import Target, product, running
from bench.servers import bare as bare_target
from intake.directory.sample import HOTLINE

PRODUCT, OLD, DURABLE, CONSTANT = "product", "product, old cases", "durable", "constant"
HALF_LOAD_CONNECTIONS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How much is measured, and with which settings."""

    rounds: int
    seconds: float
    connections: int
    workers: int
    threads: int
    old_cases: int
    calls_per_message: int


Samples = dict[str, list[Sample]]


@click.command()
@click.option("--rounds", default=5, show_default=True, help="Rounds; targets take turns in each.")
@click.option(
    "--seconds", default=4.0, show_default=True, help="Measuring time of each target in each round."
)
@click.option("--connections", default=16, show_default=True, help="Connections that saturate the server.")
@click.option("--workers", default=0, help="Web processes; 0: as `hotline serve` chooses.")
@click.option("--threads", default=8, show_default=True, help="Threads of each web process.")
@click.option(
    "--old-cases", default=10_000, show_default=True, help="Old cases of the second product; 0: none."
)
@click.option("--calls-per-message", default=1, show_default=True, help="Complete calls to each message.")
@stored
def main(database_url: str, postgresql: bool, folder: Path | None, workers: int, **measures: float) -> None:
    """Measure complete calls and messages over real HTTP, side by side with the least that could be done."""
    with (
        TemporaryDirectory(prefix="hotline-bench-", dir=folder) as place,
        databases(Path(place), database_url, postgresql) as stores,
    ):
        plan = Plan(workers=workers or stores.workers, **measures)  # type: ignore[arg-type]
        measure(plan, stores, Path(place))


def measure(plan: Plan, stores: Databases, folder: Path) -> None:
    """Everything, printed as it becomes known."""
    now = datetime.now(UTC)
    urls = {name: stores.create() for name in (PRODUCT, OLD, DURABLE)}
    for name in (PRODUCT, OLD):
        halls.prepare(urls[name], now)
    bare.prepare(urls[DURABLE])
    pairs = halls.pairs(urls[PRODUCT], now)
    crowd = Crowd(
        script=Script.for_hotline(HOTLINE),
        pairs=pairs,
        calls_per_message=plan.calls_per_message,
        numbers=fresh_numbers(),
    )
    print(report.machine(stores.name, folder))
    print(report.settings(plan.workers, plan.threads, plan.connections, plan.rounds, plan.seconds))
    turn.print_costs(urls[PRODUCT], urls[DURABLE], folder, crowd)
    if plan.old_cases:
        history.multiply(urls[PRODUCT], urls[OLD], plan.old_cases)
    with targets(plan, urls, folder) as found:
        full = saturated(plan, found, crowd)
        print(report.throughput(full, base=DURABLE, ceiling=CONSTANT))
        half = at_half_load(plan, found, crowd, full)
        print(report.half_load(half))


@contextmanager
def targets(plan: Plan, urls: dict[str, str], folder: Path) -> Iterator[list[Target]]:
    """All servers, up; those that have nothing to do cost nothing."""
    size = (plan.workers, plan.threads)
    found = [product(PRODUCT, urls[PRODUCT], folder, *size)]
    if plan.old_cases:
        found.append(product(OLD, urls[OLD], folder, *size))
    found += [bare_target(kind, urls[DURABLE], folder, *size) for kind in (DURABLE, CONSTANT)]
    with ExitStack() as stack:
        for target in found:
            stack.enter_context(running(target))
        yield found


def saturated(plan: Plan, found: list[Target], crowd: Crowd) -> Samples:
    """Every target at its limit, in turns."""
    samples: Samples = defaultdict(list)
    for _ in range(plan.rounds):
        for target in found:
            load = Load(
                address=target.address,
                callers=crowd.callers(target.address),
                connections=plan.connections,
                warm_up=0.5,
                seconds=plan.seconds,
            )
            samples[target.name].append(load.run())
    return samples


def at_half_load(plan: Plan, found: list[Target], crowd: Crowd, full: Samples) -> Samples:
    """Every durable target at half of its own median throughput, in turns."""
    samples: Samples = defaultdict(list)
    for _ in range(plan.rounds):
        for target in found:
            if target.name == CONSTANT:
                continue
            load = Load(
                address=target.address,
                callers=crowd.callers(target.address),
                connections=HALF_LOAD_CONNECTIONS,
                warm_up=0.5,
                seconds=plan.seconds,
                rate=report.median_rate(full[target.name]) / 2,
            )
            samples[target.name].append(load.run())
    return samples


if __name__ == "__main__":
    main()
