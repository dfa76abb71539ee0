"""What a caller does at a Gather and what the provider makes of it, row by row, on both profiles."""

import pytest

from intake.simulator import verbs
from intake.simulator.profiles import COMPATIBLE, PROFILES, TWILIO, Profile
from intake.simulator.states import CallState
from tests.unit.simulator.answering import HERE, a_call

NEXT = "<Say>next</Say>"


def gather(attributes: str = "", after: str = "<Say>fell through</Say>") -> dict[str, str]:
    return {
        "/voice/incoming": f'<Gather action="{HERE}/next" {attributes}><Say>menu</Say></Gather>{after}',
        "/next": NEXT,
    }


@pytest.mark.parametrize(
    ("attributes", "keys", "digits", "finished_on"),
    [
        ('numDigits="1"', "3", "3", ""),
        ('numDigits="4"', "1024", "1024", ""),
        ("", "1024#", "1024", "#"),
        ('numDigits="6"', "1024#", "1024", "#"),
        ('finishOnKey=""  numDigits="3"', "1#*", "1#*", ""),
        ('finishOnKey="*"', "12#*", "12#", "*"),
        ("", "#", "", "#"),
        ('actionOnEmptyResult="true"', "#", "", "#"),
    ],
)
def test_twilio_submits_keys_and_tells_what_ended_them(
    attributes: str, keys: str, digits: str, finished_on: str
) -> None:
    call, hall = a_call(gather(attributes))
    call.press(keys)
    (form,) = hall.forms("/next")
    assert (form["Digits"], form["FinishedOnKey"]) == (digits, finished_on)
    assert form["CallStatus"] == "in-progress"
    assert call.hears == "next"


@pytest.mark.parametrize(("keys", "digits"), [("1024#", "1024"), ("12*#", "12*")])
def test_a_compatible_service_sends_digits_and_nothing_else(keys: str, digits: str) -> None:
    call, hall = a_call(gather(), COMPATIBLE)
    call.press(keys)
    (form,) = hall.forms("/next")
    assert form["Digits"] == digits
    assert set(form) == {
        *("AccountSid", "ApiVersion", "CallSid", "CallStatus", "Called", "Caller", "Digits", "Direction"),
        *("From", "To"),
    }


def test_a_compatible_service_sends_no_digits_for_an_empty_entry() -> None:
    call, hall = a_call(gather('actionOnEmptyResult="true"'), COMPATIBLE)
    call.press("#")
    (form,) = hall.forms("/next")
    assert "Digits" not in form


def test_twilio_sends_empty_digits_for_silence_where_asked() -> None:
    call, hall = a_call(gather('actionOnEmptyResult="true"'))
    call.stay_silent()
    (form,) = hall.forms("/next")
    assert (form["Digits"], form["FinishedOnKey"]) == ("", "")


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_silence_falls_through_to_the_next_verb(profile: Profile) -> None:
    call, hall = a_call(gather(), profile)
    call.stay_silent()
    assert call.hears == "fell through"
    assert hall.forms("/next") == []
    assert call.state == CallState.COMPLETED


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_keys_without_a_finishing_key_are_submitted_by_the_timeout(profile: Profile) -> None:
    call, hall = a_call(gather(), profile)
    call.press("10")
    call.press("24")
    assert call.keys_so_far == "1024"
    assert hall.forms("/next") == []
    call.stay_silent()
    assert hall.forms("/next")[0]["Digits"] == "1024"


def test_keys_pressed_after_the_end_are_lost_and_shown_as_lost() -> None:
    answers = gather('numDigits="1"') | {
        "/next": f'<Gather action="{HERE}/last"><Say>number</Say></Gather>',
        "/last": NEXT,
    }
    call, hall = a_call(answers)
    call.press("1 77#")
    assert call.keys_so_far == ""
    assert "lost  77#" in str(call)
    call.press("88#")
    assert hall.forms("/last")[0]["Digits"] == "88"


def test_a_gather_without_action_asks_the_current_document() -> None:
    call, hall = a_call({"/voice/incoming": '<Gather numDigits="1"/>'})
    call.press("5")
    assert [form.get("Digits") for form in hall.forms("/voice/incoming")] == [None, "5"]


def test_speech_reaches_twilio_with_a_confidence() -> None:
    call, hall = a_call(gather('input="dtmf speech" language="cmn-Hans-CN" hints="A" speechTimeout="auto"'))
    call.say("三号窗口")
    form = hall.forms("/next")[0]
    assert form["SpeechResult"] == "三号窗口"
    assert 0 < float(form["Confidence"]) <= 1
    assert "Digits" not in form


def test_a_gather_for_keys_does_not_hear_speech() -> None:
    call, hall = a_call(gather())
    call.say("三号窗口")
    assert hall.forms("/next") == []
    assert isinstance(call.waiting, verbs.Gather)


def test_a_gather_for_speech_does_not_feel_keys() -> None:
    call, hall = a_call(gather('input="speech"'))
    call.press("1#")
    assert hall.forms("/next") == []


def test_what_is_no_key_is_refused_before_it_is_sent() -> None:
    call, _ = a_call(gather())
    with pytest.raises(ValueError, match="key pad"):
        call.press("12x")


def test_the_phone_names_what_awaits_the_caller() -> None:
    call, _ = a_call(gather('timeout="7" numDigits="4"'), TWILIO)
    assert isinstance(call.waiting, verbs.Gather)
    assert (call.waiting.timeout, call.waiting.num_digits) == (7, 4)
    assert call.hears == "menu"
