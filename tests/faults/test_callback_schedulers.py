"""Several schedulers, none, and one that comes back: each callback is called once, and never in a burst."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tests.faults.provider_people import no_answer, person
from tests.faults.provider_stage import COMPLETES, Stage

NUMBERS = [f"+86139000007{index:02d}" for index in range(60)]


@pytest.mark.parametrize(
    "stage",
    ["sqlite-twilio", "postgresql-twilio", "sqlite-compatible", "postgresql-compatible"],
    indirect=True,
)
def test_two_schedulers_call_each_of_sixty_once(stage: Stage) -> None:
    for number in NUMBERS:
        stage.provider.people[number] = [no_answer()]
        stage.unfinished(number)
    stage.scheduler()
    stage.scheduler()
    stage.until(lambda: stage.all_ended(len(NUMBERS)), seconds=90)
    stage.ticks()
    assert sorted(call.to for call in stage.provider.placed()) == NUMBERS
    assert stage.provider.requests() == len(NUMBERS)
    assert {row.seq for row in stage.attempts()} == {1}
    stage.agree()


def test_two_cases_of_one_number_never_ring_at_once(stage: Stage) -> None:
    """Somebody with two unfinished complaints: spacing and the line hold for the number, not for the case."""
    number = NUMBERS[0]
    stage.provider.people[number] = [no_answer(ring=1.0)]
    for _ in range(2):
        stage.unfinished(number)
        stage.age(timedelta(days=40))  # too old to be gone on with
    assert [row.status for row in stage.callbacks()] == ["pending", "pending"]
    stage.scheduler()
    stage.scheduler()
    stage.until(lambda: stage.provider.placed())
    stage.ticks(5)
    assert len(stage.provider.placed()) == 1
    stage.agree()


def test_after_a_long_absence_the_calls_keep_their_rate(stage: Stage) -> None:
    for number in NUMBERS[:8]:
        stage.provider.people[number] = [person(COMPLETES)]
        stage.unfinished(number)
    stage.age(timedelta(hours=9))
    stage.settings["HOTLINE_CALLBACK_RATE"] = "2"
    stage.scheduler()
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == 8, seconds=60)
    dialled = sorted(datetime.fromisoformat(str(row.dialed_at)) for row in stage.attempts())
    assert all(after - before > timedelta(seconds=0.45) for before, after in pairwise(dialled)), dialled
    asked = [datetime.fromisoformat(row["at"]) for row in stage.provider.book.ledger.lines("request")]
    assert asked[-1] - asked[0] > timedelta(seconds=2), asked
    stage.provider.settle()
    stage.agree()


def test_after_a_long_absence_nobody_is_called_more_often_than_before(stage: Stage) -> None:
    """Three days without a scheduler are no reason for three calls in a row."""
    number = NUMBERS[0]
    stage.provider.people[number] = [no_answer()]
    stage.unfinished(number)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    stage.end(stage.schedulers[-1])
    stage.age(timedelta(days=3))
    stage.scheduler()
    stage.until(lambda: stage.all_ended(2))
    stage.ticks(4)
    assert len(stage.provider.placed()) == 2
    stage.agree()


def test_a_dead_scheduler_shows_in_the_examination(stage: Stage) -> None:
    stage.scheduler()
    stage.until(lambda: stage.rows("SELECT name FROM heartbeat"))
    alive = stage.served.command("doctor", check=False)
    stage.end(stage.schedulers[-1])
    stage.age(timedelta(hours=1))
    dead = stage.served.command("doctor", check=False)
    assert alive.stdout != dead.stdout
    assert any(word in dead.stdout for word in ("scheduler", "调度")), dead.stdout


def test_the_kill_switch_stops_dialling_and_nothing_else(stage: Stage) -> None:
    stage.settings["HOTLINE_CALLBACK_ENABLED"] = "no"
    stage.unfinished(NUMBERS[0])
    scheduler = stage.scheduler()
    stage.ticks(5)
    assert stage.provider.requests() == 0 and stage.callbacks()[0].status == "pending"
    stage.end(scheduler)
    stage.settings["HOTLINE_CALLBACK_ENABLED"] = "yes"
    stage.scheduler()
    stage.until(lambda: stage.provider.placed())


def test_outside_its_hours_nobody_is_called(stage: Stage) -> None:
    stage.settings["HOTLINE_CALLBACK_HOURS"] = "01:00-02:00"  # in the hall it is ten in the morning
    stage.unfinished(NUMBERS[0])
    stage.scheduler()
    stage.ticks(5)
    assert stage.provider.requests() == 0 and stage.callbacks()[0].status == "pending"


def test_the_cap_of_a_day_holds_for_all_schedulers(stage: Stage) -> None:
    stage.settings["HOTLINE_CALLBACK_CALLS_PER_DAY"] = "3"
    for number in NUMBERS[:6]:
        stage.provider.people[number] = [no_answer()]
        stage.unfinished(number)
    stage.scheduler()
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == 3)
    stage.ticks(5)
    assert len(stage.provider.placed()) == 3
    stage.agree()


def test_numbers_that_are_not_allowed_are_not_dialled(stage: Stage) -> None:
    """Premium, abroad, short and special service numbers."""
    for number in ("+19005550100", "+447911123456", "+8610086", "+8695588", "+85212345678"):
        stage.unfinished(number)
    stage.scheduler()
    stage.until(lambda: {row.status for row in stage.callbacks()} <= {"operator"})
    assert stage.provider.requests() == 0
    assert {row.task for row in stage.callbacks()} <= {"unfit"}
