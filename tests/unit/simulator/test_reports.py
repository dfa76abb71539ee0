"""How a call of the hotline's is reported: lost, doubled, in the wrong order, or only what was asked for."""

import pytest

from intake.simulator.behaviour import Behaviour, Called
from intake.simulator.events import Manner
from intake.simulator.profiles import COMPATIBLE, PROFILES, Profile
from tests.unit.simulator.answering import CALLER, Hall
from tests.unit.simulator.ordering import a_hall, a_network, order, reports, served, statuses

STEPS = ["initiated", "ringing", "in-progress", "completed"]


def answered(manner: Manner, profile: Profile) -> Hall:
    hall = a_hall()
    network = a_network(hall)
    network.plan(CALLER, Behaviour(reports=manner))
    order(network, profile)
    network.ringing(CALLER).answer().press("1")
    network.settle()
    assert network.store.calls()[0].status == "completed"
    return hall


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        (Manner.IN_ORDER, STEPS),
        (Manner.FINAL_LOST, STEPS[:3]),
        (Manner.TWICE, [step for step in STEPS for _ in range(2)]),
        (Manner.REVERSED, STEPS[::-1]),
    ],
)
def test_reports_travel_as_planned(manner: Manner, told: list[str]) -> None:
    hall = answered(manner, PROFILES["twilio"])
    assert statuses(hall) == told


@pytest.mark.parametrize(("manner", "times"), [(Manner.FINAL_LOST, 0), (Manner.TWICE, 2)])
def test_the_only_report_of_a_compatible_service_can_be_lost_or_doubled(manner: Manner, times: int) -> None:
    hall = answered(manner, COMPATIBLE)
    assert statuses(hall) == ["completed"] * times


def test_a_doubled_report_is_the_same_request_to_the_letter() -> None:
    hall = answered(Manner.TWICE, PROFILES["twilio"])
    headers = [one for (path, _), one in zip(hall.asked, hall.headers, strict=True) if "status" in path]
    assert reports(hall)[0] == reports(hall)[1]
    assert headers[0]["X-Twilio-Signature"] == headers[1]["X-Twilio-Signature"]
    assert headers[0]["I-Twilio-Idempotency-Token"] == headers[1]["I-Twilio-Idempotency-Token"]


def test_reversed_reports_keep_the_numbers_and_times_of_what_happened() -> None:
    hall = answered(Manner.REVERSED, PROFILES["twilio"])
    assert [form["SequenceNumber"] for form in reports(hall)] == ["3", "2", "1", "0"]


def test_a_busy_number_can_lose_its_last_report_too() -> None:
    hall = a_hall()
    network = a_network(hall)
    network.plan(CALLER, Behaviour(called=Called.BUSY, reports=Manner.FINAL_LOST))
    order(network)
    network.settle()
    assert statuses(hall) == ["initiated"]
    assert network.store.calls()[0].status == "busy"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([], ["completed"]),
        (["answered", "completed"], ["in-progress", "completed"]),
        (["ringing"], ["ringing"]),
    ],
)
def test_only_what_was_asked_for_is_reported_and_numbered(asked: list[str], told: list[str]) -> None:
    hall = a_hall()
    with served(hall, PROFILES["twilio"]) as (network, client):
        events: dict[str, list[str]] = {"status_callback_event": asked} if asked else {}
        client.calls.create(
            to=CALLER,
            from_="+861088886666",
            url="http://hotline.example/voice/callback/token",
            status_callback="http://hotline.example/voice/callback/token/status",
            **events,
        )
        network.ringing(CALLER).answer().press("1")
        network.settle()
    assert statuses(hall) == told
    assert [form["SequenceNumber"] for form in reports(hall)] == [str(n) for n in range(len(told))]


def test_without_an_address_nothing_is_reported() -> None:
    hall = a_hall()
    network = a_network(hall)
    order(network, StatusCallback="")
    network.settle()
    assert hall.asked == []


def test_a_report_that_is_answered_wrongly_is_a_fault_of_the_call() -> None:
    hall = a_hall()
    network = a_network(hall)
    ringing = order(network, StatusCallback="http://hotline.example/gone")
    network.ringing(CALLER).answer().hang_up()
    network.settle()
    assert ringing.call is not None
    assert "404" in ringing.call.faults[0].reason
