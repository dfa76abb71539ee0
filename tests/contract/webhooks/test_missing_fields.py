"""Providers' forms with one field missing or empty: an answer, or a plain 400 where an id is missing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from intake.simulator.forms import (
    Fields,
    Parties,
    Text,
    call_fields,
    message_fields,
    message_status_fields,
    recording_status_fields,
    status_fields,
)
from intake.simulator.profiles import PROFILES, TWILIO, Profile
from intake.simulator.twiml import read_messages, read_voice
from tests import cast
from tests.contract.webhooks.wire import Answer, Wire
from tests.faults.served import SID

IDS = {"CallSid", "MessageSid", "SmsSid", "SmsMessageSid", "RecordingSid", "RecordingUrl"}
STATUSES = {"MessageStatus", "SmsStatus"}


def parties(profile: Profile) -> Parties:
    call_sid = profile.new_sid("CA")
    return Parties(account_sid=SID, call_sid=call_sid, caller="+8613800138000", called=cast.HOTLINE)


def text(profile: Profile) -> Text:
    media = (("https://api.example/ME1", "image/jpeg"),)
    sid = profile.new_sid("SM")
    return Text(
        account_sid=SID, sid=sid, sender="+8613800138000", to=cast.HOTLINE, body="3号窗口", media=media
    )


def gathered(profile: Profile) -> Fields:
    return call_fields(profile, parties(profile), "in-progress") | {"Digits": "3", "FinishedOnKey": "#"}


def recorded(profile: Profile) -> Fields:
    end = {"RecordingUrl": "https://api.example/RE1", "RecordingDuration": "4", "Digits": "hangup"}
    return call_fields(profile, parties(profile), "completed") | end


def reported(profile: Profile) -> Fields:
    sid = profile.new_sid("RE")
    url = f"https://api.example/{sid}"
    return recording_status_fields(
        parties(profile), sid=sid, url=url, status="completed", seconds=4, started=cast.NOW
    )


FORMS: dict[str, tuple[str, Callable[[Profile], Fields]]] = {
    "incoming": ("/voice/incoming", lambda profile: call_fields(profile, parties(profile), "ringing")),
    "gathered": ("/voice/step/never-given", gathered),
    "recorded": ("/voice/step/never-given", recorded),
    "ended": (
        "/voice/status",
        lambda profile: status_fields(profile, parties(profile), "completed", at=cast.NOW, seconds=0),
    ),
    "recording": ("/voice/recording/never-given", reported),
    "message": ("/sms/incoming", lambda profile: message_fields(profile, text(profile))),
    "message_status": (
        "/sms/status",
        lambda profile: message_status_fields(profile, text(profile), "delivered"),
    ),
}
CASES = [
    (form, profile.name, name)
    for form, (_, make) in FORMS.items()
    for profile in PROFILES.values()
    for name in sorted(make(profile))
]
EVERY_FIELD = pytest.mark.parametrize(("form", "profile", "name"), CASES, ids=["-".join(c) for c in CASES])


def plain(target: str, answer: Answer) -> None:
    """An answer of the right kind: a document that can be executed, or nothing at all."""
    if answer.status != 200:
        assert answer.status in {204, 400} and answer.body == b""
    elif target.startswith("/voice"):
        read_voice(answer.body, answer.headers["Content-Type"], TWILIO)
    else:
        read_messages(answer.body, answer.headers["Content-Type"])


@EVERY_FIELD
def test_a_form_without_one_field_is_answered_or_plainly_refused(
    wire: Wire, form: str, profile: str, name: str
) -> None:
    target, make = FORMS[form]
    fields = make(PROFILES[profile])
    for changed in ({key: value for key, value in fields.items() if key != name}, fields | {name: ""}):
        answer = wire.post(target, changed)
        plain(target, answer)
        assert answer.status != 400 or name in IDS | STATUSES


@pytest.mark.parametrize("form", FORMS)
def test_a_form_with_nothing_at_all_is_plainly_refused(wire: Wire, form: str) -> None:
    answer = wire.post(FORMS[form][0], {})
    assert (answer.status, answer.body) == (400, b"")


@pytest.mark.parametrize("step", range(4))
def test_an_answer_without_anything_in_it_asks_again(wire: Wire, step: int) -> None:
    fields = call_fields(TWILIO, parties(TWILIO), "in-progress") | {"From": "+266696687"}
    body = wire.post("/voice/incoming", fields).body
    for keys in ("1", "3", "1001", "1")[:step]:
        body = wire.post(address(body), fields | {"Digits": keys}).body
    answer = wire.post(address(body), {"CallSid": fields["CallSid"]})
    assert answer.status == 200
    plain("/voice", answer)


def address(body: bytes) -> str:
    found = re.search(rb"/voice/step/[\w-]+", body)
    assert found
    return found[0].decode()
