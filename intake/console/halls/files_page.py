"""The directory as files: what it holds, to be edited and uploaded again, and empty ones to begin with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date

from flask import Blueprint, abort, request, send_file
from flask.typing import ResponseReturnValue
from openpyxl import Workbook

from intake.console.access import current_viewer, needs
from intake.console.halls.acting import directing_in
from intake.console.halls.by_hand import day_of
from intake.console.halls.deeds import Deed
from intake.console.halls.scope import administered
from intake.console.layout import spoken
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.columns import TABLES, Table
from intake.directory.planning import Known
from intake.directory.store import known_halls
from intake.directory.writing import Line, heads, heads_in_chinese, lines_of
from intake.spreadsheet import csv_file, text_cell
from intake.words import CHINESE

WORKBOOK = "workbook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Lines = dict[str, list[Line]]


def mount(managing: Blueprint, services: Services) -> None:
    """Downloads."""

    @managing.get("/directory/files/<name>")
    @needs(Right.ADMINISTER)
    def directory_files(name: str) -> ResponseReturnValue:
        known = wanted(name)
        first = day_of(request.args.get("from", "")) or date.min
        with services.database.read() as connection:
            halls = [one.code for one in administered(connection, current_viewer())]
            found = known_halls(connection, halls, (first, date.max))
        with services.database.write() as connection:
            told = f"{' '.join(sorted(halls))}: {name}"
            directing_in(services, connection).note(Deed.TAKEN_OUT, told)
        lines = all_lines(found.values())
        return sent(known, lines, chinese=False)

    @managing.get("/directory/templates/<name>")
    @needs(Right.ADMINISTER)
    def directory_templates(name: str) -> ResponseReturnValue:
        return sent(wanted(name), {}, chinese=spoken(services).language == CHINESE)


def wanted(name: str) -> Table | None:
    """The table of a download; None for all in one workbook. Ends the request with 404 for others."""
    if name == WORKBOOK:
        return None
    return next((table for table in TABLES if table.name == name), None) or abort(404)


def all_lines(halls: Iterable[Known]) -> Lines:
    """The lines of some halls by table."""
    found: Lines = {table.name: [] for table in TABLES}
    for known in halls:
        for table, lines in lines_of(known.code, known.data, known.contents):
            found[table.name] += lines
    return found


def sent(table: Table | None, lines: Lines, *, chinese: bool) -> ResponseReturnValue:
    """A workbook of all tables, or one table as CSV."""
    if table is None:
        return send_file(
            workbook(lines, chinese=chinese), XLSX, as_attachment=True, download_name="hall-directory.xlsx"
        )
    data = io.BytesIO(csv_file(whole(table, lines, chinese=chinese)))
    return send_file(data, "text/csv", as_attachment=True, download_name=f"{table.name}.csv")


def titles(table: Table, *, chinese: bool) -> Line:
    return heads_in_chinese(table) if chinese else heads(table)


def workbook(lines: Lines, *, chinese: bool) -> io.BytesIO:
    """A sheet for each table. Every cell is a text, so that no spreadsheet makes `0012` a number."""
    book, out = Workbook(write_only=True), io.BytesIO()
    for table in TABLES:
        sheet = book.create_sheet(table.called[0] if chinese else table.name)
        sheet.freeze_panes = "A2"
        for line in whole(table, lines, chinese=chinese):
            sheet.append([text_cell(sheet, value) for value in line])
    book.save(out)
    out.seek(0)
    return out


def whole(table: Table, lines: Lines, *, chinese: bool) -> Iterator[Line]:
    yield titles(table, chinese=chinese)
    yield from lines.get(table.name, ())
