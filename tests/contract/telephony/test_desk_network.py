"""The client against the desk's own telephone network: what works there must be what the provider speaks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from intake.config import Settings
from intake.errors import SettingsError
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.rest import rest_face
from intake.simulator.transport import WsgiTransport
from intake.telephony.client import client_for
from intake.telephony.faults import Kind, MediaFault, ProviderFault
from tests.unit.simulator.answering import CALLER, HERE, NUMBER, TOKEN, Clock, Hall

SID = "AC" + "1" * 32


@pytest.fixture
def network() -> Iterator[Network]:
    app = Flask("network")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    account = Account(sid=SID, token=TOKEN, api_url=f"http://127.0.0.1:{server.port}/network")
    hall = Hall({"/voice/incoming": f'<Record action="{HERE}/next"/>', "/next": "<Hangup/>"})
    network = Network(account=account, transport=WsgiTransport(hall), clock=Clock(), later=Held())
    app.register_blueprint(rest_face(network), url_prefix="/network")
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield network
    server.shutdown()
    server.server_close()


def settings_for(network: Network, token: str = TOKEN) -> Settings:
    return Settings(
        twilio_account_sid=SID, twilio_auth_token=token, twilio_api_base_url=network.account.api_url
    )


def test_a_message_is_taken_by_the_network(network: Network) -> None:
    sent = client_for(settings_for(network)).send_message(CALLER, NUMBER, "编号 123", f"{HERE}/sms/status")
    assert (sent.status, bool(sent.provider_id)) == ("queued", True)
    assert [one.body for one in network.store.messages()] == ["编号 123"]


def test_a_recording_is_fetched_from_the_network(network: Network, tmp_path: Path) -> None:
    Phone(network, CALLER, Hotline.at(HERE, NUMBER)).dial().say("话", seconds=2)
    (kept,) = network.store.recordings()
    sound = client_for(settings_for(network)).fetch_recording(kept.sid, tmp_path / "sound")
    assert (tmp_path / "sound").read_bytes() == kept.audio
    assert (sound.content_type, sound.size) == ("audio/x-wav", len(kept.audio))


def test_what_the_network_refuses_is_read_by_its_code(network: Network, tmp_path: Path) -> None:
    with pytest.raises(ProviderFault) as number:
        client_for(settings_for(network)).send_message("12345", NUMBER, "x", HERE)
    assert (number.value.kind, number.value.code) == (Kind.NUMBER, 21211)
    with pytest.raises(ProviderFault) as token:
        client_for(settings_for(network, "wrong")).send_message(CALLER, NUMBER, "x", HERE)
    assert (token.value.kind, token.value.code) == (Kind.CONFIGURATION, 20003)
    with pytest.raises(MediaFault) as absent:
        client_for(settings_for(network)).fetch_recording("RE0", tmp_path / "none")
    assert absent.value.reason == "not_there"


def test_without_an_account_there_is_no_client() -> None:
    with pytest.raises(SettingsError) as caught:
        client_for(Settings(twilio_auth_token="secret"))
    assert caught.value.values == {"name": "TWILIO_ACCOUNT_SID"}


def test_the_official_clients_log_of_addresses_is_off() -> None:
    assert not logging.getLogger("twilio.http_client").isEnabledFor(logging.INFO)


def test_a_base_address_with_a_path_keeps_its_path() -> None:
    base = "https://gateway.example/api"
    settings = Settings(twilio_account_sid="AC1", twilio_auth_token="x", twilio_api_base_url=base)
    client: Any = client_for(settings)
    assert client._client.api.absolute_url("2010-04-01/x") == f"{base}/2010-04-01/x"
    assert client._media.base == base
