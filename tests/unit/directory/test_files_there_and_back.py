"""A directory that is downloaded and uploaded again is the same, whatever people are called."""

from collections.abc import Iterable
from datetime import date

from hypothesis import assume, example, given
from hypothesis import strategies as st

from intake.console.halls.files_page import Lines, whole, workbook
from intake.directory.cells import CellFault, name, staff_no, words_of
from intake.directory.columns import STAFF, TABLES
from intake.directory.faults import Faults
from intake.directory.rows import read_entries
from intake.directory.sheets import read_files
from intake.directory.writing import person_line
from intake.spreadsheet import csv_file
from matching.hall import Staff

HALL = "XH"
signs = st.text("'=+-@\t＝＋－＠\"|!;,", max_size=3)
plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
odd = st.builds(lambda sign, text: sign + text, signs, plain) | plain


@st.composite
def people(draw: st.DrawFn) -> Staff:
    """Somebody as the directory keeps them: what a file's cells are read as."""
    try:
        number, called, bureau = staff_no(draw(odd)), name(draw(odd)), words_of(draw(odd))
        kept = (staff_no(number), name(called), words_of(bureau)) == (number, called, bureau)
    except CellFault:
        kept, number, called, bureau = False, "", "", ""
    assume(kept and number and called)
    return Staff(staff_no=number, name=called, bureau=bureau, active_from=date.min)


def read_again(files: Iterable[tuple[str, bytes]]) -> list[Staff]:
    faults = Faults()
    entries = read_entries(read_files("directory", files, faults), faults)
    assert not faults.errors, faults.errors
    return [entry.value for entry in entries.staff]


@given(st.lists(people(), min_size=1, max_size=4))
@example([Staff(staff_no="=1+1", name="'=陈明", bureau="@x", active_from=date.min)])
@example([Staff(staff_no="-12", name="-", bureau="'", active_from=date.min)])
def test_staff_names_and_numbers_come_back_exactly_as_csv_and_as_a_workbook(staff: list[Staff]) -> None:
    lines: Lines = {table.name: [] for table in TABLES}
    lines[STAFF.name] = [person_line(HALL, one) for one in staff]
    as_csv = csv_file(whole(STAFF, lines, chinese=False))
    assert read_again([("staff.csv", as_csv)]) == staff
    assert read_again([("directory.xlsx", workbook(lines, chinese=True).getvalue())]) == staff
