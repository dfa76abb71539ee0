"""The handling limit counts working days; the order of the queue follows from it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from intake.cases.urgency import handling_limit, urgency
from intake.directory.calendar import load_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar()


def limit(day: str, days: int = 5) -> str:
    at = datetime.fromisoformat(f"{day}:00").replace(tzinfo=SHANGHAI)
    found = handling_limit(at, SHANGHAI, CALENDAR, days)
    return found.strftime("%m-%d %H:%M") if found else ""


def test_the_limit_is_the_end_of_the_fifth_working_day_after() -> None:
    assert limit("2026-11-09T12:00") == "11-17 00:00"
    assert limit("2026-11-13T23:59") == "11-21 00:00"
    assert limit("2026-11-14T00:01") == "11-21 00:00"  # a Saturday


def test_holidays_and_make_up_working_days_count_as_announced() -> None:
    assert limit("2026-09-29T12:00") == "10-13 00:00"  # a week off, then a Saturday on


def test_where_the_calendar_ends_no_limit_is_made_up() -> None:
    assert limit("2026-12-29T12:00") == ""


def test_danger_goes_before_everything_and_a_repeat_two_days_ahead() -> None:
    at = datetime(2026, 11, 9, 4, tzinfo=UTC)
    due = at + timedelta(days=7)
    assert urgency(at, due, []) == urgency(at, None, []) == due
    assert urgency(at, due, ["repeat"]) == due - timedelta(days=2)
    assert urgency(at, due, ["burst_number"]) == due
    decades_later = at + timedelta(days=20000)
    assert urgency(decades_later, None, ["safety"]) < urgency(at, due, ["repeat"])
