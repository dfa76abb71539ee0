"""Where a directory comes from: a folder of CSV files, one CSV file, or one workbook; as plain rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from intake.directory.cells import Raw
from intake.directory.columns import TABLES, Table, table_called
from intake.directory.csvfile import read_csv
from intake.directory.faults import Faults
from intake.directory.workbook import read_workbook

SPREADSHEETS = {".xlsx", ".xlsm"}
OLD_SPREADSHEETS = {".xls", ".et", ".ods"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The rows of one table, as they were found. Row 1 is the first; `encoding` is how the text was read."""

    place: str
    table: Table
    rows: list[list[Raw]]
    encoding: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What was found at a path. `content_hash` is SHA-256 over all files read, in hexadecimal digits."""

    name: str
    sheets: tuple[Sheet, ...]
    content_hash: str


def open_source(path: Path, faults: Faults) -> Source:
    """Read all tables at a path, in the order halls, windows, staff, roster. Notes faults, never raises."""
    files: list[tuple[str, bytes]] = []
    for file in files_at(path, faults):
        try:
            files.append((file.name, file.read_bytes()))
        except OSError:
            faults.error(file.name, "unreadable")
    return read_files(path.name or str(path), files, faults)


def read_files(name: str, files: Iterable[tuple[str, bytes]], faults: Faults) -> Source:
    """Read all tables of files, given by name and content, in the order halls, windows, staff, roster."""
    digest = hashlib.sha256()
    sheets: list[Sheet] = []
    for file, data in files:
        digest.update(data)
        sheets += read_file(Path(file), data, faults)
    refuse_doubles(sheets, faults)
    if not sheets and not faults.errors:
        faults.error(name, "nothing_found")
    order = {table.name: place for place, table in enumerate(TABLES)}
    sheets.sort(key=lambda sheet: order[sheet.table.name])
    return Source(name=name, sheets=tuple(sheets), content_hash=digest.hexdigest())


def files_at(path: Path, faults: Faults) -> list[Path]:
    """The files to read: the path itself, or a folder's tables; without any, the folder's only workbook."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        faults.error(path.name or str(path), "no_such_path")
        return []
    files = sorted(
        file for file in path.iterdir() if file.is_file() and not file.name.startswith((".", "~$"))
    )
    tables = [file for file in files if file.suffix.lower() == ".csv" and table_called(file.stem)]
    for file in files:
        if file.suffix.lower() == ".csv" and file not in tables:
            faults.warn(file.name, "unknown_file")
    books = [file for file in files if file.suffix.lower() in SPREADSHEETS]
    if tables or len(books) != 1:
        return tables
    return books


def read_file(file: Path, data: bytes, faults: Faults) -> list[Sheet]:
    """The tables in one file."""
    suffix = file.suffix.lower()
    if suffix in OLD_SPREADSHEETS:
        faults.error(file.name, "old_spreadsheet")
        return []
    if suffix in SPREADSHEETS:
        return workbook_sheets(file.name, data, faults)
    table = table_called(file.stem)
    if table is None:
        faults.error(file.name, "unknown_file")
        return []
    found = read_csv(file.name, data, faults)
    return [Sheet(place=file.name, table=table, rows=found[0], encoding=found[1])] if found else []


def workbook_sheets(name: str, data: bytes, faults: Faults) -> list[Sheet]:
    """The tables in a workbook; sheets of other names are passed over with a warning."""
    sheets = []
    for title, rows in read_workbook(name, data, faults):
        table = table_called(title)
        if table is None:
            faults.warn(title, "unknown_sheet")
        else:
            sheets.append(Sheet(place=title, table=table, rows=rows, encoding="xlsx"))
    return sheets


def refuse_doubles(sheets: Iterable[Sheet], faults: Faults) -> None:
    """Two files or sheets for one table can't both be complete."""
    seen: dict[str, str] = {}
    for sheet in sheets:
        first = seen.setdefault(sheet.table.name, sheet.place)
        if first != sheet.place:
            faults.error(sheet.place, "second_table", other=first)
