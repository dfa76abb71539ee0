"""An import holds nobody up while it judges, and is stored on no other version than the one it judged."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, select

from intake.cli.main import main
from intake.database import Database
from intake.directory import importing
from intake.directory.entries import Entries
from intake.directory.importing import import_directory
from intake.directory.judging import TRIES
from intake.directory.model import HallRow, VersionRow
from intake.errors import DirectoryError
from tests.integration.directory.files import LATER, NOW, a_directory, a_duty, a_hall, write

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """`meanwhile(what)`: what happens while an import judges; not while that judges in turn."""
    judge = importing.find_changes
    within: list[bool] = []

    def set_up(what: Callable[[], object]) -> None:
        def judging(connection: Connection, entries: Entries, *given: object) -> object:
            found = judge(connection, entries, *given)  # type: ignore[arg-type]  # handed on as it came
            if not within:
                within.append(True)
                what()
                within.clear()
            return found

        monkeypatch.setattr(importing, "find_changes", judging)

    return set_up


def more(folder: Path, day: str) -> Path:
    """A file with a duty more."""
    return write(folder, {"roster": [a_duty(day, "A05", "1003")]})


def sources(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(VersionRow.source).order_by(VersionRow.version)))


def test_who_writes_while_an_import_judges_is_not_held_up(
    database: Database, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    import_directory(database, write(tmp_path / "first", a_directory()), NOW)
    wrote: list[str] = []

    def write_something() -> None:
        url = database.engine.url.render_as_string(hide_password=False)
        with closing(Database(url)) as other, other.write() as connection:
            wrote.append(connection.execute(select(HallRow.code).with_for_update()).scalar_one())

    meanwhile(write_something)
    import_directory(database, more(tmp_path / "second", "2026-11-05"), LATER)
    assert wrote == ["T"]
    assert sources(database) == ["first", "second"]


def test_an_import_is_judged_anew_where_another_came_between(
    database: Database, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    import_directory(database, write(tmp_path / "first", a_directory()), NOW)
    other = more(tmp_path / "between", "2026-11-05")
    meanwhile(lambda: import_directory(database, other, NOW))
    report = import_directory(database, more(tmp_path / "second", "2026-11-06"), LATER)
    assert [change.version for change in report.changes] == [3]
    assert sources(database) == ["first", "between", "second"]


def test_a_hotline_number_that_another_import_took_meanwhile_is_refused(
    database: Database, tmp_path: Path, meanwhile: Meanwhile
) -> None:
    other = write(tmp_path / "between", {"halls": [a_hall("U")]})
    meanwhile(lambda: import_directory(database, other, NOW))
    with pytest.raises(DirectoryError) as refused:
        import_directory(database, write(tmp_path / "first", a_directory()), NOW)
    assert [fault.key for fault in refused.value.values["faults"]] == ["hotline_taken"]  # type: ignore[attr-defined]
    assert sources(database) == ["between"]


def test_where_others_go_on_changing_the_command_says_so_and_stores_nothing(
    database: Database, tmp_path: Path, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("HOTLINE_DATABASE_URL", url)
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "data"))
    import_directory(database, write(tmp_path / "first", a_directory()), NOW)
    days = iter(range(10, 30))

    def go_on() -> None:
        day = next(days)
        import_directory(database, more(tmp_path / f"other{day}", f"2026-11-{day}"), NOW)

    meanwhile(go_on)
    command = ["directory", "import", str(more(tmp_path / "second", "2026-11-06")), "--language", "en"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "Others went on changing the directory" in done.output
    assert sources(database) == ["first", *(f"other{day}" for day in range(10, 10 + TRIES))]
