"""Working days are told by the year's table, never by guess."""

from datetime import date
from pathlib import Path

import pytest

from intake.directory.calendar import load_calendar
from intake.errors import CalendarError


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-01-26", True),  # Sunday before the Spring Festival
        ("2025-01-28", False),
        ("2025-02-08", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-06-19", False),
        ("2026-09-20", True),
        ("2026-09-25", False),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-11-20", True),  # an ordinary Friday
        ("2026-11-21", False),  # an ordinary Saturday
    ],
)
def test_holidays_and_make_up_days_are_as_the_state_council_announced(day: str, working: bool) -> None:
    assert load_calendar().is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2027, 1, 1), date(2027, 1, 4)])
def test_a_year_without_a_table_is_unknown_and_never_guessed(day: date) -> None:
    calendar = load_calendar()
    assert not calendar.covers(day)
    with pytest.raises(CalendarError):
        calendar.is_working_day(day)


def test_coverage_is_explicit() -> None:
    assert load_calendar().coverage() == (date(2025, 1, 1), date(2026, 12, 31))


def test_the_next_working_day_skips_a_long_holiday_and_ends_with_the_tables() -> None:
    calendar = load_calendar()
    assert calendar.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
    with pytest.raises(CalendarError):
        calendar.next_working_day(date(2026, 12, 31))


def test_a_file_in_the_data_folder_adds_a_year_or_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "2027.csv").write_text("date,day,name\n2027-01-01,holiday,元旦\n", encoding="utf-8")
    (tmp_path / "2026.csv").write_text("date,day,name\n2026-05-01,holiday,三月街\n", encoding="utf-8")
    calendar = load_calendar([tmp_path, tmp_path / "missing"])
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 4))
    assert calendar.is_working_day(date(2026, 10, 1))
    assert calendar.names[date(2026, 5, 1)] == "三月街"


@pytest.mark.parametrize("line", ["2028-01-01,holiday,x", "2027-01-01,maybe,x", "soon,holiday,x"])
def test_a_table_with_a_wrong_line_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "2027.csv").write_text(f"date,day,name\n{line}\n", encoding="utf-8")
    with pytest.raises(CalendarError):
        load_calendar([tmp_path])
