"""The tests' own provider against the official client, the official signatures and a toy application."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from flask import Flask, Response, request
from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import BaseWSGIServer, make_server

from tests.faults.provider import ACCOUNT, TOKEN, Provider
from tests.faults.provider_faults import Order, broken, refusal, throttled
from tests.faults.provider_people import (
    EVENTS,
    HANG_UP,
    Delivery,
    busy,
    failed,
    machine,
    no_answer,
    person,
)
from tests.faults.provider_twiml import entered
from tests.faults.provider_wire import sign

HOTLINE, CITIZEN = "+862888000012", "+8613900000001"
VECTOR = [
    ("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("From", "+14158675309"),
    ("Caller", "+14158675309"), ("To", "+18005551212"),
]  # fmt: skip
WINDOW = (
    '<?xml version="1.0" encoding="UTF-8"?><Response>'
    '<Gather input="dtmf" action="{url}/window" method="POST" numDigits="4" finishOnKey="#" timeout="5" '
    'actionOnEmptyResult="true"><Say language="cmn-CN">请输入窗口号码</Say></Gather>'
    '<Redirect method="POST">{url}/window</Redirect></Response>'
)
RECORD = (
    '<Response><Say>请留言</Say><Record action="{url}/recorded" method="POST" maxLength="60" timeout="5" '
    'playBeep="true" finishOnKey="#" recordingStatusCallback="{url}/recording"/></Response>'
)
DOCUMENTS = {
    "/answer": WINDOW,
    "/window": RECORD,
    "/recorded": "<Response><Say>再见</Say><Hangup/></Response>",
    "/pause": "<Response><Pause/></Response>",
}


@dataclass(kw_only=True)
class Toy:
    """An application that checks signatures and keeps what it was told."""

    url: str
    told: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str) -> list[dict[str, str]]:
        return [form for where, form in self.told if where == path]

    def statuses(self) -> list[str]:
        return [form["CallStatus"] for form in self.at("/status")]


@pytest.fixture
def toy() -> Iterator[Toy]:
    app = Flask("toy")
    server: BaseWSGIServer = make_server("127.0.0.1", 0, app, threaded=True)
    made = Toy(url=f"http://127.0.0.1:{server.port}")
    checker = RequestValidator(TOKEN)

    @app.post("/<path:where>")
    def any_address(where: str) -> Response:
        given = request.headers.get("X-Twilio-Signature", "")
        if not checker.validate(f"{made.url}/{where}", request.form, given):
            return Response(status=403)
        made.told.append((f"/{where}", dict(request.form)))
        text = DOCUMENTS.get(f"/{where}")
        if text is None:
            return Response(status=204)
        return Response(text.replace("{url}", made.url), content_type="text/xml; charset=utf-8")

    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    made = Provider(tmp_path)
    yield made
    made.close()


@pytest.fixture
def compatible(tmp_path: Path) -> Iterator[Provider]:
    made = Provider(tmp_path, compatible=True)
    yield made
    made.close()


def client(provider: Provider, token: str = TOKEN, timeout: float = 5.0) -> Client:
    made = Client(ACCOUNT, token, http_client=TwilioHttpClient(timeout=timeout))
    made.api.base_url = provider.url
    return made


def call(provider: Provider, toy: Toy, to: str = CITIZEN, path: str = "/answer", timeout: float = 5.0) -> str:
    made = client(provider, timeout=timeout).calls.create(
        to=to, from_=HOTLINE, url=f"{toy.url}{path}",
        status_callback=f"{toy.url}/status", status_callback_event=list(EVENTS),
    )  # fmt: skip
    return str(made.sid)


@pytest.mark.parametrize(
    ("url", "form", "expected"),
    [
        ("https://mycompany.com/myapp.php?foo=1&bar=2", VECTOR, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", VECTOR, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:80/myapp.php?foo=1&bar=2", VECTOR, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", VECTOR, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    ],
)
def test_signs_like_the_published_examples(url: str, form: list[tuple[str, str]], expected: str) -> None:
    assert sign("12345", url, form) == expected


def test_values_given_twice_are_signed_once() -> None:
    form = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        *(("Digits", keys) for keys in ("5678", "1234", "1234")),
    ]
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, form) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


@pytest.mark.parametrize(
    ("keys", "finish", "most", "digits"),
    [
        ("3#", "#", 4, ("3", True)),
        ("1001#", "#", 4, ("1001", False)),
        ("#", "#", 4, ("", True)),
        ("12", "", 1, ("1", False)),
        ("", "#", 4, ("", False)),
    ],
)
def test_an_entry_ends_with_its_last_digit_or_its_key(
    keys: str, finish: str, most: int, digits: tuple[str, bool]
) -> None:
    assert entered(keys, finish, most) == digits


def test_a_person_answers_presses_keys_and_leaves_a_message(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [person([("窗口号码", "3#")])]
    sid = call(provider, toy)
    provider.settle()
    assert toy.statuses() == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in toy.at("/status")] == ["0", "1", "2", "3"]
    assert toy.at("/window")[0]["Digits"] == "3" and toy.at("/window")[0]["FinishedOnKey"] == "#"
    assert toy.at("/recorded")[0]["RecordingSid"].startswith("RE")
    fetched = client(provider).calls(sid).fetch()
    assert (fetched.status, fetched.to, fetched.direction) == ("completed", CITIZEN, "outbound-api")
    (made,) = provider.placed()
    assert made.heard == ["请输入窗口号码", "请留言", "再见"] and made.pressed == ["3#"]
    assert provider.bad_replies() == [] and provider.line.complaints == []
    (recording,) = client(provider).recordings.list()
    assert recording.call_sid == sid


def test_who_is_silent_is_reported_with_empty_digits(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [machine()]
    call(provider, toy)
    provider.settle()
    assert toy.at("/window")[0]["Digits"] == ""


def test_who_hangs_up_ends_the_call_there(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [person([("窗口号码", HANG_UP)])]
    call(provider, toy)
    provider.settle()
    assert toy.at("/window") == [] and toy.statuses()[-1] == "completed"


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [(no_answer(), "no-answer", "487"), (busy(), "busy", "486"), (failed("404"), "failed", "404")],
)
def test_who_does_not_answer_hears_nothing(
    provider: Provider, toy: Toy, who: object, status: str, code: str
) -> None:
    provider.people[CITIZEN] = [who]  # type: ignore[list-item]
    call(provider, toy)
    provider.settle()
    assert toy.statuses() == ["initiated", "ringing", status] and toy.at("/answer") == []
    assert toy.at("/status")[-1]["SipResponseCode"] == code


def test_an_unknown_verb_ends_the_call_and_is_noted(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [person([])]
    call(provider, toy, path="/pause")
    provider.settle()
    assert provider.line.complaints == ["unknown verb Pause"]


def test_the_people_of_a_number_take_turns_and_the_last_one_stays(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [busy(), no_answer()]
    for _ in range(3):
        call(provider, toy)
        provider.settle()
    assert [one.status for one in provider.placed()] == ["busy", "no-answer", "no-answer"]


@pytest.mark.parametrize("order", list(permutations(EVENTS)), ids=lambda order: "-".join(order))
def test_reports_come_in_any_order(provider: Provider, toy: Toy, order: tuple[str, ...]) -> None:
    names = dict(zip(EVENTS, ("initiated", "ringing", "in-progress", "completed"), strict=True))
    provider.people[CITIZEN] = [person([], Delivery(order=lambda _: list(order)))]
    call(provider, toy)
    provider.settle()
    assert toy.statuses() == [names[event] for event in order]


def test_reports_come_twice_or_not_at_all(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [person([], Delivery(times=2, without=frozenset({"ringing"})))]
    call(provider, toy)
    provider.settle()
    assert toy.statuses() == ["initiated"] * 2 + ["in-progress"] * 2 + ["completed"] * 2


def test_refusals_are_the_clients_errors_and_place_nothing(provider: Provider, toy: Toy) -> None:
    provider.order(refusal(400, 21211), throttled(), broken(placed=False))
    for status, code in ((400, 21211), (429, 20429), (500, 20500)):
        with pytest.raises(TwilioRestException) as refused:
            call(provider, toy)
        assert (refused.value.status, refused.value.code) == (status, code)
    assert provider.placed() == [] and provider.requests() == 3


def test_a_fault_of_the_provider_may_hide_a_call(provider: Provider, toy: Toy) -> None:
    provider.order(broken(placed=True))
    with pytest.raises(TwilioRestException):
        call(provider, toy)
    assert len(provider.placed()) == 1


@pytest.mark.parametrize("order", [Order(cut=True), Order(held=True)], ids=["cut", "held"])
def test_an_answer_may_never_come_while_the_call_goes_out(provider: Provider, toy: Toy, order: Order) -> None:
    provider.order(order)
    with pytest.raises(RequestException):
        call(provider, toy, timeout=0.3)
    assert len(provider.placed()) == 1
    order.released.set()
    provider.settle()
    assert toy.statuses()[-1] == "no-answer"


def test_a_call_may_be_over_before_the_answer(provider: Provider, toy: Toy) -> None:
    provider.order(Order(after_call=True))
    call(provider, toy)
    assert toy.statuses()[-1] == "no-answer"


def test_a_wrong_token_is_refused(provider: Provider, toy: Toy) -> None:
    with pytest.raises(TwilioException) as refusal:
        client(provider, token="wrong").calls.list()
    assert refusal.value.args[1].status_code == 401  # the official client's lists have another error
    provider.locked = True
    with pytest.raises(TwilioRestException) as refused:
        call(provider, toy)
    assert refused.value.code == 20003 and provider.placed() == []


def test_nobody_may_listen_for_a_while(provider: Provider, toy: Toy) -> None:
    provider.server.stop()
    with pytest.raises(RequestException):
        call(provider, toy)
    provider.server.start()
    assert call(provider, toy)


def test_the_list_knows_days_and_numbers_and_pages(provider: Provider, toy: Toy) -> None:
    provider.page_size = 2
    for number in ("+8613900000001", "+8613900000002", "+8613900000001"):
        call(provider, toy, to=number)
    provider.settle()
    calls = client(provider).calls
    today = datetime.now(UTC)
    assert len(calls.list()) == 3
    assert len(calls.list(to="+8613900000001", from_=HOTLINE)) == 2
    assert len(calls.list(start_time_after=today.date())) == 3
    assert len(calls.list(start_time=today)) == 3
    assert len(calls.list(start_time_after=today + timedelta(days=1))) == 0
    assert len(calls.list(start_time_before=today)) == 0  # midnight at which the day begins
    assert len(calls.list(status="no-answer")) == 3 and calls.list(status="queued") == []


def test_a_queued_call_has_no_start_and_is_on_no_day(provider: Provider, toy: Toy) -> None:
    provider.people[CITIZEN] = [no_answer()]
    order = provider.order(Order(held=True))
    answered = threading.Thread(target=call, args=(provider, toy))
    answered.start()
    assert order.reached.wait(5)
    calls = client(provider).calls
    assert len(calls.list(status="queued")) == 1 and calls.list(start_time=datetime.now(UTC)) == []
    order.released.set()
    answered.join()
    provider.settle()


def test_a_compatible_service_has_uuids_no_filters_and_one_report(compatible: Provider, toy: Toy) -> None:
    compatible.people[CITIZEN] = [person([("窗口号码", "3#")])]
    made = client(compatible).calls.create(
        to=CITIZEN, from_=HOTLINE, url=f"{toy.url}/answer", status_callback=f"{toy.url}/status"
    )
    compatible.settle()
    assert len(str(made.sid)) == 36
    assert [(form["CallStatus"], form["SequenceNumber"]) for form in toy.at("/status")] == [
        ("completed", "0")
    ]
    assert "RecordingSid" not in toy.at("/recorded")[0]
    assert len(client(compatible).calls.list(to="+8600000000")) == 1
    with pytest.raises(TwilioRestException):
        call(compatible, toy)
    assert compatible.line.complaints == ["parameters of a call: ['StatusCallbackEvent']"]


def test_messages_are_sent_reported_and_listed(provider: Provider, toy: Toy) -> None:
    sent = client(provider).messages.create(
        to=CITIZEN, from_=HOTLINE, body="请回电", status_callback=f"{toy.url}/message"
    )
    deadline = time.monotonic() + 5
    while len(toy.at("/message")) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [form["MessageStatus"] for form in toy.at("/message")] == ["sent", "delivered"]
    assert [one.body for one in provider.texts(CITIZEN)] == ["请回电"]
    assert [one.sid for one in client(provider).messages.list(to=CITIZEN)] == [sent.sid]


def test_what_was_written_into_the_ledger_is_on_disk(provider: Provider, toy: Toy, tmp_path: Path) -> None:
    call(provider, toy)
    provider.settle()
    again = Provider(tmp_path)
    again.close()
    assert [row["event"] for row in again.book.ledger.lines()][:2] == ["request", "placed"]


def test_somebody_calls_the_application(provider: Provider, toy: Toy) -> None:
    DOCUMENTS["/voice/incoming"] = WINDOW
    talk = provider.dial_in(toy.url, CITIZEN, [("窗口号码", "5#")], dialled=HOTLINE)
    assert toy.at("/window")[0]["Digits"] == "5" and talk.heard[0] == "请输入窗口号码"
    assert toy.at("/voice/status")[0]["CallStatus"] == "completed"
