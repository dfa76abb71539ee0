"""The demo's own settings: a callback within seconds, at any time of any day of any year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.callbacks.outcomes import Outcome
from intake.callbacks.policy import Action, History, Policy, Try, plan, text_at
from intake.cli.demo import QUICK
from intake.config import load
from intake.directory.calendar import load_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEMO = Policy.of(load(QUICK))
CALENDAR = load_calendar()
RING = timedelta(seconds=15)


def moments() -> Iterator[datetime]:
    """Every quarter of an hour of a covered Sunday, and of a day in a year that no calendar covers."""
    for day in (datetime(2026, 2, 15, tzinfo=SHANGHAI), datetime(2041, 1, 1, tzinfo=SHANGHAI)):
        yield from (day + timedelta(minutes=15 * quarter) for quarter in range(4 * 24))


@pytest.mark.parametrize("at", list(moments()), ids=str)
def test_the_demo_calls_and_texts_within_seconds_at_any_time(at: datetime) -> None:
    asked = History(requested_at=at, textable=True)
    first = plan(asked, DEMO, CALENDAR, SHANGHAI, at)
    assert (first.action, first.at - at) == (Action.CALL, timedelta(seconds=10))

    missed = Try(at=first.at, outcome=Outcome.NO_ANSWER, ring=RING)
    now = first.at + RING
    history = History(requested_at=at, textable=True, tries=(missed,))
    assert text_at(history, DEMO, CALENDAR, SHANGHAI, now) == now
    again = plan(history, DEMO, CALENDAR, SHANGHAI, now)
    assert (again.action, again.at - first.at) == (Action.CALL, timedelta(seconds=30))


def test_after_three_misses_the_demo_asks_for_a_decision_within_two_minutes() -> None:
    began = datetime(2026, 11, 9, 10, 0, tzinfo=SHANGHAI)
    now = began
    tries: tuple[Try, ...] = ()
    texts: tuple[datetime, ...] = ()
    while (
        planned := plan(history(began, tries, texts), DEMO, CALENDAR, SHANGHAI, now)
    ).action is Action.CALL:
        tries = (*tries, Try(at=planned.at, outcome=Outcome.NO_ANSWER, ring=RING))
        now = planned.at + RING
        text = text_at(history(began, tries, texts), DEMO, CALENDAR, SHANGHAI, now)
        texts = (*texts, *filter(None, [text]))
    assert (len(tries), len(texts)) == (3, 2)
    assert planned.action is Action.DECIDE
    assert planned.at - began.astimezone(UTC) < timedelta(minutes=2)


def history(began: datetime, tries: tuple[Try, ...], texts: tuple[datetime, ...]) -> History:
    return History(requested_at=began, textable=True, tries=tries, texts=texts)


def test_where_one_day_will_do_neither_another_day_nor_the_evening_is_waited_for() -> None:
    policy = Policy.of(load({"HOTLINE_CALLBACK_MIN_DAYS": "1", "HOTLINE_CALLBACK_MAX_PER_DAY": "3"}))
    began = datetime(2026, 11, 9, 9, 0, tzinfo=SHANGHAI)
    tries = tuple(
        Try(at=began + timedelta(hours=hours), outcome=Outcome.NO_ANSWER, ring=timedelta(seconds=45))
        for hours in (0, 5)
    )
    planned = plan(history(began, tries, ()), policy, CALENDAR, SHANGHAI, began + timedelta(hours=6))
    assert planned.at == datetime(2026, 11, 9, 17, 0, tzinfo=SHANGHAI)


def test_the_hours_and_the_distance_of_texts_are_settings() -> None:
    policy = Policy.of(load({"HOTLINE_TEXT_HOURS": "10:00-11:00", "HOTLINE_TEXT_SPACING": "2d"}))
    missed = Try(
        at=datetime(2026, 11, 9, 9, 0, tzinfo=SHANGHAI), outcome=Outcome.NO_ANSWER, ring=timedelta(seconds=45)
    )
    at = text_at(history(missed.at, (missed,), ()), policy, CALENDAR, SHANGHAI, missed.at)
    assert at == datetime(2026, 11, 9, 10, 0, tzinfo=SHANGHAI)
    assert policy.text_spacing == timedelta(days=2)
