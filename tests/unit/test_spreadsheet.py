"""What people wrote goes into a spreadsheet as text, and comes back exactly as it was."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from intake.directory.csvfile import read_csv
from intake.directory.faults import Faults
from intake.directory.workbook import read_workbook
from intake.spreadsheet import csv_file, marked, text_cell, unmarked

SIGNS = "=+-@\t\r\n＝＋－＠"
like_formulas = st.builds(
    "".join,
    st.tuples(
        st.text("'", max_size=3),
        st.text("".join((SIGNS, "'")), max_size=2),
        st.text("1A!,;\"'| 陈", max_size=6),
    ),
)
ODD = ["=1+1", "'=1+1", "''=1+1", "'", "''", "'x", "=cmd|'/C calc'!A0", "a;=1", "a,=1", '"=1', "-", ""]


@given(like_formulas | st.text(max_size=20))
@example("'=1")
@example("''+1")
def test_a_mark_is_taken_off_exactly(text: str) -> None:
    assert unmarked(marked(text)) == text
    assert not marked(text).startswith(tuple(SIGNS))


@pytest.mark.parametrize("text", ["陈明", "1001", "'x", "it's", " =1", "2026-11-03", ""])
def test_a_text_that_is_no_formula_is_left_as_it_is(text: str) -> None:
    assert marked(text) == text
    assert unmarked(text) == text


@given(st.lists(like_formulas, min_size=1, max_size=4))
@example(ODD)
def test_what_our_csv_files_hold_is_read_by_the_directory_as_it_was(texts: list[str]) -> None:
    faults = Faults()
    read = read_csv("staff.csv", csv_file([["hall", "staff_no", "name"], texts]), faults)
    assert read is not None, faults.errors
    rows, _ = read
    assert rows[1] == texts


def test_no_cell_begins_like_a_formula_and_every_cell_is_quoted() -> None:
    text = csv_file([["a,=1", *ODD]]).decode("utf-8-sig")
    (line,) = csv.reader(io.StringIO(text, newline=""))
    assert not [cell for cell in line if cell.startswith(tuple(SIGNS))]
    assert text.startswith('"a,=1","')


def book_of(texts: list[str]) -> bytes:
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("staff")
    sheet.append([text_cell(sheet, text) for text in texts])
    book.save(out)
    return out.getvalue()


@given(st.lists(like_formulas.filter(lambda text: "\r" not in text), min_size=1, max_size=4))
@example(ODD)
@example(["#N/A", "#REF!", "=1", "'=1"])
def test_what_our_workbooks_hold_is_a_text_and_read_as_it_was(texts: list[str]) -> None:
    data = book_of(texts)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(tuple(SIGNS)))
    ((_, rows),) = read_workbook("staff.xlsx", data, Faults()) or [("", [])]
    found = ["" if value is None else value for row in rows for value in row]
    assert found == (texts if any(texts) else [])


def test_a_csv_file_that_was_saved_as_a_workbook_has_its_marks_taken_off() -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append([marked("+8675712345678"), marked("-陈")])
    book.save(out)
    ((_, rows),) = read_workbook("halls.xlsx", out.getvalue(), Faults())
    assert rows == [["+8675712345678", "-陈"]]
