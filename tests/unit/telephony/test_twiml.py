"""Every document is well-formed and within its profile's mark-up, whatever is said."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.config import Settings
from intake.telephony.profile import COMPATIBLE, PROFILES, TWILIO, Capabilities, profile_for
from intake.telephony.twiml import LONGEST_SPEECH, UNSPEAKABLE, Mouth, Speech, clean, mouths

ACTION = "https://hotline.example/voice/step/abc"
CALLBACK = "https://hotline.example/voice/recording/abc"
NAUGHTY = [
    "]]>",
    "<Say>&amp;",
    "\x00\x0b\x1f",
    "\u202e左\u2066",
    "😀柜台",
    "\ud800",
    "\ufffe",
    "\"'&",
    "",
    " \t\n",
]

texts = st.one_of(st.text(), st.sampled_from(NAUGHTY), st.text(st.characters()))
DOCUMENTS: dict[str, Callable[[Mouth, str], str]] = {
    "keys": lambda mouth, text: mouth.gather(
        [Speech(text)], action=ACTION, timeout=6, digits=1, finish=False
    ),
    "entry": lambda mouth, text: mouth.gather(
        [Speech(text), Speech("", "https://hotline.example/a.mp3")],
        action=ACTION, timeout=6, digits=20, finish=True, speech="cmn-Hans-CN", hints=text,
    ),
    "record": lambda mouth, text: mouth.record(
        [Speech(text)], action=ACTION, status_callback=CALLBACK, limit=180, timeout=5
    ),
    "hang_up": lambda mouth, text: mouth.hang_up([Speech(text)]),
    "redirect": lambda mouth, text: mouth.redirect(ACTION),
    "dial": lambda mouth, text: mouth.dial([Speech(text)], number="+861062345678", action=ACTION, timeout=25),
    "silence": lambda mouth, text: mouth.silence(),
    "message": lambda mouth, text: mouth.message(text),
}  # fmt: skip


def a_mouth(provider: str, language: str = "zh") -> Mouth:
    return mouths(Settings(provider=provider))[language]


def parsed(document: str) -> ElementTree.Element:
    assert document.startswith("<?xml")
    return ElementTree.fromstring(document.encode())  # noqa: S314 - our own document


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@given(text=texts, language=st.sampled_from(["zh", "en"]))
def test_every_document_is_well_formed_and_within_the_mark_up(
    profile: Capabilities, kind: str, text: str, language: str
) -> None:
    root = parsed(DOCUMENTS[kind](a_mouth(profile.name, language), text))
    assert root.tag == "Response"
    for element in root.iter():
        assert element.tag in profile.verbs
        assert set(element.attrib) <= profile.mark_up[element.tag]
        assert not UNSPEAKABLE.search(element.text or "")
        for name in ("action", "recordingStatusCallback"):
            assert element.attrib.get(name, "https://").startswith("https://")
    for gather in root.iter("Gather"):
        assert {child.tag for child in gather} <= {"Say", "Play"}


@pytest.mark.parametrize("provider", PROFILES)
@pytest.mark.parametrize("finish", [True, False])
def test_a_gather_can_neither_end_a_call_by_silence_nor_wait_for_nothing(provider: str, finish: bool) -> None:
    document = a_mouth(provider).gather([], action=ACTION, timeout=6, digits=4, finish=finish)
    gather, redirect = parsed(document)
    assert gather.attrib == {
        "input": "dtmf", "action": ACTION, "method": "POST", "timeout": "6", "numDigits": "4",
        "finishOnKey": "#" if finish else "", "actionOnEmptyResult": "true",
    }  # fmt: skip
    assert (redirect.tag, redirect.text) == ("Redirect", ACTION)


def test_speech_stands_beside_keys_only_where_the_service_offers_it_and_it_is_wanted() -> None:
    def inputs(mouth: Mouth) -> str | None:
        return parsed(DOCUMENTS["entry"](mouth, "窗口"))[0].get("input")

    assert inputs(a_mouth("twilio")) == "dtmf speech"
    assert inputs(a_mouth("compatible")) == "dtmf"
    unwanted = a_mouth("twilio").gather([], action=ACTION, timeout=6, digits=1, finish=True, speech="")
    assert parsed(unwanted)[0].get("input") == "dtmf"


def test_a_voice_is_named_only_where_the_service_takes_one() -> None:
    def said(mouth: Mouth) -> dict[str, str]:
        return parsed(mouth.hang_up([Speech("好")]))[0].attrib

    assert said(a_mouth("twilio")) == {"voice": "Polly.Zhiyu", "language": "cmn-CN"}
    assert said(a_mouth("twilio", "en")) == {"voice": "Polly.Joanna", "language": "en-US"}
    assert said(a_mouth("compatible")) == {"language": "cmn-CN"}
    assert said(mouths(Settings(voice_zh="/zh-CN"))["zh"]) == {"language": "zh-CN"}


def test_a_recorded_prompt_is_played_instead_of_spoken() -> None:
    play, hang_up = parsed(a_mouth("twilio").hang_up([Speech("好", "https://hotline.example/a.mp3")]))
    assert (play.tag, play.text, hang_up.tag) == ("Play", "https://hotline.example/a.mp3", "Hangup")


def test_a_recording_is_reported_and_an_empty_one_goes_on() -> None:
    record, redirect = parsed(DOCUMENTS["record"](a_mouth("compatible"), ""))
    assert record.get("recordingStatusCallback") == CALLBACK
    assert (record.get("maxLength"), record.get("finishOnKey")) == ("180", "#")
    assert (redirect.tag, redirect.text) == ("Redirect", ACTION)
    absent = parsed(DOCUMENTS["record"](a_mouth("twilio"), ""))[0].get("recordingStatusCallbackEvent")
    assert absent == "completed absent"


def test_no_answer_to_a_message_is_an_empty_response() -> None:
    assert len(parsed(a_mouth("twilio").silence())) == len(parsed(a_mouth("twilio").message("\x00 "))) == 0


def test_text_is_cleaned_and_capped() -> None:
    assert clean("A\x00\u202e柜\u2069台\ud800\x0b😀") == "A柜台😀"
    assert len(clean("好" * 10_000)) == LONGEST_SPEECH


def test_settings_choose_the_profile() -> None:
    assert profile_for(Settings()) is TWILIO
    assert profile_for(Settings(provider="compatible")) is COMPATIBLE
