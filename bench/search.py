"""`hotline bench search`: what people search for among a million complaints, without the page around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from zoneinfo import ZoneInfo

import click

from bench import report
from bench.console_fill import Filled, fill
from bench.databases import databases
from bench.options import stored
from bench.search_fill import add_words
from intake import wire
from intake.config import load
from intake.console.access import Viewer
from intake.console.searching.asked import Asked, Filters
from intake.console.searching.finding import Search
from intake.console.searching.reading import Reader, typed
from intake.console.searching.results import results_of
from intake.desk.services import Services

GOAL = 100.0  # milliseconds
WARM_UP = 2
# What is typed, by what it is: the rarities are those of `search_fill.PHRASES`.
TYPED = {
    "a case number": "100500000",
    "last four digits, outright": "tail:4321",
    "four digits that may be three things": "1003",
    "a window": "window:7",
    "a person": "staff:1044",
    "words in every case": "态度恶劣",
    "words in one of 7": "互相推诿",
    "words in one of 97": "材料清单",
    "words in one of 1,009": "孩子落户",
    "words in one of 50,021": "电动轮椅",
    "words in none": "海底捞月",
    "two characters in every case": "态度",
    "two characters in one of 7": "推诿",
    "two characters in one of 97": "清单",
    "two characters in one of 1,009": "落户",
    "two characters in one of 50,021": "轮椅",
    "two characters in none": "鲸鱼",
    "one character, rare": "椅",
    "words that never are together": "互相推诿 材料清单 电动轮椅",
    "two characters twice": "轮椅 通道",
    "words and a window": "推诿 window:8",
    "words and a window that don't meet": "电动轮椅 window:7",
    "a person and words": "staff:1044 清单",
    "words in Latin letters": "passport",
    "another body's number": "GD20261109001",
    "nothing, the latest": "",
}


@click.command("search")
@click.option("--cases", default=1_000_000, show_default=True, help="Complaints on file.")
@click.option("--rounds", default=30, show_default=True, help="How often each is searched for.")
@stored
def main(cases: int, rounds: int, database_url: str, postgresql: bool, folder: Path | None) -> None:
    """Measure searching, results included."""
    with (
        TemporaryDirectory(prefix="hotline-bench-", dir=folder) as place,
        databases(Path(place), database_url, postgresql) as stores,
    ):
        print(report.machine(stores.name, Path(place)) + "\n")
        services = wire(replace(load({"HOTLINE_DATA_DIR": place}), database_url=stores.create()))
        begun = perf_counter()
        filled = fill(services.database, services.sealer, cases)
        add_words(services.database, services.sealer, cases)
        print(f"{cases:,} complaints, {perf_counter() - begun:.0f} s to make; milliseconds of {rounds} each")
        measure(services, filled, rounds)
        services.database.close()


def measure(services: Services, filled: Filled, rounds: int) -> None:
    """Every search, as somebody who sees all, then as a member of staff from whom some is kept."""
    past = (filled.now - timedelta(days=400)).date()
    days = Filters(since=past, until=past + timedelta(days=2))
    for name, viewer in (("sees all", filled.all_seeing), ("a member of staff", filled.concerned)):
        print(f"\n{name}".ljust(46) + "median      p95      max   found")
        for title, text in TYPED.items():
            one(services, viewer, (title, text, Filters()), rounds)
        for title, text in (
            ("days of last year", ""),
            ("the same, two characters", "落户"),
            ("the same, words", "孩子落户"),
        ):
            one(services, viewer, (title, text, days), rounds)


def one(services: Services, viewer: Viewer, search: tuple[str, str, Filters], rounds: int) -> None:
    title, text, filters = search
    found: Sequence[object] = ()

    def look() -> None:
        nonlocal found
        with services.database.read() as connection:
            terms, narrowed = Reader(connection, viewer, services.sealer).read(typed(text).pieces, filters)
            asked = Asked(terms=terms, filters=narrowed)
            page = Search(connection, viewer, services.sealer, ZoneInfo("Asia/Shanghai")).find(asked)
            found = results_of(connection, asked, page.ids)

    times = []
    for _ in range(rounds + WARM_UP):
        begun = perf_counter()
        look()
        times.append((perf_counter() - begun) * 1000)
    times = sorted(times[WARM_UP:])
    late = times[min(len(times) - 1, int(len(times) * 0.95))]
    mark = "" if late < GOAL else f"   over the goal of {GOAL:g}"
    print(f"  {title:38}{median(times):9.2f}{late:9.2f}{times[-1]:9.2f}{len(found):8}{mark}")


if __name__ == "__main__":
    main()
