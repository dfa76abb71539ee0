"""Every answer that a provider would not execute ends the call with a reason, and never passes."""

import pytest
from werkzeug.wrappers import Response

from intake.simulator.profiles import COMPATIBLE, TWILIO
from intake.simulator.states import CallState
from intake.simulator.transport import HttpTransport, NotReached, signed_request
from tests.unit.simulator.answering import HERE, Hall, a_call, a_phone, twiml

BAD_VERBS = {
    "unknown verb": "<Pause/>",
    "verb of another case": "<say>x</say>",
    "unknown attribute": '<Say colour="red">x</Say>',
    "child of Say": "<Say>a<break/></Say>",
    "child of Gather": "<Gather><Hangup/></Gather>",
    "child of Record": "<Record><Say>x</Say></Record>",
    "text in Response": "hello",
    "text in Gather": "<Gather>hello</Gather>",
    "text in Hangup": "<Hangup>bye</Hangup>",
    "empty Say": "<Say> </Say>",
    "empty Redirect": "<Redirect/>",
    "relative Redirect": "<Redirect>/next</Redirect>",
    "relative action": '<Gather action="/next"/>',
    "address with a blank": '<Gather action="http://a/b c"/>',
    "address that is not ASCII": '<Gather action="http://a/柜台"/>',
    "finishing key of two signs": '<Gather finishOnKey="#*"/>',
    "finishing key of the alphabet": '<Gather finishOnKey="A"/>',
    "timeout in words": '<Gather timeout="five"/>',
    "timeout with a sign": '<Gather timeout="-1"/>',
    "no digits at all": '<Gather numDigits="0"/>',
    "flag in another case": '<Gather actionOnEmptyResult="True"/>',
    "method of another kind": '<Gather method="PUT"/>',
    "input of another kind": '<Gather input="video"/>',
    "recording of no length": '<Record maxLength="0"/>',
    "rejecting for no known reason": '<Reject reason="tired"/>',
    "two numbers": "<Dial><Number>1</Number><Number>2</Number></Dial>",
    "dialling a queue": "<Dial><Queue>x</Queue></Dial>",
    "dialling nobody": "<Dial/>",
    "a message in a call": "<Message>x</Message>",
}
ONLY_TWILIO = [
    '<Gather input="dtmf speech"/>',
    '<Gather hints="a"/>',
    '<Record recordingStatusCallbackEvent="absent"/>',
]
BAD_BYTES = {
    "leading blank": b" " + twiml("").encode(),
    "leading line": b"\n" + twiml("").encode(),
    "byte order mark": b"\xef\xbb\xbf" + twiml("").encode(),
    "empty body": b"",
    "unescaped ampersand": b"<Response><Say>a & b</Say></Response>",
    "control character": b"<Response><Say>a\x0bb</Say></Response>",
    "not closed": b"<Response><Say>a</Say>",
    "other root": b"<Answer/>",
    "invalid UTF-8": b"<Response><Say>\xff</Say></Response>",
    "entity": b'<!DOCTYPE r [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',
    "document type": b"<!DOCTYPE Response><Response/>",
    "over 64 kB": b"<Response><!--" + b"x" * 70_000 + b"--></Response>",
}


@pytest.mark.parametrize("answer", BAD_VERBS.values(), ids=BAD_VERBS)
def test_what_is_not_in_the_schema_ends_the_call(answer: str) -> None:
    call, hall = a_call({"/voice/incoming": f"<Say>before</Say>{answer}"})
    assert [fault.code for fault in call.faults] == [12200]
    assert call.hears == ""
    assert call.state == CallState.COMPLETED
    assert len(hall.forms("/voice/status")) == 1


@pytest.mark.parametrize("answer", ONLY_TWILIO)
def test_what_only_twilio_knows_ends_a_call_elsewhere(answer: str) -> None:
    assert a_call({"/voice/incoming": answer}, TWILIO)[0].faults == []
    assert [fault.code for fault in a_call({"/voice/incoming": answer}, COMPATIBLE)[0].faults] == [12200]


@pytest.mark.parametrize("body", BAD_BYTES.values(), ids=BAD_BYTES)
def test_what_does_not_parse_ends_the_call(body: bytes) -> None:
    call, _ = a_call({"/voice/incoming": Response(body, mimetype="text/xml")})
    assert call.faults[0].code in {11750, 12100}


@pytest.mark.parametrize("status", [201, 204, 301, 302, 307, 403, 404, 500, 503])
def test_any_other_status_ends_the_call(status: int) -> None:
    answer = Response(
        twiml("<Say>x</Say>"), status, mimetype="text/xml", headers={"Location": f"{HERE}/next"}
    )
    call, hall = a_call({"/voice/incoming": answer, "/next": "<Say>followed</Say>"})
    assert call.faults[0].code == 11200
    assert hall.forms("/next") == []


@pytest.mark.parametrize("kind", ["text/html", "application/json", "text/plain", ""])
def test_another_content_type_ends_the_call(kind: str) -> None:
    call, _ = a_call({"/voice/incoming": Response(twiml("<Say>x</Say>"), content_type=kind)})
    assert call.faults[0].code == 12300


def test_comments_and_an_empty_answer_are_allowed() -> None:
    call, _ = a_call({"/voice/incoming": "<!-- nothing -->"})
    assert (call.faults, call.state) == ([], CallState.COMPLETED)


def test_nobody_listening_is_a_fault_and_nothing_arrived() -> None:
    request = signed_request(method="POST", url="http://127.0.0.1:9/x", fields={}, token="t", headers={})
    with pytest.raises(NotReached) as failure:
        HttpTransport(timeout=2).send(request)
    assert not failure.value.connected


@pytest.mark.parametrize(
    "answer",
    ["<Say>x</Say>", '<Message to="+86">x</Message>', "<Message/>", f"<Message>{'长' * 1601}</Message>"],
)
def test_a_bad_answer_to_a_message_leaves_no_reply(answer: str) -> None:
    phone = a_phone(Hall({"/sms/incoming": answer}))
    assert phone.text("投诉") == []
    assert phone.faults
    assert phone.inbox == []
