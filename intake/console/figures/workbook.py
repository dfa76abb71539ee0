"""A report as a workbook: every cell a text, no contact data, nothing that the page doesn't show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from openpyxl import Workbook

from intake.cases.export import cell_text
from intake.console.figures.counting import Amount
from intake.console.figures.measures import Measures
from intake.console.figures.rates import rates
from intake.console.figures.reports import FEWEST, Report, Row
from intake.console.shown import Shown
from intake.spreadsheet import text_cell

COLUMNS = (
    *("complaints", "ratings", "pinned", "rate_pinned"),
    *("resolved", "founded", "satisfaction", "unreachable"),
)
Line = tuple[object, ...]


def write_report(report: Report, shown: Shown, out: BinaryIO) -> None:
    """A sheet for each table of the page, in the page's language."""
    words, book = shown.words, Workbook(write_only=True)
    for name, lines in sheets(report, shown):
        sheet = book.create_sheet(words(f"console.reports.sheet_{name}"))
        for line in lines:
            sheet.append([text_cell(sheet, cell_text(value)) for value in line])
    book.save(out)


def sheets(report: Report, shown: Shown) -> Iterator[tuple[str, Iterable[Line]]]:
    """The sheets by name, with their lines, the heads first."""
    words = shown.words
    heads = tuple(words(f"console.reports.{name}") for name in COLUMNS)
    span = (words("console.reports.span"), f"{report.span.first} – {report.span.last}")
    told = [
        (
            words(f"console.reports.rate_{one.name}"),
            shown.share(one.share, 1),
            one.part,
            one.whole,
            words(f"console.reports.meant_{one.name}"),
        )
        for one in rates(report)
    ]
    rate_heads = tuple(
        words(f"console.reports.{name}") for name in ("rate", "share", "part", "whole", "meaning")
    )
    yield "rates", [span, rate_heads, *told]
    day = words("console.reports.week_of" if report.is_by_week else "console.reports.day")
    yield "times", [(day, *heads), *((at, *cells(one, shown)) for at, one in report.times)]
    for name, rows in (("halls", report.halls), ("services", report.services), ("windows", report.windows)):
        yield name, [named(name, shown, heads), *(line(one, shown, name) for one in rows)]
    if report.persons is not None:
        person_heads = tuple(
            words(f"console.reports.{name}") for name in ("hall", "staff_no", "name", "exact")
        )
        people = [
            (one.hall, one.staff_no, one.name, few(one.amount, is_few=one.is_few)) for one in report.persons
        ]
        yield "persons", [person_heads, *people]


def named(name: str, shown: Shown, heads: Line) -> Line:
    own = shown.words(f"console.reports.head_{name}")
    return (own, *heads) if name == "halls" else (shown.words("console.reports.hall"), own, *heads)


def line(row: Row, shown: Shown, name: str) -> Line:
    own = row.name or shown.words("console.reports.no_hall")
    return (
        (own, *cells(row.measures, shown))
        if name == "halls"
        else (row.hall, own, *cells(row.measures, shown))
    )


def cells(one: Measures, shown: Shown) -> Line:
    """In the order of COLUMNS."""
    rated, reached = shown.share(one.satisfaction), shown.share(one.unreachable_rate)
    counts = (one.complaints, one.ratings, one.pinned, shown.share(one.pin_rate), one.resolved, one.founded)
    return (*counts, rated, reached)


def few(amount: Amount, *, is_few: bool) -> str:
    """`<5` for what is not told."""
    return f"<{FEWEST}" if is_few else str(amount.count)
