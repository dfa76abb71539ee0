"""The heading line of a sheet: which column is where, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.directory.cells import CellFault, Raw, words_of
from intake.directory.columns import IGNORED, Column, Table, headings, near_miss, plain
from intake.directory.faults import Faults
from intake.directory.sheets import Sheet

TITLE_LINES = 10  # bureaus like to put a title above the table


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """Where the columns of a sheet are. `index` counts from 0; `written` has headings as written."""

    index: int
    columns: tuple[tuple[int, Column], ...]
    written: Mapping[str, str]
    passed_over: frozenset[int]


def find_heading(sheet: Sheet, faults: Faults) -> Heading | None:
    """The heading line; None, with the faults noted, where the table can't be read by it."""
    index = heading_index(sheet)
    if index is None:
        faults.warn(sheet.place, "empty_table")
        return None
    known = headings(sheet.table)
    columns: dict[int, Column] = {}
    written: dict[str, str] = {}
    passed_over: set[int] = set()
    failed = False
    for position, raw in enumerate(sheet.rows[index]):
        title = text(raw)
        column = known.get(plain(title))
        if not title or plain(title) in IGNORED:
            passed_over |= {position} if title else set()
        elif column is None:
            refuse_unknown(sheet, index, title, faults)
            passed_over.add(position)
        elif column.name in written:
            faults.error(sheet.place, "column_twice", row=index + 1, column=title, other=written[column.name])
            failed = True
        else:
            columns[position], written[column.name] = column, title
    missing = missing_columns(sheet.table, written)
    for column in missing:
        called = column.called[0]
        faults.error(sheet.place, "missing_column", row=index + 1, name=column.name, called=called)
    if missing or failed:
        return None
    return Heading(
        index=index, columns=tuple(columns.items()), written=written, passed_over=frozenset(passed_over)
    )


def heading_index(sheet: Sheet) -> int | None:
    """The first line with at least two headings of the table, else the first written line; None for none."""
    known = headings(sheet.table)
    for index, row in enumerate(sheet.rows[:TITLE_LINES]):
        if sum(plain(text(raw)) in known for raw in row) > 1:
            return index
    return next((index for index, row in enumerate(sheet.rows) if any(map(text, row))), None)


def missing_columns(table: Table, written: Mapping[str, str]) -> list[Column]:
    """The columns that the table can't do without and the sheet lacks."""
    return [column for column in table.columns if column.required and column.name not in written]


def refuse_unknown(sheet: Sheet, index: int, title: str, faults: Faults) -> None:
    """Note a column that we don't know, with the one that was probably meant."""
    meant = near_miss(sheet.table, title)
    if meant:
        faults.error(sheet.place, "unknown_column_meant", row=index + 1, column=title, meant=meant)
    else:
        known = ", ".join(column.name for column in sheet.table.columns)
        faults.error(sheet.place, "unknown_column", row=index + 1, column=title, known=known)


def text(raw: Raw) -> str:
    """A heading cell's text; empty for what is none."""
    try:
        return words_of(raw)
    except CellFault:
        return ""
