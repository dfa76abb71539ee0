"""Nobody but the page itself may make calls through the page's API."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intake.config import Settings
from intake.simulator.desk import MOST_CALLS, Desk
from intake.simulator.guard import TOKEN_HEADER
from intake.simulator.profiles import TWILIO
from intake.simulator.routes import REST_PLACE, demo_network, simulator_on
from tests.unit.simulator.answering import CALLER, HERE, NUMBER, TOKEN, Hall, a_network

CALL = {"from": CALLER, "to": NUMBER, "profile": "twilio", "withheld": False}
MENU = f'<Gather numDigits="1" action="{HERE}/next"><Say>menu</Say></Gather>'
SETTINGS = Settings(public_url=HERE, twilio_auth_token=TOKEN, twilio_account_sid="AC1", demo=True)


@pytest.fixture
def client() -> FlaskClient:
    hall = Hall({"/voice/incoming": MENU, "/next": "<Say>bye</Say>", "/sms/incoming": ""})
    app = Flask("desk")
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.register_blueprint(simulator_on(a_network(hall), SETTINGS))
    return app.test_client()


def token_of(client: FlaskClient) -> str:
    found = re.search(r'data-token="([^"]+)"', client.get("/phone").text)
    assert found
    return found[1]


def dial(client: FlaskClient, headers: Mapping[str, str]) -> int:
    return client.post("/phone/calls", json=CALL, headers=dict(headers)).status_code


def test_the_page_itself_may_dial(client: FlaskClient) -> None:
    headers = {TOKEN_HEADER: token_of(client), "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert dial(client, headers) == 201


@pytest.mark.parametrize(
    "attack",
    [
        {TOKEN_HEADER: ""},
        {TOKEN_HEADER: "guess"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
def test_every_other_site_is_refused(client: FlaskClient, attack: dict[str, str]) -> None:
    assert dial(client, {TOKEN_HEADER: token_of(client)} | attack) == 403


def test_a_foreign_name_does_not_even_get_the_page(client: FlaskClient) -> None:
    assert client.get("/phone", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "[::1]:8000", "192.168.1.20", "hotline.example", "localhost"]
)
def test_an_address_and_the_public_name_are_known(client: FlaskClient, host: str) -> None:
    assert client.get("/phone", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"from": "abc"}, {"to": ""}, {"profile": "x"}, {"from": None}, {"to": "+" + "1" * 30}]
)
def test_a_call_that_makes_no_sense_is_refused(client: FlaskClient, wrong: dict[str, object]) -> None:
    answer = client.post("/phone/calls", json=CALL | wrong, headers={TOKEN_HEADER: token_of(client)})
    assert answer.status_code == 400


def test_keys_that_are_none_are_refused_and_the_call_goes_on(client: FlaskClient) -> None:
    headers = {TOKEN_HEADER: token_of(client)}
    key = client.post("/phone/calls", json=CALL, headers=headers).json["key"]  # type: ignore[index]
    assert client.post(f"/phone/calls/{key}/keys", json={"keys": "x"}, headers=headers).status_code == 400
    assert client.post(f"/phone/calls/{key}/jump", json={}, headers=headers).status_code == 404
    after = client.post(f"/phone/calls/{key}/keys", json={"keys": "1"}, headers=headers).json
    assert after is not None
    assert (after["over"], after["lines"][-2]["text"]) == (True, "bye")


def test_an_unknown_call_is_not_found(client: FlaskClient) -> None:
    headers = {TOKEN_HEADER: token_of(client)}
    assert client.post("/phone/calls/nobody/hang-up", json={}, headers=headers).status_code == 404


def test_recordings_may_be_larger_than_webhooks(client: FlaskClient) -> None:
    url = f"{REST_PLACE}/2010-04-01/Accounts/{a_network(Hall({})).account.sid}/Recordings/RE1?seconds=90"
    auth = (a_network(Hall({})).account.sid, TOKEN)
    assert client.put(url, data=b"R" * 500_000, auth=auth).status_code == 201


def test_the_demos_network_is_reached_under_the_public_address() -> None:
    account = demo_network(SETTINGS).account
    assert account.api_url == f"{HERE}/network"


def test_old_calls_make_room_and_are_hung_up() -> None:
    hall = Hall({"/voice/incoming": MENU})
    desk = Desk(a_network(hall), HERE)
    seats = [desk.dial(desk.phone(CALLER, NUMBER, profile=TWILIO)) for _ in range(MOST_CALLS + 2)]
    assert [desk.seat(seat.key) is None for seat in seats] == [True, True] + [False] * MOST_CALLS
    assert seats[0].call.is_over
    assert len(hall.forms("/voice/status")) == 2
