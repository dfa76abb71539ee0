"""Events reach whoever asked for them: signed, at least once, under one id, and nowhere inside."""

import base64
import hmac
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from intake.api.addresses import target_of
from intake.api.answers import Pushed
from intake.api.courier import Courier
from intake.api.deliveries import LEASE, SETTLED_AFTER, claim_next, clear, deliver_due
from intake.api.policy import KEPT_FOR, WAITS
from intake.api.tokens import revoke
from tests.contract.api.conftest import System, system_of
from tests.contract.api.halls import add_hall
from tests.contract.api.receiver import HOST, Receiver, receiving
from tests.journey.conftest import Desk


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with receiving(tmp_path) as found:
        yield found


def deliver(desk: Desk, courier: Courier) -> int:
    return deliver_due(desk.services.database, desk.services.sealer, courier, desk.clock)


def hook(system: System, receiver: Receiver, *events: str) -> dict[str, str]:
    answer = system.post("/hooks", {"url": receiver.url, "events": list(events)})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, str] = answer.get_json()
    return made


def test_what_happens_is_sent_signed_and_holds_nothing_personal(
    desk: Desk, system: System, receiver: Receiver
) -> None:
    system.create(text="3号窗口的人骂人")
    made = hook(system, receiver)
    case = system.create(text="3号窗口工号1001骂人", external_no="T9", phone="+8613800138000")
    assert deliver(desk, receiver.courier()) == 3
    assert deliver(desk, receiver.courier()) == 0
    sent = [Pushed.model_validate_json(body) for _, _, body in receiver.came]
    assert [event.event.value for event in sent] == ["registered", "asked", "pinned"]
    assert {event.case_no for event in sent} == {case["case_no"]}
    path, headers, body = receiver.came[0]
    assert path == "/events?from=hotline" and headers["Host"].startswith(HOST)
    assert b"1001" not in body and b"13800138000" not in body and "骂人".encode() not in body
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == json.loads(body)["id"]
    assert int(headers["webhook-timestamp"]) == int(desk.clock().timestamp())


def test_a_secret_is_shown_once(system: System, receiver: Receiver) -> None:
    made = hook(system, receiver)
    (listed,) = system.get("/hooks").get_json()["items"]
    assert "secret" not in listed and listed["id"] == made["id"]


def test_only_the_events_asked_for_are_sent(desk: Desk, system: System, receiver: Receiver) -> None:
    hook(system, receiver, "pinned")
    system.create()
    assert deliver(desk, receiver.courier()) == 1


def test_what_is_refused_is_tried_again_ever_later_under_the_same_id(
    desk: Desk, system: System, receiver: Receiver
) -> None:
    made = hook(system, receiver, "pinned")
    receiver.codes = [500, 302, 204]
    system.create()
    assert deliver(desk, receiver.courier()) == 0
    for wait in WAITS[:2]:
        desk.clock.now += wait * 0.9
        assert deliver(desk, receiver.courier()) == 0
        desk.clock.now += wait * 0.2
        deliver(desk, receiver.courier())
    assert len(receiver.came) == 3 and len({headers["webhook-id"] for _, headers, _ in receiver.came}) == 1
    assert all("elsewhere" not in path for path, _, _ in receiver.came)
    (item,) = system.get(f"/hooks/{made['id']}/deliveries").get_json()["items"]
    assert (item["status"], item["attempts"], item["fault"]) == ("delivered", 3, "")


def test_what_is_never_taken_is_dead_visible_and_can_be_sent_again(
    desk: Desk, system: System, receiver: Receiver
) -> None:
    made = hook(system, receiver, "pinned")
    receiver.codes = [500]
    system.create()
    for _ in range(len(WAITS) + 3):
        deliver(desk, receiver.courier())
        desk.clock.advance(days=2)
    assert len(receiver.came) == len(WAITS) + 1
    (dead,) = system.get(f"/hooks/{made['id']}/deliveries?status=dead").get_json()["items"]
    assert (dead["code"], dead["fault"], dead["due_at"]) == (500, "refused", None)
    receiver.codes = [204]
    assert system.post(f"/hooks/{made['id']}/deliveries/{dead['id']}/retry").status_code == 204
    assert deliver(desk, receiver.courier()) == 1


def test_who_dies_while_sending_leaves_it_to_be_sent_again(
    desk: Desk, system: System, receiver: Receiver
) -> None:
    hook(system, receiver, "pinned")
    system.create()
    deliver(desk, receiver.courier(look_up=lambda host, port: []))
    desk.clock.now += WAITS[0]
    with desk.services.database.write() as connection:
        assert claim_next(connection, desk.clock())
        assert claim_next(connection, desk.clock()) is None
    assert deliver(desk, receiver.courier()) == 0
    desk.clock.now += LEASE
    assert deliver(desk, receiver.courier()) == 1


def test_a_receiver_that_is_gone_gets_nothing_more(desk: Desk, system: System, receiver: Receiver) -> None:
    hook(system, receiver, "pinned")
    receiver.codes = [410]
    system.create()
    deliver(desk, receiver.courier())
    system.create()
    deliver(desk, receiver.courier())
    assert len(receiver.came) == 1 and system.get("/hooks").get_json()["items"] == []


def test_an_ended_hook_and_a_revoked_token_get_nothing(
    desk: Desk, system: System, receiver: Receiver
) -> None:
    ended = hook(system, receiver)
    other = system_of(desk, name="gone")
    hook(other, receiver)
    system.create()
    assert system.ask("DELETE", f"/hooks/{ended['id']}").status_code == 204
    with desk.services.database.write() as connection:
        revoke(connection, "gone", desk.clock())
    assert deliver(desk, receiver.courier()) == 0 and receiver.came == []
    assert other.get("/hooks").status_code == 401


def test_a_hook_of_one_hall_hears_of_no_other(desk: Desk, system: System, receiver: Receiver) -> None:
    add_hall(desk, "OTHER")
    hook(system_of(desk, hall="OTHER"), receiver)
    system.create(hall="TH")
    assert deliver(desk, receiver.courier()) == 0
    system.create(hall="OTHER", text="窗口骂人")
    assert deliver(desk, receiver.courier()) > 0


def test_an_event_that_comes_to_light_late_is_sent_too(
    desk: Desk, system: System, receiver: Receiver
) -> None:
    """Its transaction took its id before others and committed after them."""
    hook(system, receiver)
    case_no = system.create()["case_no"]
    with desk.services.database.write() as connection:
        hidden = connection.exec_driver_sql("SELECT max(id) FROM case_event").scalar_one()
        connection.exec_driver_sql(f"UPDATE case_event SET id = {hidden + 10} WHERE id = {hidden}")
    assert deliver(desk, receiver.courier()) == 3
    desk.clock.now += SETTLED_AFTER / 2
    with desk.services.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO case_event"
            " (id, complaint_id, seq, at, event, from_status, to_status, actor, data, hash)"
            f" SELECT {hidden}, complaint_id, 99, at, 'accepted', 'pinned', 'accepted', actor, data, 'h'"
            f" FROM case_event WHERE id = {hidden + 10}"
        )
    assert deliver(desk, receiver.courier()) == 1
    assert {Pushed.model_validate_json(body).case_no for _, _, body in receiver.came} == {case_no}


def test_a_certificate_for_another_host_is_not_accepted(desk: Desk, system: System, tmp_path: Path) -> None:
    with receiving(tmp_path, host="somebody-else.example") as other:
        made = hook(system, other, "pinned")
        system.create()
        assert deliver(desk, other.courier()) == 0
        assert other.came == []
    (item,) = system.get(f"/hooks/{made['id']}/deliveries").get_json()["items"]
    assert item["fault"] == "certificate"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "169.254.169.254", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"],
)
def test_nothing_is_sent_to_an_address_inside(
    desk: Desk, system: System, receiver: Receiver, address: str
) -> None:
    made = hook(system, receiver, "pinned")
    system.create()
    inside = Courier(look_up=lambda host, port: ["93.184.216.34", address])
    assert deliver(desk, inside) == 0 and receiver.came == []
    (item,) = system.get(f"/hooks/{made['id']}/deliveries").get_json()["items"]
    assert item["fault"] == "private_address"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "https://localhost/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/",
        "https://[::1]/", "https://10.1.2.3/", "https://user:pass@example.com/", "https://hotline/",
        "https://db.internal/", "https://example.com:99999/", "https:///x", "https://exa mple.com/",
        "ftp://example.com/", "https://example.com/#x", "https://0x7f000001/", "https://[::ffff:169.254.169.254]/",
    ],
)  # fmt: skip
def test_an_address_that_can_not_be_on_the_open_internet_is_refused(system: System, url: str) -> None:
    assert target_of(url) is None
    assert system.post("/hooks", {"url": url}).status_code == 422


def test_answers_kept_for_repetition_are_deleted_in_time(desk: Desk, system: System) -> None:
    body = {"channel": "web", "text": "3号窗口工号1001骂人"}
    system.post("/complaints", body, key="k")
    assert clear(desk.services.database, desk.clock()) == 0
    assert clear(desk.services.database, desk.clock() + KEPT_FOR * 2) >= 2
