"""`hotline bench console`: the review queue, a case, and whole pages, among a million complaints."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

import click

from bench import report
from bench.callbacks_fill import come_to_rest
from bench.console_cast import make_cast
from bench.console_fill import Filled, fill
from bench.console_pages import measure, pages, served
from bench.console_pages import tell as tell_pages
from bench.databases import databases
from bench.options import stored
from bench.search_fill import add_words
from bench.series import APART
from intake import wire
from intake.callbacks.outcomes import Task
from intake.cases.model import Channel, Doubt
from intake.config import load
from intake.console.access import Viewer
from intake.console.case_view import read_case
from intake.console.figures.tallying import Tallying
from intake.console.queue import Age, Filters, Owner, Position, count_queue, read_queue
from intake.desk.services import Services

GOAL = 30.0  # milliseconds, of a question without the page around it
PARTS = ("queries", "pages")
WARM_UP = 3
FILTERS = {
    "all": Filters(),
    "one hall": Filters(hall_id=2),
    "contradictory": Filters(doubt=Doubt.CONTRADICTORY),
    "a channel": Filters(channel=Channel.SMS),
    "safety words": Filters(flag="safety"),
    "a flag that nobody has": Filters(flag="burst_number"),
    "a language that nobody has": Filters(language="en"),
    "overdue": Filters(age=Age.OVERDUE),
    "due later": Filters(age=Age.LATER),
    "any task": Filters(task=True),
    "a task": Filters(task=Task.UNREACHABLE),
    "nobody's": Filters(owner=Owner.NOBODY),
    "mine": Filters(owner=Owner.ME),
    "several filters": Filters(hall_id=1, doubt=Doubt.DOUBTFUL, channel=Channel.SMS, age=Age.LATER),
}


@click.command("console")
@click.option("--cases", default=1_000_000, show_default=True, help="Complaints; one in fifty is open.")
@click.option("--rounds", default=30, show_default=True, help="How often each question is asked.")
@click.option(
    "--only", type=click.Choice(PARTS), multiple=True, help="One part instead of both; may be repeated."
)
@stored
def main(
    cases: int,
    rounds: int,
    only: tuple[str, ...],
    database_url: str,
    postgresql: bool,
    folder: Path | None,
) -> None:
    """Measure what the console asks of its store, and whole pages over HTTP."""
    with (
        TemporaryDirectory(prefix="hotline-bench-", dir=folder) as place,
        databases(Path(place), database_url, postgresql) as stores,
    ):
        print(report.machine(stores.name, Path(place)) + "\n")
        settings = replace(load({"HOTLINE_DATA_DIR": place}), database_url=stores.create())
        services = wire(settings)
        begun = perf_counter()
        filled = fill(services.database, services.sealer, cases)
        services.halls.warm()
        print(f"{cases:,} complaints, {perf_counter() - begun:.0f} s to make")
        if "queries" in (only or PARTS):
            print(f"milliseconds of {rounds} each,")
            print("own: processor time of this process, with SQLite's and without PostgreSQL's")
            print_all(services, filled, rounds)
        if "pages" in (only or PARTS):
            print_pages(services, stores.workers, filled, rounds)
        services.database.close()


def print_pages(services: Services, workers: int, filled: Filled, rounds: int) -> None:
    """Whole pages, as `hotline serve` answers them once the background work has counted all days."""
    database, settings = services.database, services.settings
    add_words(database, services.sealer, filled.cases)
    with database.write() as connection:
        cast = make_cast(connection, filled.cases, filled.now)
    begun = perf_counter()
    while Tallying(database, ZoneInfo(settings.timezone)).run(services.clock()):
        pass
    print(f"{perf_counter() - begun:.0f} s to count the days that are over")
    come_to_rest(database)
    with served(settings.database_url, settings.data_dir, workers) as at:
        asked = pages(at[0], cast, services.sealer, filled.now)
        tell_pages(measure(at, cast, asked, rounds))


def print_all(services: Services, filled: Filled, rounds: int) -> None:
    """Every question, as somebody who sees all, then as a member of staff from whom some is kept."""
    for name, viewer in (("sees all", filled.all_seeing), ("a member of staff", filled.concerned)):
        print(f"\n{name}".ljust(40) + "median      p95    least      own")
        for title, question in questions(services, filled, viewer).items():
            tell(title, question, rounds)


def questions(services: Services, filled: Filled, viewer: Viewer) -> dict[str, Callable[[], object]]:
    """What the console asks, by title."""
    dice = random.Random(1)

    def page(filters: Filters, after: Position | None = None) -> object:
        with services.database.read() as connection:
            return read_queue(connection, viewer, filters, filled.now, after)

    def deep() -> object:
        at = filled.now - timedelta(days=dice.randrange(filled.cases * APART // 86400 + 1))
        return page(Filters(), Position(urgent_at=at, complaint_id=0))

    def counts() -> object:
        with services.database.read() as connection:
            return count_queue(connection, viewer, Filters(), filled.now)

    def one() -> object:
        case_no = str(100_000_000 + dice.randrange(1, filled.cases))
        with services.database.read() as connection:
            return read_case(services, connection, viewer, case_no, filled.now)

    asked: dict[str, Callable[[], object]] = {
        f"queue, {title}": partial(page, filters) for title, filters in FILTERS.items()
    }
    return asked | {"queue, far down": deep, "counts": counts, "a case": one}


def tell(title: str, question: Callable[[], object], rounds: int) -> None:
    """Time a question and print what it took; `least` and `own` show what neighbours on the machine add."""
    times, own = [], []
    for _ in range(rounds + WARM_UP):
        begun, used = perf_counter(), process_time()
        question()
        times.append((perf_counter() - begun) * 1000)
        own.append((process_time() - used) * 1000)
    times, own = sorted(times[WARM_UP:]), own[WARM_UP:]
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    mark = "" if late < GOAL else f"   over the goal of {GOAL:g}"
    print(f"  {title:34}{median(times):9.2f}{late:9.2f}{times[0]:9.2f}{median(own):9.2f}{mark}")


if __name__ == "__main__":
    main()
