"""Every fault is named by file, row, column and reason, all at once, in the user's language."""

from pathlib import Path

import pytest

from intake.database import Database
from intake.directory.faults import Fault
from intake.directory.importing import import_directory
from intake.errors import DirectoryError
from intake.words import words
from tests.integration.directory.files import (
    HEADINGS,
    NOW,
    Rows,
    a_directory,
    a_duty,
    a_hall,
    a_person,
    a_window,
    write,
    write_workbook,
)

Place = tuple[str, int | None, str | None, str]


def faults_of(database: Database, path: Path) -> tuple[Fault, ...]:
    with pytest.raises(DirectoryError) as refusal:
        import_directory(database, path, NOW)
    found: tuple[Fault, ...] = refusal.value.values["faults"]  # type: ignore[assignment]
    return found


def places(faults: tuple[Fault, ...]) -> list[Place]:
    return [(fault.place, fault.row, fault.column, fault.key) for fault in faults]


WRONG: list[tuple[dict[str, Rows], Place]] = [
    ({"staff": [a_person("1001"), a_person("1001")]}, ("staff.csv", 3, "staff_no", "duplicate")),
    ({"windows": [a_window("1"), a_window("１号窗口")]}, ("windows.csv", 3, "window", "duplicate")),
    ({"halls": [a_hall(), a_hall()]}, ("halls.csv", 3, "hall", "duplicate")),
    ({"halls": [a_hall(), a_hall("U")]}, ("halls.csv", 3, "hotline", "hotline_taken")),
    ({"halls": [a_hall(hotline="12")]}, ("halls.csv", 2, "hotline", "bad_phone")),
    ({"halls": [["T", "x", "Asia/Dali", ""]]}, ("halls.csv", 2, "timezone", "bad_zone")),
    ({"roster": [a_duty(hall="U")]}, ("roster.csv", 2, "hall", "unknown_hall")),
    ({"roster": [a_duty(window="77")]}, ("roster.csv", 2, "window", "unknown_window")),
    ({"roster": [a_duty(window="A50")]}, ("roster.csv", 2, "window", "unknown_window_meant")),
    ({"roster": [a_duty(staff_no="77")]}, ("roster.csv", 2, "staff_no", "unknown_person")),
    ({"roster": [a_duty(end="9:00")]}, ("roster.csv", 2, "end", "end_before_start")),
    ({"roster": [a_duty("2026-11-31")]}, ("roster.csv", 2, "date", "no_such_day")),
    ({"roster": [a_duty("明天")]}, ("roster.csv", 2, "date", "bad_day")),
    ({"roster": [a_duty(start="早上")]}, ("roster.csv", 2, "start", "bad_time")),
    ({"roster": [a_duty("2019-12-31")]}, ("roster.csv", 2, "date", "out_of_service")),
    ({"roster": [[*a_duty(), "x"]]}, ("roster.csv", 2, None, "stray_cell")),
    (
        {"roster": [a_duty(), a_duty(start="11:59", end="13:00", window="2")]},
        ("roster.csv", 3, "start", "overlap"),
    ),
    ({"staff": [a_person("", "无号")]}, ("staff.csv", 2, "staff_no", "empty")),
    ({"staff": [a_person("1001", "\u200b")]}, ("staff.csv", 2, "name", "empty")),
    (
        {"staff": [a_person("1001", last="2019-01-01")]},
        ("staff.csv", 2, "active_to", "service_ends_before_start"),
    ),
    ({"staff": [a_person("1.001E+03")]}, ("staff.csv", 2, "staff_no", "scientific")),
]


@pytest.mark.parametrize(("tables", "place"), WRONG, ids=[place[3] + place[0] for _, place in WRONG])
def test_each_fault_is_named_by_file_row_column_and_reason(
    database: Database, tmp_path: Path, tables: dict[str, Rows], place: Place
) -> None:
    import_directory(database, write(tmp_path / "d", a_directory()), NOW)
    assert place in places(faults_of(database, write(tmp_path / "n", tables)))


def test_all_faults_of_all_files_come_at_once(database: Database, tmp_path: Path) -> None:
    tables = a_directory()
    tables["windows"].append(a_window(""))
    tables["staff"].append(a_person("1001"))
    tables["roster"] += [a_duty("soon", window="77"), a_duty("2026-11-05", staff_no="8", end="8:00")]
    found = places(faults_of(database, write(tmp_path / "d", tables)))
    assert found == [
        ("roster.csv", 8, "date", "bad_day"),
        ("roster.csv", 8, "window", "unknown_window"),
        ("roster.csv", 9, "end", "end_before_start"),
        ("roster.csv", 9, "staff_no", "unknown_person"),
        ("staff.csv", 5, "staff_no", "duplicate"),
        ("windows.csv", 5, "window", "empty"),
    ]


def test_one_fault_is_not_reported_again_wherever_it_is_referred_to(
    database: Database, tmp_path: Path
) -> None:
    tables = a_directory()
    tables["staff"][0] = a_person("1001", last="soon")
    found = places(faults_of(database, write(tmp_path / "d", tables)))
    assert found == [("staff.csv", 2, "active_to", "bad_day")]


def test_an_unknown_column_is_named_with_the_one_that_was_meant(database: Database, tmp_path: Path) -> None:
    headings = ["hall", "staff_nr", "name", "bureau", "active_from", "active_to"]
    faults = faults_of(database, write(tmp_path / "d", a_directory(), staff=headings))
    assert [fault.say(words("en")) for fault in faults] == [
        "staff.csv, row 1, column staff_nr: there is no such column; was staff_no meant?",
        "staff.csv, row 1: the column staff_no (工号) is missing",
    ]
    assert (
        faults[0].say(words("zh")) == "staff.csv，第 1 行，“staff_nr”列：没有这样的列，是否应为“staff_no”？"
    )


def test_a_fault_in_a_workbook_is_named_by_sheet_and_heading_as_written(
    database: Database, tmp_path: Path
) -> None:
    tables = a_directory()
    sheets = {title: [HEADINGS[title], *rows] for title, rows in tables.items() if title != "roster"}
    roster = [["值班表"], ["日期", "开始", "结束", "窗口", "工号"], a_duty(window="8")[1:]]
    book = write_workbook(tmp_path / "t.xlsx", {**sheets, "排班表": roster})  # type: ignore[dict-item]
    assert places(faults_of(database, book)) == [("排班表", 3, "窗口", "unknown_window")]


def test_two_people_at_one_window_are_allowed_with_a_warning(database: Database, tmp_path: Path) -> None:
    tables = a_directory()
    tables["roster"] = [a_duty(), a_duty(staff_no="1002"), a_duty()]
    report = import_directory(database, write(tmp_path / "d", tables), NOW)
    assert [fault.key for fault in report.warnings] == ["shared_window", "repeated_line"]


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("staff.csv", "工号,姓名".encode("utf-16-le"), "wrong_encoding"),
        ("staff.xls", b"x", "old_spreadsheet"),
        ("hall.xlsx", b"no workbook", "no_workbook"),
        ("hall.xlsx", b"PK\x05\x06" + b"\0" * 18, "no_workbook"),
        ("people.csv", b"a,b", "unknown_file"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(
    database: Database, tmp_path: Path, name: str, data: bytes, key: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert [fault.key for fault in faults_of(database, tmp_path / name)] == [key]


def test_a_path_without_anything_is_refused(database: Database, tmp_path: Path) -> None:
    assert [fault.key for fault in faults_of(database, tmp_path)] == ["nothing_found"]
    assert [fault.key for fault in faults_of(database, tmp_path / "x")] == ["no_such_path"]
