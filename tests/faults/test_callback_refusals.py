"""The provider refuses, breaks or says nothing: what was placed is found, what was not is placed once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from tests.faults.provider_book import Call
from tests.faults.provider_faults import Order, broken, refusal, throttled
from tests.faults.provider_people import NONE, Person, no_answer
from tests.faults.provider_stage import Stage
from tests.faults.provider_wire import new_sid

NUMBER = "+8613900000201"
OTHER = "+8613900000202"
EVERY_PROFILE = pytest.mark.parametrize("stage", ["sqlite-twilio", "postgresql-compatible"], indirect=True)
HIDDEN = {
    "500": lambda: broken(placed=True, speaks=False),
    "500, reports come": lambda: broken(placed=True),
    "cut": lambda: Order(cut=True, speaks=False),
    "cut, reports come": lambda: Order(cut=True),
    "503": lambda: Order(status=503, speaks=False),
}


def reckoned(stage: Stage) -> bool:
    rows = stage.attempts()
    return bool(rows) and rows[-1].status == "ended" and rows[-1].counted is not None


@EVERY_PROFILE
@pytest.mark.parametrize("order", list(HIDDEN.values()), ids=list(HIDDEN))
def test_a_call_that_was_placed_without_our_knowing_is_not_placed_again(
    stage: Stage, order: Callable[[], Order]
) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    stage.provider.order(order())
    stage.scheduler()
    stage.until(lambda: reckoned(stage))
    stage.ticks()
    assert stage.outcomes() == ["no_answer"]
    assert len(stage.provider.placed()) == 1 and stage.provider.requests() == 1
    stage.agree()


@pytest.mark.parametrize("speaks", [True, False], ids=["reports", "no reports"])
def test_an_answer_that_never_comes_is_no_reason_to_call_again(stage: Stage, speaks: bool) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    order = stage.provider.order(Order(held=True, speaks=speaks))
    stage.scheduler()
    stage.until(lambda: reckoned(stage))
    order.released.set()
    stage.ticks()
    assert stage.outcomes() == ["no_answer"]
    assert len(stage.provider.placed()) == 1 and stage.provider.requests() == 1
    stage.agree()


def test_a_hidden_call_that_still_waits_in_the_providers_queue_is_found(stage: Stage) -> None:
    """It has no start yet, so no day of the list has it."""
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [Person(ending="no-answer", queued=9, code="487")]
    stage.provider.order(broken(placed=True, speaks=False))
    stage.scheduler()
    stage.until(lambda: stage.provider.placed())
    stage.ticks(7)  # longer than a call of unknown fate is looked for
    assert stage.provider.requests() == 1
    assert stage.attempts()[0].provider_call_id == stage.provider.placed()[0].sid
    stage.provider.settle()
    stage.age()
    stage.age()
    stage.until(lambda: stage.outcomes() == ["no_answer"])
    stage.agree()


@EVERY_PROFILE
def test_a_call_that_was_not_placed_is_placed_later_once(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    stage.provider.order(broken(placed=False))
    stage.scheduler()
    stage.until(lambda: stage.provider.placed() and stage.outcomes()[-1:] == ["no_answer"])
    stage.ticks()
    assert len(stage.provider.placed()) == 1 and stage.provider.requests() == 2
    assert not any(row.counted for row in stage.attempts() if row.outcome == "not_placed")
    stage.agree()


def test_while_the_list_can_not_be_read_nothing_is_tried_again(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    stage.provider.order(broken(placed=True, speaks=False))
    stage.provider.unreadable = True
    stage.scheduler()
    stage.until(lambda: stage.provider.placed())
    stage.ticks(5)
    assert stage.provider.requests() == 1 and stage.outcomes() == [None]
    stage.provider.unreadable = False
    stage.age()
    stage.until(lambda: stage.outcomes() == ["no_answer"])
    assert len(stage.provider.placed()) == 1
    stage.agree()


def test_when_two_calls_may_be_ours_an_operator_is_asked_and_nobody_is_called(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer(delivery=NONE)]
    order = stage.provider.order(Order(held=True, status=500, code=20500, speaks=False))
    stage.scheduler()
    stage.until(order.reached.is_set)
    ours = stage.provider.placed()[0]
    twin = Call(sid=new_sid("CA", compatible=False), to=ours.to, from_=ours.from_, url="")
    twin.started_at = twin.created_at
    twin.move("no-answer")
    stage.provider.book.keep(twin)
    order.released.set()
    stage.until(lambda: stage.callbacks()[0].task == "unclear")
    stage.ticks()
    assert stage.provider.requests() == 1 and "unclear" in stage.alarms()


def test_a_throttled_provider_is_asked_again_and_no_attempt_is_burnt(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    stage.provider.order(throttled(), times=20)
    stage.scheduler()
    for refused in range(1, 21):
        stage.until(partial(stage.asked, refused))
        assert stage.provider.requests() <= refused, "throttled, and asked again at once"
        stage.until(partial(stage.deferred, refused))
        stage.age(timedelta(minutes=20))
        restart_if_pausing(stage)
    stage.until(lambda: stage.outcomes() == ["no_answer"])
    (attempt,) = stage.attempts()
    assert attempt.seq == 1 and len(stage.provider.placed()) == 1
    stage.agree()


def test_refused_calls_take_up_nothing_of_the_days_cap(stage: Stage) -> None:
    stage.settings["HOTLINE_CALLBACK_CALLS_PER_DAY"] = "2"
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = stage.provider.people[OTHER] = [no_answer()]
    stage.provider.order(throttled(), times=3)
    stage.scheduler()
    for refused in range(1, 4):
        stage.until(partial(stage.deferred, refused))
        stage.age(timedelta(minutes=20))
        restart_if_pausing(stage)
    stage.until(lambda: stage.outcomes() == ["no_answer"])
    stage.unfinished(OTHER)
    stage.until(lambda: stage.outcomes() == ["no_answer", "no_answer"])
    assert "spend" not in stage.alarms()
    stage.agree()


def restart_if_pausing(stage: Stage) -> None:
    """A scheduler keeps its own pause in its memory; for it, stored time doesn't pass."""
    stage.end(stage.schedulers[-1])
    stage.scheduler()


def test_a_wrong_token_stops_all_dialling_and_raises_an_alarm_while_intake_goes_on(stage: Stage) -> None:
    for number in (NUMBER, OTHER):
        stage.unfinished(number)
        stage.provider.people[number] = [no_answer()]
    stage.provider.locked = True
    stage.scheduler()
    stage.until(lambda: "dialling" in stage.alarms())
    stage.ticks(4)
    refused = len(stage.provider.book.ledger.lines("unauthorised"))
    stage.ticks(3)
    assert refused <= 4 and len(stage.provider.book.ledger.lines("unauthorised")) == refused
    assert any("投诉请按1" in heard for heard in stage.calls_in("+8613900000203", []))
    told = stage.served.command("doctor", check=False)
    assert told.returncode != 0 or "dialling" in told.stdout or "拨" in told.stdout, told.stdout
    stage.provider.locked = False
    stage.age(timedelta(minutes=15))
    stage.scheduler()
    stage.until(lambda: {call.to for call in stage.provider.placed()} >= {NUMBER, OTHER})
    stage.until(lambda: "dialling" not in stage.alarms())
    assert all(row.seq == 1 for row in stage.attempts())
    assert [call.to for call in stage.provider.placed()].count(NUMBER) == 1


def test_while_nobody_listens_at_the_provider_the_attempt_waits(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.provider.people[NUMBER] = [no_answer()]
    stage.provider.server.stop()
    stage.scheduler()
    stage.until(lambda: any(row.deferrals for row in stage.attempts()))
    stage.provider.server.start()
    stage.until(lambda: stage.outcomes() == ["no_answer"])
    (attempt,) = stage.attempts()
    assert attempt.seq == 1
    stage.agree()


@pytest.mark.parametrize(
    ("status", "code", "task"),
    [(400, 29999, "fault"), (400, 21211, "unassigned"), (400, 21217, "unassigned"), (403, 21610, "fault")],
)
def test_a_refusal_for_good_goes_to_an_operator_and_is_not_repeated(
    stage: Stage, status: int, code: int, task: str
) -> None:
    stage.unfinished(NUMBER)
    stage.provider.order(refusal(status, code))
    stage.scheduler()
    stage.until(lambda: stage.callbacks()[0].status == "operator")
    assert stage.callbacks()[0].task == task
    stage.age(timedelta(days=1))
    stage.ticks()
    assert stage.provider.requests() == 1 and stage.provider.placed() == []
    assert stage.export()[0]["status"] in {"identifying", "in_review"}
    stage.agree()
