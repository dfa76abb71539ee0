"""No cell of an export is ever taken for a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from intake.cases.export import COLUMNS, write_csv, write_xlsx
from intake.spreadsheet import marked, unmarked

PAYLOADS = [
    "=1+1",
    "+8613800138000",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋86",
    "－1",
    "＠x",
    "=cmd|'/C calc'!A0",
]


def row(statement: str) -> dict[str, object]:
    return dict.fromkeys(COLUMNS) | {"statement": statement, "flags": ["=x"]}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_that_begins_like_a_formula_is_marked_as_text(payload: str) -> None:
    assert marked(payload) == f"'{payload}"


@given(st.text(max_size=60))
def test_a_csv_cell_reads_back_as_it_was_and_begins_with_no_formula_sign(text: str) -> None:
    out = io.StringIO(newline="")
    write_csv([row(text)], out)
    (read,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert unmarked(read["statement"]) == text
    assert not read["statement"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_workbook_holds_every_cell_as_a_text() -> None:
    out = io.BytesIO()
    write_xlsx([row(payload) for payload in [*PAYLOADS, "\x00\x0bodd"]], out)
    sheet = load_workbook(out).active
    assert sheet is not None
    kinds = {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line if cell.value}
    assert kinds == {"s"}
    told = [line[COLUMNS.index("statement")] for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert told == [*(payload.replace("\r", "\n") for payload in PAYLOADS), "odd"]
