"""What is still open when a callback is over must not stand in the way of the next one to that number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.faults.provider_faults import Order, broken, throttled
from tests.faults.provider_people import Delivery, Keys, no_answer, person
from tests.faults.provider_stage import COMPLETE, COMPLETES, LEASE, Stage

NUMBER = "+8613900001201"
ANOTHER_MATTER: Keys = [
    ("办理其他事项请按2", "2"),
    ("投诉请按1", "1"),
    ("窗口号码", "5#"),
    ("工号", "hang up"),
]


def new_matter(stage: Stage) -> None:
    """Weeks later the same person complains about something else, and hangs up again."""
    stage.age(timedelta(days=40))
    stage.calls_in(NUMBER, ANOTHER_MATTER)
    assert [row.status for row in stage.callbacks()][-1] == "pending"


@pytest.mark.parametrize("order", ["put off", "of unknown fate"])
def test_a_call_that_was_never_placed_does_not_block_the_number(stage: Stage, order: str) -> None:
    """The complainant was faster than the provider."""
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    stage.provider.order(throttled() if order == "put off" else broken(placed=False))
    scheduler = stage.scheduler()
    stage.until(lambda: stage.attempts() and stage.attempts()[0].status in {"deferred", "unknown"})
    stage.calls_in(NUMBER, COMPLETE)
    stage.end(scheduler)
    assert stage.callbacks()[0].status == "withdrawn"
    new_matter(stage)
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == 1, seconds=60)
    stage.agree()


def test_a_call_whose_end_was_never_reported_does_not_block_the_number(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    endless = Delivery(without=frozenset({"completed"}))
    stage.provider.people[NUMBER] = [person(COMPLETES, endless), no_answer()]
    scheduler = stage.scheduler()
    stage.until(lambda: stage.callbacks()[0].status == "completed")
    stage.provider.settle()
    stage.end(scheduler)
    new_matter(stage)
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == 2, seconds=60)
    stage.until(lambda: stage.all_ended(2), seconds=60)
    stage.agree()


def test_a_scheduler_killed_before_the_complainant_was_faster_does_not_block_the_number(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    order = stage.provider.order(Order(held=True, place=False))
    scheduler = stage.scheduler()
    stage.until(order.reached.is_set)
    stage.end(scheduler)
    order.released.set()
    stage.calls_in(NUMBER, COMPLETE)
    new_matter(stage)
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == 1, seconds=60)
    stage.agree()


def test_a_call_that_the_provider_places_after_all_is_told_as_it_was(stage: Stage) -> None:
    """It answered too late, the list did not have the call yet, and it was tried again: both are on file."""
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    late = stage.provider.order(Order(held=True, late=True))
    scheduler = stage.scheduler()
    stage.until(late.reached.is_set)
    stage.end(scheduler)
    stage.age(LEASE)
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == 1 and stage.outcomes()[-1] == "no_answer")
    late.released.set()
    stage.until(lambda: len(stage.provider.placed()) == 2)
    stage.provider.settle()
    stage.ticks(2)
    assert stage.outcomes() == ["no_answer", "no_answer"]
    stage.agree()
