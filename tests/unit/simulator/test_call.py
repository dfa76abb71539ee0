"""A whole call: documents, redirects, hang-ups, deliveries, and the fields on every request."""

import re
import uuid

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.wrappers import Response

from intake.simulator import verbs
from intake.simulator.execution import MOST_DOCUMENTS
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import COMPATIBLE, PROFILES, TWILIO, Profile
from intake.simulator.states import CallState
from tests.unit.simulator.answering import (
    ACCOUNT,
    CALLER,
    HERE,
    NUMBER,
    TOKEN,
    Answer,
    Clock,
    Form,
    Hall,
    a_call,
    a_network,
    a_phone,
)

MENU: dict[str, Answer] = {
    "/voice/incoming": f'<Gather action="{HERE}/next?step=a1"><Say>menu</Say></Gather>',
    "/next": "<Say>bye</Say><Hangup/><Say>never</Say>",
}


def test_a_call_goes_from_document_to_document_and_ends() -> None:
    call, hall = a_call(MENU)
    call.press("1#")
    assert [path for path, _ in hall.asked] == ["/voice/incoming", "/next?step=a1", "/voice/status"]
    assert [form["CallStatus"] for _, form in hall.asked] == ["ringing", "in-progress", "completed"]
    assert "never" not in str(call)
    assert call.state == CallState.COMPLETED
    assert call.faults == []


def test_nothing_runs_after_a_redirect() -> None:
    call, _ = a_call(
        {
            "/voice/incoming": f"<Say>one</Say><Redirect>{HERE}/two</Redirect><Say>no</Say>",
            "/two": "<Say>two</Say>",
        }
    )
    assert call.hears == "one\ntwo"


def test_redirecting_for_ever_ends_the_call() -> None:
    call, hall = a_call({"/voice/incoming": f"<Redirect>{HERE}/voice/incoming</Redirect>"})
    assert len(hall.forms("/voice/incoming")) == MOST_DOCUMENTS
    assert "200 documents" in call.faults[0].reason
    assert call.state == CallState.COMPLETED


@pytest.mark.parametrize(("reason", "state"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_call_was_never_answered(reason: str, state: str) -> None:
    call, hall = a_call({"/voice/incoming": f'<Reject reason="{reason}"/>'})
    assert call.state == state
    assert hall.forms("/voice/status")[0]["CallStatus"] == state


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_hanging_up_reports_the_final_status_once(profile: Profile) -> None:
    hall, clock = Hall(MENU), Clock()
    call = Phone(a_network(hall, clock), CALLER, Hotline.at(HERE, NUMBER), profile=profile).dial()
    clock.advance(61)
    call.hang_up()
    call.hang_up()
    (form,) = hall.forms("/voice/status")
    assert (form["CallStatus"], form["CallDuration"], form["SequenceNumber"]) == ("completed", "61", "0")
    assert form["CallSid"] == call.sid
    assert form["Timestamp"] == "Mon, 02 Mar 2026 01:01:01 +0000"


@pytest.mark.parametrize("requests", [0, 1])
def test_the_line_may_drop_while_an_answer_is_on_its_way(requests: int) -> None:
    hall = Hall(MENU)
    call = a_phone(hall).dial(hang_up_after=requests)
    if not call.is_over:
        call.press("1#")
    assert call.is_over
    assert ("menu" in str(call), "bye" in str(call)) == (requests == 1, False)
    assert len(hall.forms("/voice/status")) == 1


def test_keys_after_the_call_are_lost() -> None:
    call, hall = a_call(MENU)
    call.hang_up()
    asked = len(hall.asked)
    call.press("1#")
    assert (len(hall.asked), call.transcript[-1].text) == (asked, "1#")


def test_twilio_sends_its_fields_sids_and_idempotency_token() -> None:
    call, hall = a_call(MENU)
    form = hall.asked[0][1]
    assert re.fullmatch(r"CA[0-9a-f]{32}", form["CallSid"])
    assert (form["From"], form["Caller"], form["To"], form["Called"]) == (CALLER, CALLER, NUMBER, NUMBER)
    assert (form["AccountSid"], form["Direction"], form["ApiVersion"]) == (
        ACCOUNT.sid,
        "inbound",
        "2010-04-01",
    )
    assert form["FromCountry"] == "CN"
    assert hall.headers[0]["I-Twilio-Idempotency-Token"]
    assert not call.is_over


def test_a_compatible_service_sends_uuids_and_no_idempotency_token() -> None:
    call, hall = a_call(MENU, COMPATIBLE)
    assert str(uuid.UUID(call.sid)) == call.sid
    assert "I-Twilio-Idempotency-Token" not in hall.headers[0]
    assert "FromCountry" not in hall.asked[0][1]


@pytest.mark.parametrize(("profile", "number"), [(TWILIO, "+266696687"), (COMPATIBLE, "anonymous")])
def test_a_withheld_number_is_a_stand_in(profile: Profile, number: str) -> None:
    hall = Hall(MENU)
    a_phone(hall, profile, withheld=True).dial()
    assert hall.asked[0][1]["From"] == number


def test_parallel_copies_are_one_event_and_are_answered_alike() -> None:
    hall = Hall(MENU)
    call = a_phone(hall).dial(copies=5)
    call.press("1#")
    assert len(hall.forms("/next")) == 5
    assert len({headers["I-Twilio-Idempotency-Token"] for headers in hall.headers[5:10]}) == 1
    assert all(exchange.answers_agree for exchange in call.exchanges)


def test_copies_that_are_answered_differently_are_seen() -> None:
    answers = iter(["<Say>a</Say>", "<Say>b</Say>"])

    def other_each_time(form: Form) -> str:
        return next(answers)

    call = a_phone(Hall({"/voice/incoming": other_each_time})).dial(copies=2)
    assert not call.exchanges[0].answers_agree


def test_an_old_request_can_be_delivered_again_without_moving_the_call() -> None:
    call, hall = a_call(MENU)
    call.press("1#")
    first, last = hall.headers[0], call.exchanges[0]
    again = call.repeat(last)
    assert again.answers_agree
    assert hall.headers[-1]["X-Twilio-Signature"] == first["X-Twilio-Signature"]
    assert call.is_over


def _connecting(action: str = "") -> dict[str, Answer]:
    dial = f"<Dial {action} timeout='20'><Number>+861012345</Number></Dial><Say>nobody there</Say>"
    return {"/voice/incoming": dial, "/next": "<Say>how was it</Say>"}


def test_dialling_a_person_without_action_goes_on_with_the_next_verb() -> None:
    call, _ = a_call(_connecting())
    assert isinstance(call.waiting, verbs.Dial)
    call.stay_silent()
    assert call.hears == "nobody there"


def test_dialling_a_person_tells_the_action_how_it_ended() -> None:
    call, hall = a_call(_connecting(f'action="{HERE}/next"'))
    call.dial_ends("completed", seconds=42)
    form = hall.forms("/next")[0]
    assert (form["DialCallStatus"], form["DialCallDuration"]) == ("completed", "42")
    assert call.hears == "how was it"


def test_prompts_can_be_recorded_audio() -> None:
    call, _ = a_call({"/voice/incoming": f"<Play>{HERE}/a.mp3</Play><Say loop='2'>x</Say>"})
    assert "played  http://hotline.example/a.mp3" in str(call)
    assert call.hears == "x\nx"


def test_the_signature_is_the_official_validators() -> None:
    call, _ = a_call(MENU)
    call.press("1#")
    for exchange in call.exchanges:
        request = exchange.request
        signature = RequestValidator(TOKEN).compute_signature(request.url, dict(exchange.fields))
        assert request.headers["X-Twilio-Signature"] == signature


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_refused_status_report_is_a_fault(status: int) -> None:
    call, _ = a_call({"/voice/incoming": "<Hangup/>", "/voice/status": Response("", status)})
    assert str(status) in call.faults[0].reason


def test_a_status_report_may_be_answered_with_200() -> None:
    call, _ = a_call({"/voice/incoming": "<Hangup/>", "/voice/status": ""})
    assert call.faults == []
