"""The project's own hall is awkward, invented, and the same for everybody."""

from collections import Counter
from datetime import date, timedelta

from intake.directory.calendar import load_calendar
from intake.directory.sample import TEAMS, numbered, roster_table, staff_table, windows_table

DAY = date(2026, 11, 23)


def test_a_days_duties_do_not_depend_on_when_the_sample_is_made() -> None:
    here, there = roster_table(DAY), roster_table(DAY + timedelta(days=3))
    shared = {row[1] for row in here} & {row[1] for row in there}
    assert len(shared) > 20
    assert [row for row in here if row[1] in shared] == [row for row in there if row[1] in shared]


def test_the_roster_lies_on_working_days_five_weeks_back_and_two_ahead() -> None:
    days = sorted({date.fromisoformat(row[1]) for row in roster_table(DAY)})
    calendar = load_calendar()
    assert all(calendar.is_working_day(day) for day in days)
    assert (DAY - days[0]).days in range(33, 36)
    assert (days[-1] - DAY).days in range(12, 15)


def test_windows_are_ambiguous_when_spoken_and_numbers_when_mistyped() -> None:
    labels = {row[1] for row in windows_table()}
    assert len(labels) == 30
    assert {"5", "A05", "B05"} <= labels
    numbers = set(numbered().values())
    assert {"2012", "2021"} <= numbers
    assert len(staff_table()) == 45


def test_nobody_is_at_two_windows_at_once_and_people_rotate() -> None:
    roster = roster_table(DAY)
    assert max(Counter((row[1], row[2], row[5]) for row in roster).values()) == 1
    at_first = {row[5] for row in roster if row[4] == "1"}
    assert len(at_first) > 3


def test_there_are_gaps_and_a_window_without_any_roster() -> None:
    roster = roster_table(DAY)
    windows = [window for team in TEAMS for window in team.windows]
    halves = {(row[1], row[2]) for row in roster}
    assert len(roster) < len(windows) * len(halves)
    assert "B06" not in {row[4] for row in roster}
