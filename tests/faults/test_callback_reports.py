"""The provider's reports come twice, in any order, late, early or never: the outcome is the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations

import pytest
import requests

from tests.faults.provider import ACCOUNT, TOKEN
from tests.faults.provider_faults import Order
from tests.faults.provider_people import (
    EVENTS,
    IN_ORDER,
    NONE,
    Delivery,
    Person,
    busy,
    failed,
    machine,
    no_answer,
    person,
)
from tests.faults.provider_stage import COMPLETES, ITS_ME, Stage
from tests.faults.provider_wire import post

NUMBER = "+8613900000401"
EVERY_PROFILE = pytest.mark.parametrize("stage", ["sqlite-twilio", "postgresql-compatible"], indirect=True)


def call_all(stage: Stage, people: dict[str, Person]) -> None:
    """Everybody has left a complaint unfinished and is called back once."""
    for number, one in people.items():
        stage.provider.people[number] = [one]
        stage.unfinished(number)
    stage.scheduler()
    stage.until(lambda: len(stage.provider.placed()) == len(people), seconds=90)
    stage.provider.settle()


def later(stage: Stage) -> None:
    """Time enough to be asked about; a scheduler's own pauses are in its memory, so it starts anew."""
    stage.end(stage.schedulers[-1])
    stage.age(timedelta(minutes=10))
    stage.scheduler()


def outcome_by_number(stage: Stage) -> dict[str, str | None]:
    outcomes = {row.provider_call_id: row.outcome for row in stage.attempts()}
    return {call.to: outcomes.get(call.sid) for call in stage.provider.placed()}


def in_order(wanted: tuple[str, ...]) -> Callable[[list[str]], list[str]]:
    return lambda seen: [event for event in wanted if event in seen]


def test_every_order_of_the_reports_comes_to_the_same(stage: Stage) -> None:
    """All 24 of a call that is answered and completed."""
    orders = list(permutations(EVENTS))
    people = {
        f"+86139000005{index:02d}": person(COMPLETES, Delivery(order=in_order(order)))
        for index, order in enumerate(orders)
    }
    call_all(stage, people)
    assert outcome_by_number(stage) == dict.fromkeys(people, "confirmed"), stage.state() + stage.logs()
    assert {row.status for row in stage.attempts()} == {"ended"}
    assert {row.status for row in stage.callbacks()} == {"completed"}
    assert len(stage.rows("SELECT id FROM attempt_event WHERE attempt_id IS NOT NULL")) == 24 * 4
    stage.agree()


def test_every_order_of_the_reports_of_an_unanswered_call_comes_to_the_same(stage: Stage) -> None:
    orders = list(permutations(["initiated", "ringing", "completed"]))
    people = {
        f"+86139000006{index:02d}": no_answer(delivery=Delivery(order=in_order(order)))
        for index, order in enumerate(orders)
    }
    call_all(stage, people)
    assert outcome_by_number(stage) == dict.fromkeys(people, "no_answer")
    assert {row.status for row in stage.attempts()} == {"ended"}
    stage.agree()


@EVERY_PROFILE
def test_reports_that_come_five_times_count_once(stage: Stage) -> None:
    call_all(stage, {NUMBER: no_answer(delivery=Delivery(times=5))})
    assert stage.outcomes() == ["no_answer"]
    events = stage.rows("SELECT status, sequence FROM attempt_event")
    assert len(events) == len(set(events))
    stage.agree()


def test_ten_copies_at_once_count_once(stage: Stage) -> None:
    call_all(stage, {NUMBER: no_answer(delivery=NONE)})
    (call,) = stage.provider.placed()
    form = [("CallSid", call.sid), ("AccountSid", ACCOUNT), ("CallStatus", "no-answer"), ("To", NUMBER)]
    form += [("From", call.from_), ("SequenceNumber", "3"), ("Direction", "outbound-api")]
    url = call.params["StatusCallback"][0]
    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(lambda _: post(TOKEN, url, form).status, range(10)))
    assert replies == [204] * 10
    assert stage.outcomes() == ["no_answer"]
    assert len(stage.rows("SELECT id FROM attempt_event")) == 1
    stage.agree()


@EVERY_PROFILE
def test_without_any_report_the_providers_list_says_how_it_ended(stage: Stage) -> None:
    people = {NUMBER: no_answer(delivery=NONE), "+8613900000402": person(COMPLETES, NONE)}
    call_all(stage, people)
    later(stage)
    stage.until(lambda: stage.all_ended(2))
    assert outcome_by_number(stage) == {NUMBER: "no_answer", "+8613900000402": "confirmed"}
    stage.agree()


@pytest.mark.parametrize("lost", EVENTS)
def test_any_one_report_may_get_lost(stage: Stage, lost: str) -> None:
    lossy = Delivery(without=frozenset({lost}))
    people = {NUMBER: person(COMPLETES, lossy), "+8613900000402": no_answer(delivery=lossy)}
    call_all(stage, people)
    if lost == "completed":
        later(stage)
    stage.until(lambda: stage.all_ended(2))
    assert outcome_by_number(stage) == {NUMBER: "confirmed", "+8613900000402": "no_answer"}
    stage.agree()


@EVERY_PROFILE
def test_reports_and_questions_may_come_before_the_answer_to_our_request(stage: Stage) -> None:
    """The whole call is over before the scheduler knows its id."""
    people = {NUMBER: person(COMPLETES), "+8613900000402": no_answer()}
    stage.provider.order(Order(after_call=True), times=2)
    call_all(stage, people)
    stage.ticks()
    assert outcome_by_number(stage) == {NUMBER: "confirmed", "+8613900000402": "no_answer"}
    assert stage.provider.requests() == 2
    stage.agree()


def test_late_reports_come_to_the_same(stage: Stage) -> None:
    call_all(stage, {NUMBER: person(COMPLETES, Delivery(late=1.5))})
    assert stage.outcomes() == ["confirmed"]
    stage.agree()


@EVERY_PROFILE
@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (no_answer(), "no_answer"),
        (busy(), "busy"),
        (Person(ending="failed", code="603"), "rejected"),
        (Person(ending="busy", code="603"), "rejected"),
        (failed("480"), "powered_off"),
        (failed("404"), "unassigned"),
        (failed("503"), "failed"),
        (Person(ending="canceled", code="487"), "failed"),
        (machine(), "unconfirmed"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.ending}-{value.code}",
)
def test_how_a_call_ended_is_known_by_its_last_report(stage: Stage, one: Person, outcome: str) -> None:
    call_all(stage, {NUMBER: one})
    accepted = {outcome} | ({"machine"} if one.by != "human" else set())
    stage.until(lambda: stage.attempts()[0].counted is not None)
    assert set(stage.outcomes()) <= accepted
    # A number is proved unassigned on a second day only (research: domain 9.10).
    assert [(row.status, row.task) for row in stage.callbacks()] == [("pending", "")]
    assert len(stage.provider.placed()) == 1
    stage.agree()


@EVERY_PROFILE
def test_a_wrong_clock_of_the_provider_puts_nothing_off_and_lengthens_no_ring(stage: Stage) -> None:
    """Two hours ahead and behind, with every report and with the last one only."""
    without = frozenset({"initiated", "ringing"})
    clocks = [(timedelta(hours=hours), lost) for hours in (2, -2) for lost in (frozenset[str](), without)]
    people = {
        f"+86139000007{index:02d}": no_answer(delivery=Delivery(clock=clock, without=lost))
        for index, (clock, lost) in enumerate(clocks)
    }
    call_all(stage, people)
    stage.until(lambda: all(row.counted is not None for row in stage.attempts()))
    assert stage.outcomes() == ["no_answer"] * 4
    for row in stage.attempts():
        assert row.dialed_at <= row.ended_at and row.ring_seconds < 60, stage.state()
    stage.agree()


def test_what_ended_is_not_undone_by_another_ending(stage: Stage) -> None:
    call_all(stage, {NUMBER: person(COMPLETES)})
    (call,) = stage.provider.placed()
    url = call.params["StatusCallback"][0]
    for status in ("failed", "ringing", "no-answer", "queued", "in-progress", "busy", "nonsense", ""):
        form = [
            ("CallSid", call.sid),
            ("AccountSid", ACCOUNT),
            ("CallStatus", status),
            ("SequenceNumber", "9"),
        ]
        assert post(TOKEN, url, form).status in (204, 400)
    assert stage.outcomes() == ["confirmed"] and stage.attempts()[0].status == "ended"
    stage.agree()


def test_reports_of_unknown_calls_and_addresses_are_taken_and_harm_nothing(stage: Stage) -> None:
    call_all(stage, {NUMBER: no_answer()})
    (call,) = stage.provider.placed()
    ours = call.params["StatusCallback"][0]
    nobodys = f"{stage.served.url}/voice/callback/{'x' * 22}/status"
    for digit, url in enumerate((ours, nobodys, f"{stage.served.url}/voice/status"), 7):
        form = [("CallSid", "CA" + str(digit) * 32), ("AccountSid", ACCOUNT), ("CallStatus", "completed")]
        assert post(TOKEN, url, form).status == 204
    assert stage.outcomes() == ["no_answer"]
    assert stage.rows("SELECT id FROM attempt_event WHERE attempt_id IS NULL")
    stage.agree()


def test_a_call_to_an_address_that_nobody_gave_hears_nothing_of_any_case(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    form = [("CallSid", "CA" + "8" * 32), ("AccountSid", ACCOUNT), ("From", "+862888000012"), ("To", NUMBER)]
    form += [("CallStatus", "in-progress"), ("Direction", "outbound-api")]
    reply = post(TOKEN, f"{stage.served.url}/voice/callback/{'y' * 22}", form)
    assert reply.status in (200, 404)
    assert "投诉" not in reply.body.decode() and "3号窗口" not in reply.body.decode()


@pytest.mark.parametrize("path", ["", "/status"])
def test_forged_requests_are_refused_and_change_nothing(stage: Stage, path: str) -> None:
    stage.provider.people[NUMBER] = [person(ITS_ME, IN_ORDER)]
    stage.unfinished(NUMBER)
    order = stage.provider.order(Order(held=True, speaks=False))
    stage.scheduler()
    stage.until(order.reached.is_set)
    url = f"{stage.provider.placed()[0].url}{path}"
    form = {"CallSid": "CA" + "7" * 32, "CallStatus": "completed"}
    assert requests.post(url, data=form, timeout=10).status_code == 403
    assert requests.post(url, json=form, timeout=10).status_code in (403, 415)
    assert post("another token", url, list(form.items())).status == 403
    assert requests.get(url, timeout=10).status_code == 405
    assert stage.outcomes() == [None]
    order.released.set()
