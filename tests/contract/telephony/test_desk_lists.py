"""The client's lists against the desk's own network, whose lists were written apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from intake.config import Settings
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import PROFILES
from intake.simulator.rest import rest_face
from intake.simulator.transport import WsgiTransport
from intake.telephony.client import ProviderClient, client_for
from tests.unit.simulator.answering import CALLER, HERE, NUMBER, TOKEN, Clock, Hall

SID = "AC" + "1" * 32
CALLED = "+8613900000001"


@pytest.fixture(params=["twilio", "compatible"])
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def network(profile: str) -> Iterator[Network]:
    app = Flask("network")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    account = Account(sid=SID, token=TOKEN, api_url=f"http://127.0.0.1:{server.port}/network")
    hall = Hall({"/voice/incoming": f'<Record action="{HERE}/next"/>', "/next": "<Hangup/>"})
    network = Network(account=account, transport=WsgiTransport(hall), clock=Clock(), later=Held())
    app.register_blueprint(rest_face(network, PROFILES[profile]), url_prefix="/network")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield network
    server.shutdown()
    server.server_close()


@pytest.fixture
def client(network: Network, profile: str, tmp_path: Path) -> ProviderClient:
    return client_for(
        Settings(
            twilio_account_sid=SID, twilio_auth_token=TOKEN, twilio_api_base_url=network.account.api_url,
            provider=profile, data_dir=tmp_path,
        )
    )  # fmt: skip


def test_a_call_that_came_in_and_its_recording_are_listed(
    network: Network, client: ProviderClient, profile: str
) -> None:
    since = network.clock() - timedelta(hours=1)
    call = Phone(network, CALLER, Hotline.at(HERE, NUMBER), profile=PROFILES[profile]).dial()
    call.say("话", seconds=2)
    (listed,) = client.list_calls(since)
    assert (listed.provider_id, listed.from_, listed.to) == (call.sid, CALLER, NUMBER)
    assert (listed.is_incoming, listed.is_over) == (True, True)
    assert client.fetch_call(call.sid) == listed
    (recording,) = client.list_recordings(since)
    assert (recording.call_id, recording.status, recording.duration) == (call.sid, "completed", 2)
    assert client.list_calls(since + timedelta(days=2)) == client.list_calls(since, to=CALLED) == []


def test_messages_of_both_directions_are_listed_page_after_page(
    network: Network, client: ProviderClient
) -> None:
    since = network.clock() - timedelta(hours=1)
    sent = [client.send_message(CALLED, NUMBER, f"{i}", f"{HERE}/sms/status").provider_id for i in range(120)]
    listed = client.list_messages(since)
    assert {one.provider_id for one in listed} == set(sent)
    assert not any(one.is_incoming for one in listed)
    assert client.list_messages(since, to=CALLER) == []
    assert len(client.list_messages(since, to=CALLED, from_=NUMBER)) == 120


def test_a_call_of_ours_is_listed_from_the_moment_it_waits(network: Network, client: ProviderClient) -> None:
    since = network.clock() - timedelta(hours=1)
    placed = client.place_call(CALLED, NUMBER, f"{HERE}/voice/incoming", f"{HERE}/voice/status", 30)
    (listed,) = client.list_calls(since, to=CALLED, from_=NUMBER)
    assert (listed.provider_id, listed.is_incoming) == (placed.provider_id, False)
    assert [one.provider_id for one in client.list_calls(since)] == [placed.provider_id]
