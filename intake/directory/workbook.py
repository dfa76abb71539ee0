"""Workbooks (`.xlsx`) as plain rows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from intake.directory.cells import Raw
from intake.directory.faults import Faults
from intake.spreadsheet import unmarked

PADDED = re.compile(r"0+")
# A workbook that unpacks to more than this is no directory, and could fill the memory.
UNPACKED_LIMIT = 1_000_000_000
BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, OSError)


def read_workbook(name: str, data: bytes, faults: Faults) -> list[tuple[str, list[list[Raw]]]]:
    """The visible sheets of a workbook: title and rows. Notes a fault where it is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
                faults.error(name, "too_large")
                return []
        return visible_sheets(data)
    except BROKEN:
        faults.error(name, "no_workbook")
        return []


def visible_sheets(data: bytes) -> list[tuple[str, list[list[Raw]]]]:
    """Title and rows of each sheet that people see. Raises one of BROKEN."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found = [
        (sheet.title, trimmed([[plain(cell) for cell in row] for row in sheet.iter_rows()]))
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]
    book.close()
    return found


def plain(cell: Any) -> Raw:
    """A cell's value; a number that is shown with leading zeros (`0012`) keeps them."""
    value: Raw = cell.value
    if isinstance(value, str):
        return unmarked(value)
    if isinstance(value, int) and not isinstance(value, bool) and PADDED.fullmatch(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    return value


def trimmed(rows: list[list[Raw]]) -> list[list[Raw]]:
    """Rows without the empty ones at the end, which spreadsheets keep by the thousand."""
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows
