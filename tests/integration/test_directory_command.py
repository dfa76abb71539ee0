"""`hotline directory` and `hotline migrate` as an administrator uses them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intake.cli.main import main
from tests.integration.directory.files import a_directory, a_duty, a_person, write


@pytest.fixture(autouse=True)
def a_folder_of_its_own(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOTLINE_DATABASE_URL", database_url)
    monkeypatch.delenv("HOTLINE_LANGUAGE", raising=False)


def hotline(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_an_import_reports_what_was_read_and_what_changes(tmp_path: Path) -> None:
    folder = write(tmp_path / "d", a_directory(), encoding="gb18030")
    dry = hotline("directory", "import", folder, "--dry-run")
    assert dry.exit_code == 0
    assert "试运行：未写入任何内容" in dry.output
    assert "还没有大厅" in hotline("directory", "list").output
    done = hotline("directory", "import", folder, "--language", "en")
    assert "read staff.csv: GB18030, lines: 3" in done.output
    assert "试验大厅 (T): new hall, version 1" in done.output
    assert "roster: 6 new, 0 removed, 0 unchanged; the file covers 2 days, 2 of them differ" in done.output
    assert "the same as before" in hotline("directory", "import", folder, "--language", "en").output
    assert "排班 2026-11-03 至 2026-11-04" in hotline("directory", "list").output


def test_errors_are_named_in_the_users_language_and_end_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = a_directory()
    tables["roster"].append(a_duty(window="77", start="soon"))
    tables["staff"].append(a_person("1001"))
    folder = write(tmp_path / "d", tables)
    chinese = hotline("directory", "import", folder)
    assert chinese.exit_code == 1
    assert "roster.csv，第 8 行，“window”列：没有窗口 77" in chinese.output
    assert "未导入任何内容：共 3 处错误" in chinese.output
    monkeypatch.setenv("HOTLINE_LANGUAGE", "en")
    english = hotline("directory", "import", folder)
    assert "staff.csv, row 5, column staff_no: 1001 is already in row 2" in english.output


def test_the_sample_is_written_and_imports_clean(tmp_path: Path) -> None:
    assert hotline("directory", "sample", tmp_path / "s", "--around", "2026-11-23").exit_code == 0
    report = hotline("directory", "import", tmp_path / "s", "--language", "en")
    assert report.exit_code == 0
    assert "warning" not in report.output


def test_migrate_says_what_it_did_and_check_changes_nothing() -> None:
    assert hotline("migrate", "--check").exit_code == 1
    assert hotline("migrate", "--check").exit_code == 1
    assert "→" in hotline("migrate").output
    assert hotline("migrate", "--check").exit_code == 0
