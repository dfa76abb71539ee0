"""The network's REST face, asked over real HTTP by the official client with another base address."""

import io
import threading
import wave
from collections.abc import Iterator

import pytest
import requests
from flask import Flask
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from werkzeug.serving import make_server

from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.rest import rest_face
from intake.simulator.store import RestFault
from intake.simulator.transport import WsgiTransport
from tests.unit.simulator.answering import CALLER, HERE, NUMBER, TOKEN, Clock, Hall

SID = "AC" + "1" * 32


@pytest.fixture
def hall() -> Hall:
    return Hall({"/voice/incoming": f'<Record action="{HERE}/next"/>', "/next": "<Hangup/>"})


@pytest.fixture
def network(hall: Hall) -> Iterator[Network]:
    app = Flask("network")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    account = Account(sid=SID, token=TOKEN, api_url=f"http://127.0.0.1:{server.port}/network")
    network = Network(account=account, transport=WsgiTransport(hall), clock=Clock(), later=Held())
    app.register_blueprint(rest_face(network), url_prefix="/network")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield network
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(network: Network) -> Client:
    return a_client(network, TOKEN)


def a_client(network: Network, token: str) -> Client:
    client = Client(SID, token)
    client.api.base_url = network.account.api_url
    return client


def a_recording(network: Network) -> str:
    call = Phone(network, CALLER, Hotline.at(HERE, NUMBER)).dial()
    call.say("话", seconds=2)
    return network.store.recordings()[0].sid


def test_a_message_is_queued_then_delivered_and_every_later_state_is_reported(
    network: Network, client: Client, hall: Hall
) -> None:
    sent = client.messages.create(
        to=CALLER, from_=NUMBER, body="案件号 123", status_callback=f"{HERE}/sms/status"
    )
    assert (sent.status, sent.num_segments, sent.direction) == ("queued", "1", "outbound-api")
    assert hall.forms("/sms/status") == []
    network.settle()
    assert [form["MessageStatus"] for form in hall.forms("/sms/status")] == ["sent", "delivered"]
    assert client.messages(str(sent.sid)).fetch().status == "delivered"
    assert [message.body for message in Phone(network, CALLER, Hotline.at(HERE, NUMBER)).inbox] == [
        "案件号 123"
    ]


def test_messages_are_listed_newest_first_and_by_number(network: Network, client: Client) -> None:
    for number, body in ((CALLER, "a"), ("+8613900139000", "b"), (CALLER, "c")):
        client.messages.create(to=number, from_=NUMBER, body=body)
    assert [message.body for message in client.messages.list()] == ["c", "b", "a"]
    assert [message.body for message in client.messages.list(to=CALLER)] == ["c", "a"]


@pytest.mark.parametrize(
    ("to", "sender", "body", "code"),
    [
        ("", NUMBER, "x", 21604),
        (CALLER, "", "x", 21603),
        (CALLER, NUMBER, "", 21602),
        (CALLER, NUMBER, "x" * 1601, 21617),
        ("12345", NUMBER, "x", 21211),
        ("+86abc", NUMBER, "x", 21211),
    ],
)
def test_a_bad_message_is_refused_with_the_providers_code(
    client: Client, to: str, sender: str, body: str, code: int
) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(to=to, from_=sender, body=body)
    assert (refusal.value.status, refusal.value.code) == (400, code)


def test_nothing_is_sent_to_who_opted_out(network: Network, client: Client) -> None:
    Phone(network, CALLER, Hotline.at(HERE, NUMBER)).text("STOP")
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(to=CALLER, from_=NUMBER, body="x")
    assert refusal.value.code == 21610


def test_a_wrong_token_is_refused_everywhere(network: Network) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        a_client(network, "wrong").messages("SM1").fetch()
    assert (refusal.value.status, refusal.value.code) == (401, 20003)
    media = network.account.recording_url(a_recording(network))
    assert requests.get(media, timeout=5).status_code == 401


def test_another_account_is_not_found(network: Network) -> None:
    url = f"{network.account.api_url}/2010-04-01/Accounts/AC{'2' * 32}/Messages.json"
    answer = requests.get(url, auth=(SID, TOKEN), timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (404, 20404)


@pytest.mark.parametrize("ending", ["", ".wav", ".mp3"])
def test_a_recording_is_fetched_by_its_address(network: Network, ending: str) -> None:
    url = network.account.recording_url(a_recording(network)) + ending
    answer = requests.get(url, auth=(SID, TOKEN), timeout=5)
    assert answer.headers["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert sound.getnframes() == 2 * sound.getframerate()


def test_a_deleted_recording_is_gone(network: Network, client: Client) -> None:
    sid = a_recording(network)
    assert client.recordings(sid).fetch().duration == "2"
    assert client.recordings(sid).delete()
    with pytest.raises(TwilioRestException) as refusal:
        client.recordings(sid).fetch()
    assert refusal.value.status == 404


def test_a_recording_can_be_handed_over_and_fetched(network: Network) -> None:
    url = network.account.recording_url("RE" + "a" * 32)
    put = requests.put(
        url,
        data=b"OggS",
        params={"seconds": "4"},
        headers={"Content-Type": "audio/ogg"},
        auth=(SID, TOKEN),
        timeout=5,
    )
    got = requests.get(url, auth=(SID, TOKEN), timeout=5)
    assert (put.status_code, got.content, got.headers["Content-Type"]) == (201, b"OggS", "audio/ogg")


def test_an_ordered_fault_is_given_once(network: Network, client: Client) -> None:
    network.store.faults.append(RestFault(status=429, code=20429, message="Too Many Requests"))
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(to=CALLER, from_=NUMBER, body="x")
    assert (refusal.value.status, refusal.value.code) == (429, 20429)
    client.messages.create(to=CALLER, from_=NUMBER, body="x")
    assert len(network.store.messages()) == 1


def test_the_ledger_holds_what_was_asked_and_no_token(network: Network, client: Client) -> None:
    client.messages.create(to=CALLER, from_=NUMBER, body="x")
    (asked,) = network.store.ledger
    assert (asked.method, asked.status, asked.fields["To"]) == ("POST", 201, CALLER)
    assert TOKEN not in repr(network.store.ledger) + repr(network.account)
