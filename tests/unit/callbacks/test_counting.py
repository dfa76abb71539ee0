"""Which attempts count towards `unreachable`, and what the settings make of it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.callbacks.outcomes import Kind, Outcome
from intake.callbacks.policy import Policy, Try, counts
from intake.config import load
from intake.directory.calendar import load_calendar
from tests.unit.callbacks.tables import Case

CALENDAR = load_calendar()
MONDAY = "2026-03-09 10:00"


def counted(written: str, *, preferred: str = "", **changes: str) -> bool:
    case = Case(title="", changes=changes)
    return counts(case.tried(written), case.policy, CALENDAR, ZoneInfo(case.zone), preferred)


@pytest.mark.parametrize(
    ("outcome", "ring", "expected"),
    [
        ("no_answer", "20", True),
        ("no_answer", "19", False),
        ("no_answer", "none", False),
        ("busy", "none", False),
        ("busy", "25", True),
        ("rejected", "8", False),
        ("powered_off", "none", False),
        ("unassigned", "none", False),
        ("confirmed", "3", True),
        ("unconfirmed", "none", True),
        ("machine", "2", True),
        ("third_party", "4", True),
        ("later", "4", True),
        ("person", "4", True),
        ("wrong_number", "4", True),
        ("refused", "4", True),
        ("failed", "45", False),
        ("unknown", "45", False),
        ("not_placed", "45", False),
    ],
)
def test_an_attempt_counts_when_somebody_answered_or_it_rang_long_enough(
    outcome: str, ring: str, expected: bool
) -> None:
    assert counted(f"{MONDAY} {outcome} {ring}") is expected


@pytest.mark.parametrize("outcome", [outcome.value for outcome in Outcome])
def test_where_no_ring_is_asked_for_all_count_but_faults(outcome: str) -> None:
    assert counted(f"{MONDAY} {outcome} none", min_ring="0s") is (
        outcome not in {"failed", "unknown", "not_placed"}
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-09 08:59", False),
        ("2026-03-09 09:00", True),
        ("2026-03-09 11:59", True),
        ("2026-03-09 12:00", False),
        ("2026-03-09 14:00", True),
        ("2026-03-09 19:59", True),
        ("2026-03-09 20:00", False),
        ("2026-03-08 10:00", False),  # an ordinary Sunday
        ("2026-02-14 10:00", True),  # a Saturday that makes up for Spring Festival
        ("2026-02-16 10:00", False),  # Spring Festival
        ("2026-05-09 10:00", True),  # a Saturday that makes up for May Day
        ("2026-10-07 10:00", False),  # the last day of National Day
        ("2027-03-08 10:00", False),  # a Monday of a year that is not covered
    ],
)
def test_an_attempt_counts_only_within_hours_of_a_working_day(at: str, expected: bool) -> None:
    assert counted(f"{at} no_answer 45") is expected


def test_where_every_day_is_a_working_day_a_sunday_counts() -> None:
    assert counted("2027-03-07 10:00 no_answer 45", workdays_only="no")


def test_a_call_in_the_part_of_the_day_that_they_prefer_counts_outside_our_hours_too() -> None:
    hours = "09:00-12:00"
    assert not counted("2026-03-09 18:30 no_answer 45", hours=hours)
    assert counted("2026-03-09 18:30 no_answer 45", hours=hours, preferred="evening")
    assert not counted("2026-03-09 21:00 no_answer 45", hours=hours, preferred="evening")


def test_the_policy_is_what_the_settings_say() -> None:
    policy = Policy.of(load({"HOTLINE_CALLBACK_SPACING": "90m", "HOTLINE_CALLBACK_MAX_PER_DAY": "5"}))
    assert (policy.spacing, policy.max_per_day) == (timedelta(minutes=90), 5)
    assert (policy.min_attempts, policy.min_days, policy.min_parts) == (3, 2, 2)


@pytest.mark.parametrize(("stated", "callback", "follow_up"), [("1", 1, 1), ("2", 2, 2), ("5", 5, 2)])
def test_a_follow_up_is_content_with_two_attempts(stated: str, callback: int, follow_up: int) -> None:
    settings = load({"HOTLINE_CALLBACK_MIN_ATTEMPTS": stated})
    assert Policy.of(settings).min_attempts == callback
    assert Policy.of(settings, Kind.FOLLOW_UP).min_attempts == follow_up


def test_more_attempts_are_made_than_must_count() -> None:
    settings = load({"HOTLINE_CALLBACK_MIN_ATTEMPTS": "5", "HOTLINE_CALLBACK_MOST_ATTEMPTS": "2"})
    assert Policy.of(settings).most_attempts == 5


def test_a_try_is_read_as_the_table_writes_it() -> None:
    case = Case(title="")
    assert case.tried(MONDAY) == Try(
        at=case.moment(MONDAY), outcome=Outcome.NO_ANSWER, ring=timedelta(seconds=45)
    )
