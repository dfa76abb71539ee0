"""Importing a directory: all or nothing, by version, harmless when repeated."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from intake.database import Database
from intake.directory.halls import Halls
from intake.directory.importing import Report, import_directory
from intake.directory.model import DutyRow, VersionRow
from intake.directory.sample import install_sample
from intake.directory.service import hall_for_number, hall_names, list_halls, load_hall
from intake.errors import DirectoryError
from matching.hall import Duty, Hall
from tests.integration.directory.files import (
    LATER,
    NOW,
    a_directory,
    a_duty,
    a_hall,
    a_person,
    a_window,
    write,
    write_workbook,
)


def hall(database: Database, version: int | None = None, code: str = "T") -> Hall:
    with database.read() as connection:
        found = load_hall(connection, code, version)
    assert found is not None
    return found


def imported(database: Database, path: Path, *, dry_run: bool = False) -> Report:
    return import_directory(database, path, NOW, dry_run=dry_run)


def test_a_folder_of_four_files_becomes_a_hall(database: Database, tmp_path: Path) -> None:
    report = imported(database, write(tmp_path / "d", a_directory()))
    assert [(change.code, change.version, change.rows_added) for change in report.changes] == [("T", 1, 12)]
    found = hall(database)
    assert (found.name, found.timezone, found.hotline) == ("试验大厅", "Asia/Shanghai", "+868722115219")
    assert [window.label for window in found.windows] == ["1", "2", "A05"]
    assert [person.name for person in found.staff] == ["沈佳怡", "徐静", "许静"]
    assert found.duties[0] == Duty(
        on=date(2026, 11, 3), start=time(9), end=time(12), window="1", staff_no="1001"
    )


def test_importing_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", a_directory())
    imported(database, folder)
    before = hall(database)
    report = import_directory(database, folder, LATER)
    assert not any(report.changes)
    assert hall(database) == before
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(VersionRow)) == 1


def test_a_dry_run_reports_the_changes_and_makes_none(database: Database, tmp_path: Path) -> None:
    report = imported(database, write(tmp_path / "d", a_directory()), dry_run=True)
    assert len(report.changes[0].duties_added) == 6
    with database.read() as connection:
        assert list_halls(connection) == ()


def test_a_new_roster_replaces_exactly_the_days_that_it_covers(database: Database, tmp_path: Path) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    new = write(
        tmp_path / "n", {"roster": [a_duty("2026-11-04", "2", "1001"), a_duty("2026-11-05", "1", "1001")]}
    )
    change = imported(database, new).changes[0]
    assert (change.version, change.covered) == (2, 2)
    assert change.days == (date(2026, 11, 4), date(2026, 11, 5))
    days = [(str(duty.on), duty.window, duty.staff_no) for duty in hall(database).duties]
    assert days == [
        ("2026-11-03", "1", "1001"),
        ("2026-11-03", "2", "1002"),
        ("2026-11-03", "A05", "1003"),
        ("2026-11-04", "2", "1001"),
        ("2026-11-05", "1", "1001"),
    ]


def test_a_past_version_is_loaded_exactly_as_it_was(database: Database, tmp_path: Path) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    first = hall(database)
    changed = a_directory() | {"halls": [a_hall(name="新名")], "staff": [a_person("1001", "沈佳宜")]}
    del changed["roster"]
    imported(database, write(tmp_path / "n", changed))
    assert hall(database).name == "新名"
    assert hall(database, version=1) == first
    with database.read() as connection:
        assert load_hall(connection, "T", 3) is None
        assert load_hall(connection, "X") is None


def test_who_left_the_list_is_removed_but_stays_while_the_roster_names_them(
    database: Database, tmp_path: Path
) -> None:
    tables = a_directory()
    tables["staff"].append(a_person("1004", "曾凡"))
    imported(database, write(tmp_path / "d", tables))
    report = imported(
        database, write(tmp_path / "n", {"staff": [a_person("1001"), a_person("1002", "徐静")]})
    )
    assert report.changes[0].staff.removed == ("1004",)
    assert [fault.key for fault in report.warnings] == ["person_ended"]
    kept = hall(database).staff_by_no["1003"]
    assert kept.active_to == date(2026, 11, 4)
    assert not any(imported(database, tmp_path / "n").changes)


def test_a_window_that_left_the_list_stays_while_the_roster_names_it(
    database: Database, tmp_path: Path
) -> None:
    tables = a_directory()
    tables["windows"].append(a_window("9"))
    imported(database, write(tmp_path / "d", tables))
    report = imported(database, write(tmp_path / "n", {"windows": [a_window("1"), a_window("2", "医保")]}))
    assert (report.changes[0].windows.removed, report.changes[0].windows.changed) == (("9",), ("2",))
    assert [window.label for window in hall(database).windows] == ["1", "2", "A05"]


def test_a_file_without_a_hall_column_belongs_to_the_only_hall(database: Database, tmp_path: Path) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    rows = [a_duty("2026-11-05")[1:]]
    folder = write(tmp_path / "n", {"roster": rows}, roster=["日期", "开始", "结束", "窗口", "工号"])
    assert imported(database, folder).changes[0].days == (date(2026, 11, 5),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_files_in_every_encoding_of_offices_become_the_same_hall(
    database: Database, tmp_path: Path, encoding: str
) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    again = imported(database, write(tmp_path / "n", a_directory(), encoding=encoding))
    assert not any(again.changes)
    assert {sheet.encoding for sheet in again.source.sheets} <= {"UTF-8", "GB18030", "UTF-16"}


def test_a_workbook_with_chinese_headings_and_excels_numbers_becomes_the_same_hall(
    database: Database, tmp_path: Path
) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    tables = a_directory()
    roster: list[list[object]] = [
        ["T", date(2026, 11, 3 + position // 3), time(9), 0.5, window, float(str(staff_no))]
        for position, (_, _, _, _, window, staff_no) in enumerate(tables["roster"])
    ]
    book = write_workbook(
        tmp_path / "大厅.xlsx",
        {
            "说明": [["请按此表填写"]],
            "大厅": [["大厅", "名称", "时区", "热线"], *tables["halls"]],
            "窗口": [["大厅", "窗口", "单位", "业务"], *tables["windows"]],
            "人员": [["大厅", "工号", "姓名", "单位", "入职", "离职"], *tables["staff"]],
            "排班": [["2026年11月排班表"], [], ["大厅", "日期", "开始", "结束", "窗口", "工号"], *roster],
        },
    )
    report = imported(database, book)
    assert not any(report.changes)
    assert [fault.key for fault in report.warnings] == ["unknown_sheet"]


def test_an_import_with_a_fault_changes_nothing_at_all(database: Database, tmp_path: Path) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    before = hall(database)
    changed = a_directory() | {"halls": [a_hall(name="新名")], "roster": [a_duty(window="77")]}
    with pytest.raises(DirectoryError):
        imported(database, write(tmp_path / "n", changed))
    assert hall(database) == before


def test_the_dialled_number_names_the_hall_and_a_single_hall_serves_any(
    database: Database, tmp_path: Path
) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    with database.read() as connection:
        assert hall_for_number(connection, "+8657100000009") == "T"
    imported(database, write(tmp_path / "n", {"halls": [a_hall("U", "第二大厅", "+868722115220")]}))
    with database.read() as connection:
        assert hall_for_number(connection, "+868722115219") == "T"
        assert hall_for_number(connection, "0872 2115220") == "U"
        assert hall_for_number(connection, "+8657100000009") is None
        assert hall_names(connection) == {"T": "试验大厅", "U": "第二大厅"}


def test_kept_halls_are_built_once_and_follow_an_import_by_its_version(
    database: Database, tmp_path: Path
) -> None:
    imported(database, write(tmp_path / "d", a_directory()))
    halls = Halls(database)
    assert halls.warm() == 1
    with database.read() as connection:
        first = halls.get(connection, "T", 1)
        assert halls.get(connection, "T") is first
    for number in (5, 6, 7):
        imported(database, write(tmp_path / "n", {"roster": [a_duty(f"2026-11-0{number}")]}))
    with database.read() as connection:
        newest = halls.get(connection, "T", 4)
        assert newest is not None
        assert len(newest.duties) == 9
        assert halls.get(connection, "T", 1) == first
        assert halls.get(connection, "T", 9) is None
        assert halls.get(connection, "nowhere") is None


def test_the_sample_imports_clean_and_the_next_day_moves_its_roster(database: Database) -> None:
    report = install_sample(database, NOW)
    assert report.warnings == ()
    assert not any(install_sample(database, NOW).changes)
    install_sample(database, LATER)
    found = hall(database, code="XH")
    assert (len(found.windows), len(found.staff)) == (30, 45)


def test_a_long_roster_is_imported_whole(database: Database, tmp_path: Path) -> None:
    tables = a_directory()
    tables["staff"] = [a_person(str(number)) for number in range(1001, 1501)]
    tables["windows"] = [a_window(str(number)) for number in range(1, 501)]
    tables["roster"] = [
        a_duty(f"2026-11-{day:02}", str(number), str(1000 + number))
        for day in range(2, 27)
        for number in range(1, 501)
    ]
    imported(database, write(tmp_path / "d", tables))
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(DutyRow)) == 12_500
