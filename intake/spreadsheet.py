"""Tables for spreadsheets: no text that a person wrote is taken for a formula, and none comes back changed.

In CSV nothing but the text tells what a cell is, so a text that a spreadsheet would reckon with gets a mark
in front (OWASP, CSV injection). The mark is one-to-one: `unmarked` gives back exactly what was marked.
In a workbook a cell has a type, and what looks like a formula stays a text without a mark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any, TextIO

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

MARK = "'"
# Full-width forms are taken for formulas too. A text that looks as if it were marked is marked once more.
AS_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
BYTE_ORDER = "\ufeff"  # without it Excel takes a CSV file for another encoding


def marked(text: str) -> str:
    """The text as it may stand in CSV."""
    return MARK + text if AS_FORMULA.match(text) else text


def unmarked(text: str) -> str:
    """A text of a file without the mark that `marked` gave it."""
    return text[1:] if text.startswith(MARK) and AS_FORMULA.match(text, 1) else text


def write_lines(lines: Iterable[Iterable[str]], out: TextIO) -> None:
    """CSV (RFC 4180), every cell quoted."""
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for line in lines:
        writer.writerow([marked(text) for text in line])


def csv_file(lines: Iterable[Iterable[str]]) -> bytes:
    """CSV as a file that spreadsheets open by themselves."""
    out = io.StringIO(newline="")
    write_lines(lines, out)
    return (BYTE_ORDER + out.getvalue()).encode()


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that is a text and stays one when somebody edits it; without the control characters that a
    workbook can't hold.

    What looks as if it were marked is marked here too: a CSV file that somebody saved as a workbook has its
    marks in the cells, and readers take them off.
    """
    told = marked(text) if text.startswith(MARK) else text
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", told))
    cell.data_type = "s"
    if AS_FORMULA.match(text):
        cell.quotePrefix = True  # what Excel itself sets for a text that was typed with an apostrophe
    return cell
