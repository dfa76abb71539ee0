"""Whatever a file holds, an import ends with a report or with faults that can be said; never with a crash."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake.database import Database
from intake.directory.columns import TABLES
from intake.directory.importing import import_directory
from intake.errors import DirectoryError
from intake.words import LANGUAGES, words
from tests.integration.directory.files import NOW, write_workbook

HEADINGS = [word for table in TABLES for column in table.columns for word in (column.name, column.called[0])]
plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
written = plain | st.sampled_from(
    ["", "T", "1", "1001", "A05", "2026-11-03", "9:00", "12:00", "{x}", "%s", "1e400"]
)
kept = (
    written
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.datetimes(min_value=datetime(1900, 3, 1))  # noqa: DTZ001 - as a spreadsheet gives it
)
headings = st.lists(st.sampled_from(HEADINGS) | plain, max_size=8)
names = st.sampled_from([table.name for table in TABLES])
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def attempt(database: Database, path: Path) -> None:
    """Import; say every fault and warning in every language."""
    try:
        found = import_directory(database, path, NOW.astimezone(UTC), dry_run=True).warnings
    except DirectoryError as error:
        found = error.values["faults"], error.values["warnings"]  # type: ignore[assignment]
        found = (*found[0], *found[1])  # type: ignore[misc]
    assert all(fault.say(words(language)) for fault in found for language in LANGUAGES)


@CALM
@given(name=names, data=st.binary(max_size=300))
@example(name="staff", data=b"\xff\xfe\x00")
@example(name="staff", data=b'"')
def test_any_bytes(database: Database, name: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        for suffix in (".csv", ".xlsx"):
            path = Path(folder) / (name + suffix)
            path.write_bytes(data)
            attempt(database, path)


@CALM
@given(name=names, heading=headings, rows=st.lists(st.lists(written, max_size=8), max_size=5))
def test_any_cells_of_text(database: Database, name: str, heading: list[str], rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        lines = [",".join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in [heading, *rows]]
        path.write_text("\n".join(lines), encoding="utf-8")
        attempt(database, path)


@CALM
@given(name=names, cells=st.lists(st.lists(kept, min_size=7, max_size=7), max_size=4))
def test_any_cells_of_a_workbook(database: Database, name: str, cells: list[list[object]]) -> None:
    table = next(table for table in TABLES if table.name == name)
    sheets: dict[str, list[list[object]]] = {name: [[column.name for column in table.columns], *cells]}
    if name != "halls":
        sheets["halls"] = [["hall", "name"], ["T", "大厅"]]
    with TemporaryDirectory() as folder:
        attempt(database, write_workbook(Path(folder) / "t.xlsx", sheets))
