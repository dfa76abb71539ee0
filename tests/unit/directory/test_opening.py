"""Opening hours: how people write them, how we do, and what they mean on a day."""

from datetime import date, time

import pytest

from intake.directory.calendar import load_calendar
from intake.directory.cells import CellFault
from intake.directory.opening import parsed, read_opening

MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(17))
CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("周一至周五 9:00-12:00 13:00-17:00", "mon-fri 09:00-12:00 13:00-17:00"),
        ("周一至周五：9:00－12:00，13:00－17:00。", "mon-fri 09:00-12:00 13:00-17:00"),
        ("工作日9点-17点30分；2026-02-17 休息", "mon-fri 09:00-17:30; 2026-02-17 closed"),
        ("周一、周三 9:00至12:00", "mon 09:00-12:00; wed 09:00-12:00"),
        ("sat-mon 9:00-12:00", "mon 09:00-12:00; sat-sun 09:00-12:00"),
        ("daily 9:00-12:00\nmakeup closed", "mon-sun 09:00-12:00; makeup closed"),
        ("节假日 10:00-11:00", "holiday 10:00-11:00"),
        ("", ""),
        (None, ""),
    ],
)
def test_hours_are_read_as_people_write_them_and_written_in_one_way(typed: str | None, kept: str) -> None:
    assert read_opening(typed) == kept
    assert read_opening(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "mon",
        "某天 9:00-10:00",
        "mon 12:00-9:00",
        "mon 9:00-11:00 10:00-12:00",
        "mon 8:00-9:00 10:00-11:00 12:00-13:00",
        "mon 25:00-26:00",
        "2026-02-30 休息",
        "mon-foo 9:00-10:00",
        "x" * 5_000,
    ],
)
def test_hours_that_can_not_be_are_refused(typed: str) -> None:
    with pytest.raises(CellFault):
        read_opening(typed)


def test_holidays_are_closed_and_make_up_days_are_as_weekdays_unless_stated() -> None:
    plain = parsed("mon-fri 9:00-12:00 13:00-17:00")
    assert plain.on(date(2026, 11, 9), CALENDAR) == (MORNING, AFTERNOON)
    assert plain.on(date(2026, 11, 14), CALENDAR) == ()
    assert plain.on(date(2026, 10, 1), CALENDAR) == (), "a public holiday on a Thursday"
    assert plain.on(date(2026, 1, 4), CALENDAR) == (MORNING, AFTERNOON), "a Sunday made up for"
    stated = parsed("mon-fri 9:00-12:00; holiday 13:00-17:00; makeup closed; 2026-11-09 13:00-17:00")
    assert stated.on(date(2026, 10, 1), CALENDAR) == (AFTERNOON,)
    assert stated.on(date(2026, 1, 4), CALENDAR) == ()
    assert stated.on(date(2026, 11, 9), CALENDAR) == (AFTERNOON,)
    assert plain.on(date(2033, 10, 3), CALENDAR) == (MORNING, AFTERNOON), "a year without a calendar"
