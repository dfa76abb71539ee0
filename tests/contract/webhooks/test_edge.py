"""What the edge says to requests that are forged, broken or odd: the right status, no echo, never a fault.

Statuses: 403 for whatever isn't proven to be the provider's, 405 and 415 for the wrong way of asking, 413 for
too much, 400 for a signed form that lacks what it must have (research: telephony A1, A2, D4).
"""

from __future__ import annotations

import json
import re
import uuid
from hashlib import sha256
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from intake.simulator.profiles import TWILIO
from intake.simulator.twiml import read_messages, read_voice
from tests import cast
from tests.contract.webhooks.conftest import SECONDARY
from tests.contract.webhooks.wire import Wire
from tests.faults.served import SID, TOKEN

CANARY = "canary-in-the-body"
VOICE = ("/voice/incoming", "/voice/step/never-given", "/voice/recording/never-given", "/voice/status")
WEBHOOKS = (*VOICE, "/sms/incoming", "/sms/status")
REFUSED = 403


def call(**changes: str) -> dict[str, str]:
    return {
        "AccountSid": SID,
        "CallSid": f"CA{uuid.uuid4().hex}",
        "From": "+8613800138000",
        "To": cast.HOTLINE,
        "CallStatus": "ringing",
    } | changes


def message(**changes: str) -> dict[str, str]:
    return {
        "AccountSid": SID,
        "MessageSid": f"SM{uuid.uuid4().hex}",
        "From": "+8613800138000",
        "To": cast.HOTLINE,
        "Body": "3号窗口态度差",
        "NumMedia": "0",
    } | changes


def report(**changes: str) -> dict[str, str]:
    """A form with everything that any of the webhooks must have."""
    recording = {"RecordingSid": f"RE{uuid.uuid4().hex}", "RecordingStatus": "completed"}
    return call() | message(MessageStatus="delivered") | recording | changes


@pytest.mark.parametrize("target", WEBHOOKS)
@pytest.mark.parametrize(
    "signature",
    [None, "", "=", "not base64 at all", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "é" * 28, "A" * 10_000],
    ids=["none", "empty", "equals", "words", "forged", "not_ascii", "huge"],
)
def test_what_is_not_signed_is_refused_without_an_echo(
    wire: Wire, target: str, signature: str | None
) -> None:
    answer = wire.post(target, report(Body=CANARY), signature=signature)
    # A header line over the server's limit is refused by the server itself.
    assert answer.status == REFUSED or (signature == "A" * 10_000 and answer.status in {400, 431})
    assert CANARY.encode() not in answer.body


@pytest.mark.parametrize("target", WEBHOOKS)
def test_every_webhook_takes_what_the_provider_signed(wire: Wire, target: str) -> None:
    assert wire.post(target, report()).status in {200, 204}


def test_the_second_token_counts_while_tokens_are_rotated_and_an_old_one_does_not(wire: Wire) -> None:
    assert wire.post("/voice/incoming", call(), token=SECONDARY).status == 200
    assert wire.post("/voice/incoming", call(), token="the-token-before-that").status == REFUSED


def test_a_signature_for_one_form_address_or_account_proves_no_other(wire: Wire) -> None:
    fields = message()
    signature = RequestValidator(TOKEN).compute_signature(wire.served.url + "/sms/incoming", fields)
    assert wire.post("/sms/incoming", fields | {"Body": CANARY}, signature=signature).status == REFUSED
    assert wire.post("/sms/incoming", fields | {"Extra": "1"}, signature=signature).status == REFUSED
    assert wire.post("/sms/status", fields, signature=signature).status == REFUSED
    assert wire.post("/sms/incoming?x=1", fields, signature=signature).status == REFUSED
    assert wire.post("/sms/incoming", fields, signature=signature).status == 200


def test_a_json_body_can_not_be_swapped_under_a_valid_signature(wire: Wire) -> None:
    body = json.dumps(message()).encode()
    as_json = {"Content-Type": "application/json"}
    target = f"/sms/incoming?bodySHA256={sha256(body).hexdigest()}"
    swapped = wire.post(target, {}, raw=json.dumps(message(Body=CANARY)).encode(), headers=as_json)
    assert swapped.status == REFUSED and CANARY.encode() not in swapped.body
    assert wire.post("/sms/incoming", {}, raw=body, headers=as_json).status == REFUSED
    # Rightly signed, but no form: nothing of it is taken.
    assert wire.post(target, {}, raw=body, headers=as_json).status == 400


@pytest.mark.parametrize("target", WEBHOOKS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_post_is_answered(wire: Wire, target: str, method: str) -> None:
    assert wire.post(target, report(), method=method).status == 405


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "", "x", "/;;="]
)
def test_any_other_kind_of_body_is_unsupported(wire: Wire, kind: str) -> None:
    assert wire.post("/sms/incoming", message(), headers={"Content-Type": kind}).status == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "444"},
        {"X-Forwarded-Prefix": "/evil", "X-Original-URL": "/evil", "Forwarded": "host=evil.example"},
        {"X-Script-Name": "/evil", "X-HTTP-Method-Override": "GET"},
    ],
    ids=["host", "forwarded", "prefix", "script"],
)
def test_forged_headers_change_neither_the_proof_nor_our_addresses(
    wire: Wire, headers: dict[str, str]
) -> None:
    answer = wire.post("/voice/incoming", call(), headers=headers)
    assert answer.status == 200
    addresses = re.findall(rb'https?://[^"<]+', answer.body)
    assert addresses
    assert all(address.startswith(wire.served.url.encode()) for address in addresses)
    fields = call()
    forged = RequestValidator(TOKEN).compute_signature("https://evil.example/voice/incoming", fields)
    assert wire.post("/voice/incoming", fields, signature=forged, headers=headers).status == REFUSED


@pytest.mark.parametrize("target", WEBHOOKS)
def test_both_forms_of_an_address_are_answered_without_a_redirect(wire: Wire, target: str) -> None:
    assert wire.post(f"{target}/", report()).status in {200, 204}


@pytest.mark.parametrize(
    "query", ["?x=%E6%9F%9C", "?x=%7E%2F%3a", "?x=a+b&x=a+b", "?x=%ff", "?=&&", "?x=" + "y" * 2000]
)
def test_the_query_counts_as_it_was_requested(wire: Wire, query: str) -> None:
    fields = call()
    answer = wire.post(f"/voice/incoming{query}", fields)
    assert answer.status == 200
    signature = RequestValidator(TOKEN).compute_signature(f"{wire.served.url}/voice/incoming", fields)
    assert wire.post(f"/voice/incoming{query}", fields, signature=signature).status == REFUSED


@pytest.mark.parametrize("path", ["/voice/%69ncoming", "/voice/step/%E6%9F%9C", "/voice/step/a%20b"])
def test_an_encoded_path_is_verified_as_it_was_requested(wire: Wire, path: str) -> None:
    assert wire.post(path, call()).status == 200


@pytest.mark.parametrize("target", ["/voice/step/%00", "/voice/recording/a%00b", "/sms/status?message=%00"])
def test_an_address_with_a_nul_is_none_of_ours(wire: Wire, target: str) -> None:
    assert wire.post(target, report()).status == REFUSED


@pytest.mark.parametrize(
    "path", ["/", "/voice", "/voice/nothing", "/sms/../voice/x", "/voice/step/a/b", "/%00", "/sms"]
)
def test_an_unknown_address_is_not_found_whatever_it_carries(wire: Wire, path: str) -> None:
    answer = wire.post(path, report(Body=CANARY))
    assert answer.status in {404, 405} and CANARY.encode() not in answer.body


def test_too_much_is_refused_before_it_is_read_further(wire: Wire) -> None:
    assert wire.post("/sms/incoming", message(Body="字" * 30_000)).status == 413
    assert wire.post("/sms/incoming", {f"n{i}": "1" for i in range(1000)} | message()).status == 413
    assert wire.post("/sms/incoming", message(Body="字" * 5001)).status == 200


def test_a_body_that_states_no_length_is_cut_off_too(wire: Wire) -> None:
    chunk = b"Body=" + b"x" * 70_000
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(chunk), chunk)
    headers = {"Transfer-Encoding": "chunked"}
    answer = wire.post("/sms/incoming", message(), raw=chunked, headers=headers)
    assert answer.status in {400, 403, 413}


@pytest.mark.parametrize("raw", [b"Body=%ff%fe&MessageSid=SM1", b"Body=\xff", b"%C0%80=1", b"Body=%ED%A0%80"])
def test_what_is_not_utf_8_proves_nothing(wire: Wire, raw: bytes) -> None:
    assert wire.post("/sms/incoming", {}, raw=raw).status == REFUSED


ODD = {
    "nul": "3号\x00窗口\x00",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufeff\ufffe\uffff",
    "bidi": "3\u202e号窗口\u2066工号\u2069",
    "mark_up": "]]><Response><Hangup/></Response><!-- & &amp; \"'",
    "format": "{hall} %s {0} ${x} {{7*7}}",
    "emoji": "😡🤬👨‍👩‍👧‍👦" * 20,
    "long": "字" * 5000,
    "formula": "=1+1\t@SUM(A1)",
    "zero_width": "\u200b\u200c\u200d",
    "lines": "a\r\nSet-Cookie: x\r\n\r\nb",
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("field", ["Body", "From", "To", "NumMedia", "MediaUrl0"])
def test_odd_characters_in_a_message_are_taken_and_answered(wire: Wire, field: str, odd: str) -> None:
    answer = wire.post(
        "/sms/incoming", message(NumMedia="1", MediaUrl0="https://x.example/ME1") | {field: odd}
    )
    assert answer.status == 200
    read_messages(answer.body, answer.headers["Content-Type"])


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("field", ["From", "To", "CallStatus", "Direction"])
def test_odd_characters_in_a_call_are_taken_and_answered(wire: Wire, field: str, odd: str) -> None:
    answer = wire.post("/voice/incoming", call() | {field: odd})
    assert answer.status == 200
    read_voice(answer.body, answer.headers["Content-Type"], TWILIO)
    assert wire.post("/voice/status", call() | {field: odd}).status == 204


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize(
    "field", ["Digits", "SpeechResult", "Confidence", "RecordingUrl", "RecordingDuration", "FinishedOnKey"]
)
def test_odd_characters_in_an_answer_are_taken_and_answered(wire: Wire, field: str, odd: str) -> None:
    fields = call(From="+266696687")
    step = step_of(wire.post("/voice/incoming", fields).body)
    step = step_of(wire.post(step, fields | {"Digits": "1"}).body)
    answer = wire.post(step, fields | {field: odd})
    assert answer.status == 200
    read_voice(answer.body, answer.headers["Content-Type"], TWILIO)
    assert wire.post(step, fields | {field: odd}).body == answer.body


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize(
    ("target", "field"),
    [
        ("/voice/incoming", "CallSid"),
        ("/voice/status", "CallSid"),
        ("/voice/step/never-given", "CallSid"),
        ("/voice/recording/never-given", "RecordingSid"),
        ("/voice/recording/never-given", "RecordingStatus"),
        ("/voice/recording/never-given", "RecordingDuration"),
        ("/sms/incoming", "MessageSid"),
        ("/sms/status", "MessageSid"),
        ("/sms/status", "MessageStatus"),
        ("/sms/status", "ErrorCode"),
    ],
)
def test_odd_ids_are_answered_plainly(wire: Wire, target: str, field: str, odd: str) -> None:
    answer = wire.post(target, report() | {field: odd})
    assert answer.status in {200, 204, 400}
    assert answer.status != 400 or answer.body == b""


def step_of(body: bytes) -> str:
    found = re.search(rb"/voice/step/[\w-]+", body)
    assert found, body
    return found[0].decode()


def test_no_request_of_this_module_met_a_fault_of_ours(wire: Wire) -> None:
    log = Path(wire.served.log).read_text(encoding="utf-8", errors="replace")
    assert [line for line in log.splitlines() if "unexpected" in line or "not available" in line] == []
    assert "Traceback" not in log and CANARY not in log and "13800138000" not in log
