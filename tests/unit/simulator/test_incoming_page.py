"""The page's JSON API for calls that come in: seen, answered, declined, planned; by nobody but the page."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from intake.config import Settings
from intake.simulator.guard import TOKEN_HEADER
from intake.simulator.network import Network
from intake.simulator.routes import simulator_on
from tests.unit.simulator.answering import CALLER, HERE, NUMBER, TOKEN
from tests.unit.simulator.ordering import a_hall, a_network, order

SETTINGS = Settings(public_url=HERE, twilio_auth_token=TOKEN, twilio_account_sid="AC1", demo=True)
LOOK, ASKED = "/phone/ringing", {"number": CALLER}


@pytest.fixture
def network() -> Network:
    return a_network(a_hall())


@pytest.fixture
def page(network: Network) -> FlaskClient:
    app = Flask("desk")
    app.register_blueprint(simulator_on(network, SETTINGS))
    client = app.test_client()
    found = re.search(r'data-token="([^"]+)"', client.get("/phone").text)
    assert found
    client.environ_base[f"HTTP_{TOKEN_HEADER.upper().replace('-', '_')}"] = found[1]
    return client


def rings(network: Network) -> str:
    order(network)
    return network.ringing(CALLER).sid


def seen(page: FlaskClient) -> Any:
    return page.post(LOOK, json=ASKED).json


def test_a_call_is_seen_while_it_rings_and_no_longer(network: Network, page: FlaskClient) -> None:
    assert seen(page) == {"ringing": [], "next": "rings"}
    key = rings(network)
    at = "2026-03-02T01:00:01+00:00"
    assert seen(page)["ringing"] == [{"key": key, "from": NUMBER, "at": at}]
    network.settle()
    assert seen(page)["ringing"] == []


def test_an_answered_call_goes_on_as_a_dialled_one(network: Network, page: FlaskClient) -> None:
    key = rings(network)
    answer = page.post(f"/phone/incoming/{key}/answer", json={})
    call: Any = answer.json
    assert (answer.status_code, call["state"], call["waiting"]["verb"]) == (201, "in-progress", "gather")
    assert [line["kind"] for line in call["lines"]] == ["answered", "heard"]
    after: Any = page.post(f"/phone/calls/{call['key']}/keys", json={"keys": "1"}).json
    assert (after["over"], after["lines"][-2]["text"]) == (True, "thank you")


def test_what_rings_no_more_is_gone(network: Network, page: FlaskClient) -> None:
    key = rings(network)
    network.settle()
    assert page.post(f"/phone/incoming/{key}/answer", json={}).status_code == 410
    assert page.post(f"/phone/incoming/{key}/reject", json={}).status_code == 404


def test_a_call_is_answered_once(network: Network, page: FlaskClient) -> None:
    key = rings(network)
    answers = [page.post(f"/phone/incoming/{key}/answer", json={}).status_code for _ in range(2)]
    assert answers == [201, 410]


def test_a_call_can_be_declined(network: Network, page: FlaskClient) -> None:
    key = rings(network)
    assert page.post(f"/phone/incoming/{key}/reject", json={}).json == {"ringing": [], "next": "rings"}
    assert network.store.calls()[0].status == "busy"


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ("no_answer", "no-answer"),
        ("busy", "busy"),
        ("declines", "busy"),
        ("powered_off", "no-answer"),
        ("machine", "completed"),
        ("unassigned", "failed"),
    ],
)
def test_what_the_next_call_meets_is_planned_once(
    network: Network, page: FlaskClient, chosen: str, status: str
) -> None:
    planned: Any = page.post("/phone/plan", json={"number": CALLER, "next": chosen}).json
    assert planned["next"] == chosen
    order(network)
    assert seen(page)["next"] == "rings"
    network.settle()
    assert network.store.calls()[0].status == status


@pytest.mark.parametrize("wrong", [{"next": "sings"}, {"number": "nobody"}, {"next": None}])
def test_a_plan_that_makes_no_sense_is_refused(page: FlaskClient, wrong: dict[str, object]) -> None:
    assert page.post("/phone/plan", json={"number": CALLER, "next": "busy"} | wrong).status_code == 400


@pytest.mark.parametrize("path", ["incoming/x/answer", "incoming/x/reject", "plan"])
def test_another_site_can_neither_answer_nor_plan(page: FlaskClient, path: str) -> None:
    headers = {"Origin": "https://evil.example"}
    assert page.post(f"/phone/{path}", json={}, headers=headers).status_code == 403
    assert page.post(LOOK, json=ASKED, headers=headers).status_code == 403
