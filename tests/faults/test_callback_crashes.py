"""The scheduler is killed at the worst moments: nobody's telephone rings twice for one attempt."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from functools import partial
from random import Random

import pytest

from tests.faults.provider_faults import Order
from tests.faults.provider_people import IN_ORDER, NONE, Delivery, no_answer, person
from tests.faults.provider_stage import COMPLETES, LEASE, Stage

NUMBER = "+8613900000101"
WITH_AND_WITHOUT_REPORTS = pytest.mark.parametrize("reports", [IN_ORDER, NONE], ids=["reports", "no reports"])


def held(stage: Stage, *, placed: bool) -> tuple[int, Order]:
    """A due callback, and its scheduler waiting for the provider's answer: the group of its processes."""
    stage.unfinished(NUMBER)
    order = stage.provider.order(Order(held=True, place=placed))
    scheduler = stage.scheduler()
    stage.until(order.reached.is_set)
    return scheduler.pid, order


def test_killed_after_the_claim_before_anything_was_placed_calls_once(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    _, order = held(stage, placed=False)
    stage.end(stage.schedulers[-1])
    order.released.set()
    (attempt,) = stage.attempts()
    assert attempt.status == "dialing"
    stage.age()
    stage.scheduler()
    stage.until(lambda: stage.provider.placed() and stage.outcomes()[-1] == "no_answer")
    stage.ticks()
    assert len(stage.provider.placed()) == 1 and stage.provider.requests() == 2
    assert stage.outcomes() in (["no_answer"], ["not_placed", "no_answer"])
    stage.agree()


@WITH_AND_WITHOUT_REPORTS
def test_killed_while_the_provider_holds_its_answer_calls_no_second_time(
    stage: Stage, reports: Delivery
) -> None:
    stage.provider.people[NUMBER] = [no_answer(delivery=reports)]
    _, order = held(stage, placed=True)
    stage.end(stage.schedulers[-1])
    order.released.set()
    stage.provider.settle()
    if reports is IN_ORDER:
        assert stage.outcomes() == ["no_answer"], "its reports say what became of it, without any scheduler"
    stage.age()
    stage.scheduler()
    stage.until(lambda: stage.outcomes() == ["no_answer"] and stage.attempts()[0].counted is not None)
    stage.ticks()
    assert len(stage.provider.placed()) == 1 and stage.provider.requests() == 1
    stage.agree()


def test_killed_while_the_person_is_already_talking_keeps_what_was_said(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [person(COMPLETES)]
    _, order = held(stage, placed=True)
    stage.end(stage.schedulers[-1])
    stage.provider.settle()
    order.released.set()
    assert stage.outcomes() == ["confirmed"] and stage.callbacks()[0].status == "completed"
    stage.age()
    stage.scheduler()
    stage.until(lambda: stage.attempts()[0].counted is not None or stage.callbacks()[0].status == "completed")
    stage.ticks()
    assert len(stage.provider.placed()) == 1
    stage.agree()


@WITH_AND_WITHOUT_REPORTS
def test_a_scheduler_that_slept_past_its_lease_does_no_harm_when_it_wakes(
    stage: Stage, reports: Delivery
) -> None:
    stage.provider.people[NUMBER] = [no_answer(delivery=reports)]
    group, order = held(stage, placed=True)
    os.killpg(group, signal.SIGSTOP)
    stage.age()
    stage.scheduler()
    stage.until(lambda: stage.outcomes() == ["no_answer"])
    os.killpg(group, signal.SIGCONT)
    order.released.set()
    stage.ticks()
    assert len(stage.provider.placed()) == 1 and stage.outcomes() == ["no_answer"]
    stage.agree()


def test_stopping_finishes_the_call_that_is_being_placed(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    group, order = held(stage, placed=True)
    os.killpg(group, signal.SIGTERM)
    time.sleep(0.5)
    order.released.set()
    assert stage.schedulers[-1].wait(timeout=30) == 0
    stage.provider.settle()
    assert len(stage.provider.placed()) == 1
    assert stage.attempts()[0].provider_call_id == stage.provider.placed()[0].sid
    stage.agree()


def test_killed_at_random_every_attempt_is_placed_at_most_once_and_every_callback_ends(stage: Stage) -> None:
    rng = Random(20261123)
    numbers = [f"+86139000003{index:02d}" for index in range(20)]
    for number in numbers:
        stage.provider.people[number] = [person(COMPLETES)]
        stage.unfinished(number)
    stage.provider.order(*(Order(slow=rng.random()) for _ in range(30)))
    for _ in range(4):
        scheduler = stage.scheduler()
        before = stage.provider.requests()
        stage.until(partial(asked_or_done, stage, before + 1))
        time.sleep(rng.random())
        stage.end(scheduler)
        stage.provider.settle()  # time must not pass in the middle of a webhook's transaction
        stage.age()
    stage.scheduler()
    stage.until(lambda: done(stage), seconds=90)
    placed = [call.to for call in stage.provider.placed()]
    assert sorted(placed) == numbers
    stage.agree()


def asked_or_done(stage: Stage, times: int) -> bool:
    return stage.asked(times) or done(stage)


def done(stage: Stage) -> bool:
    """Whether no callback waits any more."""
    rows = stage.callbacks()
    if any(row.status == "pending" for row in rows):
        return False
    return all(row.status == "ended" for row in stage.attempts())


def test_a_lease_is_longer_than_a_provider_may_take(stage: Stage) -> None:
    """While the provider holds its answer, another scheduler leaves the callback alone."""
    stage.provider.people[NUMBER] = [no_answer(delivery=NONE)]
    _, order = held(stage, placed=False)
    stage.scheduler()
    stage.age(timedelta(seconds=12))  # longer than the client waits for an answer
    stage.ticks(2)
    assert stage.provider.requests() == 1 and timedelta(seconds=12) < LEASE
    order.released.set()
