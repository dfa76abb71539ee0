"""`hotline bench callbacks`: the queue, ticks, memory, and four schedulers that are killed at random."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench import report
from bench.callbacks_claims import print_claims, rows_needed
from bench.callbacks_fill import fill_queue
from bench.callbacks_swarm import Plan, print_swarm
from bench.callbacks_ticks import print_busy, print_idle
from bench.databases import Databases, databases
from bench.options import stored
from intake.database import Database

PARTS = ("queue", "ticks", "swarm")
AHEAD = timedelta(days=1)  # when the first row of a full queue is due, for idle ticks


@click.command("callbacks")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Only this part; may be repeated.")
@click.option("--pending", default=1_000_000, show_default=True, help="Pending callbacks in a full queue.")
@click.option("--rounds", default=300, show_default=True, help="Claims that are timed.")
@click.option("--ticks", default=5_000, show_default=True, help="Idle ticks; busy ones are a fiftieth.")
@click.option("--rows", default=2_000, show_default=True, help="Due callbacks of the four schedulers.")
@click.option("--kills", default=8, show_default=True, help="How often one of them is killed.")
@click.option("--seed", default=1, show_default=True, help="Which one is killed, and when.")
@stored
def main(
    only: tuple[str, ...], database_url: str, postgresql: bool, folder: Path | None, **sizes: int
) -> None:
    """Measure the scheduler of callbacks on its own store, and let four of them be killed."""
    if (least := rows_needed(sizes["rounds"])) > sizes["pending"]:
        raise click.UsageError(f"--pending must be {least} at least for so many --rounds")
    with (
        TemporaryDirectory(prefix="hotline-bench-", dir=folder) as place,
        databases(Path(place), database_url, postgresql) as stores,
    ):
        print(report.machine(stores.name, Path(place)) + "\n")
        measure(only or PARTS, stores, Path(place), sizes)


def measure(parts: tuple[str, ...], stores: Databases, folder: Path, sizes: dict[str, int]) -> None:
    """The chosen parts, each on a store of its own."""
    if "queue" in parts:
        start = datetime.now(UTC)
        with full(stores.create(), sizes["pending"], start) as database:
            print_claims(database, start, sizes["pending"], sizes["rounds"])
    if "ticks" in parts:
        with full(stores.create(), sizes["pending"], datetime.now(UTC) + AHEAD) as database:
            print_idle(database, folder, sizes["ticks"])
        print_busy(stores.create(), folder, sizes["ticks"] // 50)
    if "swarm" in parts:
        plan = Plan(rows=sizes["rows"], kills=sizes["kills"], seed=sizes["seed"], workers=stores.workers)
        print_swarm(stores.create(), folder, plan)


@contextmanager
def full(url: str, pending: int, start: datetime) -> Iterator[Database]:
    """A store with so many pending callbacks, due one after the other from a moment on."""
    database = Database(url)
    try:
        fill_queue(database, pending, start)
        yield database
    finally:
        database.close()


if __name__ == "__main__":
    main()
