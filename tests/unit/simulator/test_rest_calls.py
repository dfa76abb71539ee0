"""Calls at the REST face, over real HTTP with the official client: ordered, refused, listed, ended."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import monotonic
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from intake.simulator.behaviour import BUSY, Called, lied_about, refused, slow, unanswered
from intake.simulator.network import Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import COMPATIBLE, PROFILES, TWILIO, Profile
from tests.unit.simulator.answering import ACCOUNT, CALLER, HERE, NUMBER, TOKEN, Clock, Hall
from tests.unit.simulator.ordering import CALLED, DOCUMENTS, STATUS, served, statuses

OTHER = "+8613900139000"


@pytest.fixture
def hall() -> Hall:
    menu = f'<Gather action="{HERE}/next"><Say>menu</Say></Gather>'
    return Hall({**DOCUMENTS, "/voice/incoming": menu, "/sms/incoming": "<Message>thanks</Message>"})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=list(PROFILES.values()), ids=list(PROFILES))
def profile(request: pytest.FixtureRequest) -> Profile:
    found: Profile = request.param
    return found


@pytest.fixture
def face(hall: Hall, profile: Profile, clock: Clock) -> Iterator[tuple[Network, Client]]:
    with served(hall, profile, clock) as both:
        yield both


@pytest.fixture
def network(face: tuple[Network, Client]) -> Network:
    return face[0]


@pytest.fixture
def client(face: tuple[Network, Client]) -> Client:
    return face[1]


def create(client: Client, **changes: Any) -> Any:
    return client.calls.create(
        **{"to": CALLER, "from_": NUMBER, "url": CALLED, "status_callback": STATUS} | changes
    )


twilio_only = pytest.mark.parametrize("profile", [TWILIO], ids=["twilio"], indirect=True)
compatible_only = pytest.mark.parametrize("profile", [COMPATIBLE], ids=["compatible"], indirect=True)


def test_a_call_is_queued_then_rings_is_answered_and_completed(network: Network, client: Client) -> None:
    call = create(client)
    assert (call.status, call.direction, call.to, call.start_time) == ("queued", "outbound-api", CALLER, None)
    answered = network.ringing(CALLER).answer()
    found = client.calls(call.sid).fetch()
    assert (found.status, found.duration, found.end_time) == ("in-progress", None, None)
    network.settle(30)
    answered.hang_up()
    found = client.calls(call.sid).fetch()
    assert (found.status, found.duration) == ("completed", "30")
    assert found.date_created == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert found.end_time - found.start_time == timedelta(seconds=31)  # it was dialled a second before


@twilio_only
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": ""}, 21201),
        ({"from_": ""}, 21213),
        ({"to": "12345"}, 21211),
        ({"to": "+86abc"}, 21211),
        ({"url": "/voice"}, 21205),
        ({"url": ""}, 21205),
        ({"url": "", "twiml": "<Response/>" * 500}, 20001),
        ({"timeout": 601}, 20001),
        ({"method": "PUT"}, 20001),
    ],
)
def test_a_wrong_order_is_refused_with_the_providers_code(
    network: Network, client: Client, wrong: dict[str, Any], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        create(client, **wrong)
    assert (refusal.value.status, refusal.value.code) == (400, code)
    assert network.store.calls() == []


@compatible_only
@pytest.mark.parametrize("wrong", [{"to": ""}, {"from_": ""}, {"to": "12345"}, {"url": "x"}, {"url": ""}])
def test_a_compatible_service_refuses_every_wrong_order_alike(
    network: Network, client: Client, wrong: dict[str, Any]
) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        create(client, **wrong)
    assert (refusal.value.status, refusal.value.code) == (422, "20422")
    assert network.store.calls() == []


@compatible_only
def test_a_compatible_service_ignores_what_it_does_not_know(network: Network, client: Client) -> None:
    create(client, timeout=9999, machine_detection="Enable", status_callback_event=["initiated"])
    network.settle()
    assert network.store.calls()[0].status == "no-answer"


@pytest.mark.parametrize(
    ("behaviour", "status", "code"),
    [(refused(429, 20429), 429, 20429), (refused(401, 20003), 401, 20003), (refused(500, 20500), 500, 20500)],
)
def test_a_planned_refusal_places_nothing_and_is_used_up(
    network: Network, client: Client, profile: Profile, behaviour: Any, status: int, code: int
) -> None:
    network.plan(CALLER, behaviour)
    with pytest.raises(TwilioRestException) as refusal:
        create(client)
    said = str(code) if profile.codes_as_text else code
    assert (refusal.value.status, refusal.value.code, network.store.calls()) == (status, said, [])
    create(client)
    assert len(network.store.calls()) == 1


def test_a_call_can_be_placed_though_the_answer_says_that_it_failed(network: Network, client: Client) -> None:
    network.plan(CALLER, lied_about(500))
    with pytest.raises(TwilioRestException) as refusal:
        create(client)
    assert refusal.value.status == 500
    (listed,) = client.calls.list()
    assert listed.sid == network.ringing(CALLER).sid


def test_a_call_can_be_placed_though_no_answer_ever_comes(network: Network) -> None:
    network.plan(CALLER, unanswered(Called.BUSY))
    impatient = Client(ACCOUNT.sid, TOKEN, http_client=TwilioHttpClient(timeout=0.3))
    impatient.api.base_url = network.account.api_url
    with pytest.raises(requests.ReadTimeout):
        create(impatient)
    network.settle()
    assert [one.status for one in network.store.calls()] == ["busy"]


def test_an_answer_can_be_late_while_the_telephone_rings(network: Network, client: Client) -> None:
    network.plan(CALLER, slow(0.6))
    began = monotonic()
    asking = Thread(target=create, args=(client,))
    asking.start()
    while not network.store.calls():
        assert monotonic() - began < 5
    assert network.ringing(CALLER).rings_here
    assert monotonic() - began < 0.5
    asking.join()
    assert monotonic() - began >= 0.6


def test_what_is_kept_back_can_be_let_go(network: Network, client: Client) -> None:
    network.plan(CALLER, slow(30))
    network.let_go()
    began = monotonic()
    create(client)
    assert monotonic() - began < 5


def test_calls_both_ways_are_listed_newest_first(network: Network, client: Client, profile: Profile) -> None:
    Phone(network, CALLER, Hotline.at(HERE, NUMBER), profile=profile).dial().hang_up()
    create(client, to=OTHER)
    listed = client.calls.list()
    assert [(one.direction, one._from, one.to, one.status) for one in listed] == [
        ("outbound-api", NUMBER, OTHER, "queued"),
        ("inbound", CALLER, NUMBER, "completed"),
    ]


@twilio_only
def test_calls_are_found_by_number_and_status(network: Network, client: Client) -> None:
    network.plan(OTHER, BUSY)
    for number in (CALLER, OTHER, CALLER):
        create(client, to=number)
    network.settle(2)
    assert [one.to for one in client.calls.list(to=OTHER, from_=NUMBER)] == [OTHER]
    assert [one.to for one in client.calls.list(status="busy")] == [OTHER]
    assert len(client.calls.list(status="ringing")) == 2
    assert client.calls.list(from_=CALLER) == []


@twilio_only
def test_calls_are_found_by_the_day_in_utc_on_which_they_were_dialled(
    network: Network, client: Client, clock: Clock
) -> None:
    for moment in (
        "2026-03-01T23:59:00",
        "2026-03-02T00:01:00",
        "2026-03-02T23:00:00",
        "2026-03-03T00:00:30",
    ):
        clock.now = datetime.fromisoformat(f"{moment}+00:00")
        create(client, to=f"+86138001380{clock.now.day:02d}")
        network.settle(5)
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def days(**span: datetime) -> list[int]:
        return [one.start_time.day for one in client.calls.list(**span)]

    assert days(start_time=noon) == [2, 2]
    assert days(start_time_after=noon) == [3, 2, 2]
    assert days(start_time_before=noon) == [1]
    assert days(start_time_after=noon, start_time_before=noon + timedelta(days=1)) == [2, 2]


@twilio_only
def test_what_is_still_queued_has_no_start_and_is_found_by_its_status_alone(client: Client) -> None:
    sid = create(client).sid
    assert client.calls.list(start_time_after=datetime(2026, 3, 1, tzinfo=UTC)) == []
    assert [one.sid for one in client.calls.list(status="queued")] == [sid]


@compatible_only
def test_a_compatible_service_lists_everything_whatever_is_asked(client: Client) -> None:
    for number in (CALLER, OTHER):
        create(client, to=number)
    wanted = client.calls.list(to=OTHER, status="completed", start_time=datetime(2020, 1, 1, tzinfo=UTC))
    assert [one.to for one in wanted] == [OTHER, CALLER]


def test_a_long_list_is_read_page_by_page_and_nothing_twice(network: Network, client: Client) -> None:
    sids = [create(client, to=f"+86138{place:08d}").sid for place in range(7)]
    pages = client.calls.stream(page_size=3)
    first = next(pages).sid
    create(client)  # what comes meanwhile shifts nothing
    assert [first, *(one.sid for one in pages)] == sids[::-1]
    answer = requests.get(
        f"{network.account.api_url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json?PageSize=4",
        auth=(ACCOUNT.sid, TOKEN),
        timeout=5,
    ).json()
    assert answer["next_page_uri"].startswith(f"/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json?PageSize=4")
    assert len(answer["calls"]) == 4


@twilio_only
def test_the_filters_stay_from_page_to_page(client: Client) -> None:
    for number in (CALLER, OTHER) * 3:
        create(client, to=number)
    assert [one.to for one in client.calls.list(to=OTHER, page_size=1)] == [OTHER] * 3


def test_a_call_that_rings_can_be_canceled(network: Network, client: Client, hall: Hall) -> None:
    sid = create(client).sid
    network.settle(2)
    assert client.calls(sid).update(status="canceled").status == "canceled"
    network.settle()
    assert statuses(hall) == ["canceled"]
    assert network.ringing_at(CALLER) == []


def test_a_call_in_progress_can_be_ended_but_not_canceled(network: Network, client: Client) -> None:
    sid = create(client).sid
    call = network.ringing(CALLER).answer()
    assert client.calls(sid).update(status="canceled").status == "in-progress"
    assert client.calls(sid).update(status="completed").status == "completed"
    assert call.is_over
    assert "hung_up" not in str(call)


@twilio_only
def test_a_call_that_is_over_can_not_be_ended_again(network: Network, client: Client) -> None:
    network.plan(CALLER, BUSY)
    sid = create(client).sid
    network.settle()
    with pytest.raises(TwilioRestException) as refusal:
        client.calls(sid).update(status="completed")
    assert (refusal.value.status, refusal.value.code) == (400, 21220)
    assert client.calls(sid).fetch().status == "busy"


def test_an_unknown_call_is_not_found(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refusal:
        client.calls("CA0").fetch()
    assert refusal.value.status == 404


def test_a_wrong_token_places_nothing(network: Network) -> None:
    stranger = Client(ACCOUNT.sid, "wrong")
    stranger.api.base_url = network.account.api_url
    with pytest.raises(TwilioRestException) as refusal:
        create(stranger)
    assert (refusal.value.status, network.store.calls()) == (401, [])


@twilio_only
def test_messages_both_ways_are_listed_and_found_by_day(
    network: Network, client: Client, clock: Clock
) -> None:
    phone = Phone(network, CALLER, Hotline.at(HERE, NUMBER))
    for day in (1, 2, 3):
        clock.now = datetime(2026, 3, day, 12, tzinfo=UTC)
        phone.text(f"message {day}")
    noon = datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert [one.body for one in client.messages.list(date_sent=noon, from_=CALLER)] == ["message 2"]
    assert [one.body for one in client.messages.list(date_sent_before=noon, from_=CALLER)] == [
        "message 2",
        "message 1",
    ]
    after = client.messages.list(date_sent_after=noon, page_size=1)
    assert [one.direction for one in after] == ["outbound-reply", "inbound"] * 2


def test_recordings_are_listed_page_by_page_though_they_are_deleted_meanwhile(
    network: Network, client: Client, hall: Hall
) -> None:
    hall.answers = {**hall.answers, "/voice/incoming": f'<Record action="{HERE}/next"/>'}
    for _ in range(5):
        Phone(network, CALLER, Hotline.at(HERE, NUMBER)).dial().say("话", seconds=2)
    seen = []
    for recording in client.recordings.stream(page_size=2):
        seen.append(recording.sid)
        assert client.recordings(str(recording.sid)).delete()
    assert len(set(seen)) == 5
    assert network.store.recordings() == []


@twilio_only
def test_recordings_are_found_by_call_and_day(network: Network, client: Client, hall: Hall) -> None:
    hall.answers = {**hall.answers, "/voice/incoming": f'<Record action="{HERE}/next"/>'}
    calls = [Phone(network, CALLER, Hotline.at(HERE, NUMBER)).dial() for _ in range(2)]
    for call in calls:
        call.say("话", seconds=2)
    assert [one.call_sid for one in client.recordings.list(call_sid=calls[0].sid)] == [calls[0].sid]
    day = datetime(2026, 3, 2, tzinfo=UTC)
    assert len(client.recordings.list(date_created=day)) == 2
    assert client.recordings.list(date_created_before=day) == []
