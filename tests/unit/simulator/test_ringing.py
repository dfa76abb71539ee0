"""What becomes of a call of the hotline's: every behaviour of the called number, on both profiles."""

import pytest

from intake.simulator.behaviour import (
    BUSY,
    DECLINES,
    MACHINE,
    NO_ANSWER,
    POWERED_OFF,
    RINGS,
    UNASSIGNED,
    Behaviour,
)
from intake.simulator.profiles import COMPATIBLE, PROFILES, TWILIO, Profile
from intake.simulator.ringing import MACHINE_LISTENS_FOR
from intake.simulator.states import CallState
from intake.simulator.store import KeptCall
from tests.unit.simulator.answering import CALLER, HERE, NUMBER, Clock, Hall
from tests.unit.simulator.ordering import CALLED, a_hall, a_network, order, reports, statuses

BOTH = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)


@BOTH
def test_a_call_rings_is_answered_and_keyed_to_its_end(profile: Profile) -> None:
    hall, clock = a_hall(), Clock()
    network = a_network(hall, clock)
    order(network, profile)
    call = network.ringing(CALLER).answer()
    assert call.hears == "hotline"
    clock.advance(12)
    call.press("1")
    network.settle()
    (kept,) = network.store.calls()
    assert (kept.status, kept.seconds, kept.direction) == ("completed", 12, "outbound-api")
    first, second = (hall.forms(path)[0] for path in ("/voice/callback/token", "/next"))
    assert (first["CallStatus"], first["Direction"], first["CallSid"]) == (
        "in-progress",
        "outbound-api",
        kept.sid,
    )
    assert (first["To"], first["From"], second["Digits"]) == (CALLER, NUMBER, "1")
    assert "AnsweredBy" not in first


def test_twilio_reports_every_step_that_was_asked_for_in_order() -> None:
    hall = a_hall()
    network = a_network(hall)
    order(network)
    network.ringing(CALLER).answer().press("1")
    network.settle()
    assert statuses(hall) == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in reports(hall)] == ["0", "1", "2", "3"]
    assert ["CallDuration" in form for form in reports(hall)] == [False, False, False, True]
    assert reports(hall)[-1]["Timestamp"].startswith("Mon, 02 Mar 2026 01:00:01")


def test_a_compatible_service_reports_the_end_alone() -> None:
    hall = a_hall()
    network = a_network(hall)
    order(network, COMPATIBLE)
    network.ringing(CALLER).answer().press("1")
    network.settle()
    (form,) = reports(hall)
    assert (form["CallStatus"], form["SequenceNumber"], len(form["CallSid"])) == ("completed", "0", 36)
    assert set(form) == {
        "AccountSid", "ApiVersion", "CallDuration", "CallSid", "CallStatus", "CallbackSource",
        "Direction", "From", "SequenceNumber", "Timestamp", "To",
    }  # fmt: skip


ENDINGS = [
    (NO_ANSWER, "no-answer", "no-answer", "487", True),
    (BUSY, "busy", "busy", "486", False),
    (DECLINES, "busy", "no-answer", "603", True),
    (POWERED_OFF, "no-answer", "no-answer", "480", False),
    (UNASSIGNED, "failed", "failed", "404", False),
]


@pytest.mark.parametrize(("behaviour", "twilio", "compatible", "code", "rings"), ENDINGS)
@BOTH
def test_nobody_answers(
    profile: Profile, behaviour: Behaviour, twilio: str, compatible: str, code: str, rings: bool
) -> None:
    hall = a_hall()
    network = a_network(hall)
    network.plan(CALLER, behaviour)
    order(network, profile)
    network.settle()
    final = reports(hall)[-1]
    ending = twilio if profile is TWILIO else compatible
    assert (final["CallStatus"], final["SipResponseCode"], final["CallDuration"]) == (ending, code, "0")
    (kept,) = network.store.calls()
    assert (kept.status, kept.sip_code, kept.rang_at is not None) == (ending, code, rings)
    assert hall.forms("/voice/callback/token") == []


@BOTH
def test_a_telephone_rings_as_long_as_was_asked_where_that_can_be_asked(profile: Profile) -> None:
    network = a_network(a_hall())
    order(network, profile, Timeout="25")
    network.settle()
    (kept,) = network.store.calls()
    assert kept.rang_at is not None and kept.ended_at is not None
    assert (kept.ended_at - kept.rang_at).total_seconds() == (25 if profile is TWILIO else 60)
    assert kept.status == "no-answer"


def test_a_faster_network_rings_for_less() -> None:
    network = a_network(a_hall(), time_factor=10)
    order(network)
    network.settle()
    (kept,) = network.store.calls()
    assert kept.rang_at is not None and kept.ended_at is not None
    assert (kept.ended_at - kept.rang_at).total_seconds() == pytest.approx(6)


@BOTH
def test_a_machine_hears_everything_and_presses_nothing(profile: Profile) -> None:
    hall = a_hall()
    network = a_network(hall)
    network.plan(CALLER, MACHINE)
    ringing = order(network, profile)
    network.settle()
    assert ringing.call is not None
    assert "goodbye" in str(ringing.call)
    assert "pressed" not in str(ringing.call)
    assert network.store.calls()[0].status == "completed"
    assert "AnsweredBy" not in hall.forms("/voice/callback/token")[0]


def test_a_machine_puts_down_what_does_not_end() -> None:
    hall = Hall({"/voice/callback/token": f"{_hello()}<Redirect>{CALLED}</Redirect>"})
    network = a_network(hall)
    network.plan(CALLER, MACHINE)
    order(network)
    network.settle()
    (kept,) = network.store.calls()
    assert (kept.status, kept.seconds) == ("completed", int(MACHINE_LISTENS_FOR))


def _hello() -> str:
    return f'<Gather timeout="6" action="{HERE}/next"><Say>hello</Say></Gather>'


@pytest.mark.parametrize(("behaviour", "who"), [(MACHINE, "machine_start"), (RINGS, "human")])
@BOTH
def test_who_answered_is_told_only_where_it_was_asked_for_and_can_be(
    profile: Profile, behaviour: Behaviour, who: str
) -> None:
    hall = a_hall()
    network = a_network(hall)
    network.plan(CALLER, behaviour)
    order(network, profile, MachineDetection="Enable")
    if behaviour is RINGS:
        network.ringing(CALLER).answer()
    network.settle()
    told = hall.forms("/voice/callback/token")[0].get("AnsweredBy")
    assert told == (who if profile is TWILIO else None) == network.store.calls()[0].answered_by


def test_plans_are_used_up_one_call_each_and_then_the_last_word_holds() -> None:
    network = a_network(a_hall())
    network.plan(CALLER, BUSY, UNASSIGNED, then=POWERED_OFF)
    for _ in range(4):
        order(network)
        network.settle()
    assert [one.sip_code for one in network.store.calls()] == ["486", "404", "480", "480"]


def test_a_plan_is_for_one_number_and_the_rest_do_as_others_do() -> None:
    network = a_network(a_hall())
    network.plan(CALLER, BUSY)
    network.plans.otherwise = UNASSIGNED
    for number in (CALLER, "+8613900139000"):
        order(network, To=number)
    network.settle()
    assert [one.status for one in network.store.calls()] == ["busy", "failed"]


def test_a_call_that_rings_can_be_declined() -> None:
    network = a_network(a_hall())
    order(network)
    network.ringing(CALLER).reject()
    assert [(one.status, one.sip_code) for one in network.store.calls()] == [("busy", "603")]


def test_a_call_that_is_ignored_rings_in_vain_and_out_of_sight() -> None:
    network = a_network(a_hall())
    order(network)
    network.ringing(CALLER).ignore()
    assert network.ringing_at(CALLER) == []
    network.settle()
    assert network.store.calls()[0].status == "no-answer"


def test_what_rings_no_more_can_not_be_answered() -> None:
    network = a_network(a_hall())
    order(network)
    ringing = network.ringing(CALLER)
    network.settle()
    with pytest.raises(LookupError):
        ringing.answer()
    with pytest.raises(LookupError):
        network.ringing(CALLER)


def test_an_answered_call_does_not_end_when_its_ringing_would_have() -> None:
    network = a_network(a_hall())
    order(network)
    call = network.ringing(CALLER).answer()
    network.settle()
    assert (call.is_over, network.store.calls()[0].status) == (False, "in-progress")


def test_the_ledger_follows_a_call_through_all_its_moments() -> None:
    network = a_network(a_hall())
    ringing = order(network)
    seen = [_state(network.store.calls())]
    for seconds in (0.2, 0.8):
        network.settle(seconds)
        seen.append(_state(network.store.calls()))
    ringing.answer().hang_up()
    seen.append(_state(network.store.calls()))
    assert seen == ["queued", "initiated", "ringing", "completed"]
    (kept,) = network.store.calls()
    assert (kept.called, kept.caller, kept.url, kept.sid) == (CALLER, NUMBER, CALLED, ringing.sid)


def _state(calls: list[KeptCall]) -> CallState:
    (only,) = calls
    return only.status


def test_a_call_can_carry_its_first_document() -> None:
    network = a_network(a_hall())
    order(network, Url="", Twiml=f"<Response>{_hello()}</Response>")
    call = network.ringing(CALLER).answer()
    assert call.hears == "hello"
    call.press("1#")
    assert call.hears == "thank you"


def test_a_document_without_address_can_not_be_asked_again() -> None:
    network = a_network(a_hall())
    order(network, Url="", Twiml="<Response><Gather><Say>hello</Say></Gather></Response>")
    call = network.ringing(CALLER).answer()
    call.press("1#")
    assert "no address" in call.faults[0].reason
    assert call.is_over
