"""One event, however often and in whatever order it comes: one effect, and the same answer each time."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from intake.simulator.forms import Parties, call_fields
from intake.simulator.network import Exchange, Network
from intake.simulator.profiles import TWILIO
from tests import cast
from tests.faults.journal import rows
from tests.faults.served import SID, Served

COPIES = 10
SCRIPT = ("1", "05#", "2", "1003#", "1")


@pytest.fixture
def running(served: Served) -> Served:
    served.workers = 2
    served.start()
    return served


def counted(served: Served, table: str) -> int:
    return int(rows(served, f"SELECT count(*) AS n FROM {table}")[0].n)


def state(served: Served) -> list[Any]:
    """Everything that an event may change."""
    tables = ("complaint", "conversation", "turn", "case_event", "callback", "recording", "outgoing_message")
    return [[counted(served, table) for table in tables], served.export()]


def complete_call(served: Served, network: Network, copies: int) -> None:
    call = served.phone(network, "+8613800138000").dial(copies=copies)
    for keys in SCRIPT:
        call.press(keys)
    call.say("她把材料扔出来")
    call.press("1")
    call.press("2")
    assert call.is_over and not call.faults
    network.settle()


def all_alike(network: Network, exchanges: list[Exchange]) -> None:
    """Deliver each once more, ten times at the same moment: the same answer as ever."""
    for exchange in exchanges:
        again = network.repeat(exchange, copies=COPIES)
        assert again.answers_agree
        assert again.answers[0] == exchange.answers[0]


def test_ten_copies_of_every_webhook_at_once_have_one_effect_and_one_answer(running: Served) -> None:
    network = running.network()
    complete_call(running, network, COPIES)
    phone = running.phone(network, "+8613900139000")
    phone.text("投诉3号窗口，工号1001，今天骂人", copies=COPIES)
    assert all(one.answers_agree and one.answers[0].status in {200, 204} for one in network.exchanges)
    by_phone, by_text = running.export()
    assert (by_phone["window"], by_phone["staff_no"], by_phone["attribution"]) == ("A05", "1003", "exact")
    assert by_phone["statement"].count("[recording") == 1
    assert by_text["statement"] == "投诉3号窗口，工号1001，今天骂人"
    assert counted(running, "turn") == len(SCRIPT) + 5
    assert counted(running, "conversation") == 2
    assert counted(running, "recording") == counted(running, "outgoing_message") == 1
    before = state(running)
    all_alike(network, [*network.exchanges][::-1])
    assert state(running) == before


def test_many_messages_of_one_sender_at_the_same_moment_are_one_case_with_all_of_them(
    running: Served,
) -> None:
    network = running.network()
    bodies = [f"3号窗口的人态度很差，第{sign}次了" for sign in "甲乙丙丁戊己庚辛"]
    with ThreadPoolExecutor(len(bodies)) as pool:
        list(pool.map(running.phone(network, "+8613800138000").text, bodies))
    (case,) = running.export()
    assert sorted(case["statement"].splitlines()) == sorted(bodies)


def parties(network: Network) -> Parties:
    return Parties(
        account_sid=SID, call_sid=TWILIO.new_sid("CA"), caller="+8613800138000", called=cast.HOTLINE
    )


def test_events_out_of_order_and_of_unknown_calls_are_taken_calmly(running: Served) -> None:
    network = running.network()

    def send(path: str, who: Parties, status: str = "in-progress", **fields: str) -> Any:
        form = call_fields(TWILIO, who, status) | fields
        exchange = network.deliver(f"{running.url}{path}", form, profile=TWILIO)
        assert exchange.answer
        return exchange.answer

    who, stranger = parties(network), parties(network)
    # The report on the end comes before the call itself, and for a call that never was.
    assert send("/voice/status", who, "completed", SequenceNumber="0").status == 204
    assert send("/voice/status", stranger, "failed").status == 204
    greeting = send("/voice/incoming", who, "ringing")
    assert greeting.status == 200
    step = step_in(greeting.body)
    window = send(step, who, Digits="1")
    # A step that we never gave: the question that is open, not the first one again.
    assert send("/voice/step/never-given", who, Digits="1").body == window.body
    # The very first request once more, and an old answer with other keys: as the first time.
    assert send("/voice/incoming", who, "ringing").body == greeting.body
    assert send(step, who, Digits="2").body == window.body
    # A call that we don't know at an unknown step begins like any call.
    begun = send("/voice/step/never-given", stranger, Digits="1")
    assert begun.status == 200 and b"<Gather" in begun.body
    # Reports in the wrong order and again; the call goes on all the same if it does.
    for status in ("completed", "ringing", "in-progress", "completed", "completed"):
        assert send("/voice/status", who, status).status == 204
    assert send(step_in(window.body), who, Digits="3").status == 200
    # A recording that nobody announced, for a conversation that never was, and in every status.
    for status in ("completed", "absent", "in-progress", "nonsense", "completed"):
        report = {"RecordingSid": "RE" + "1" * 32, "RecordingStatus": status, "RecordingDuration": "3"}
        assert send("/voice/recording/never-given", stranger, **report).status == 204
    (case,) = running.export()
    assert case["stated"] == {"window": ["3"]}


def step_in(body: bytes) -> str:
    found = re.search(rb"/voice/step/[\w-]+", body)
    assert found
    return found[0].decode()
