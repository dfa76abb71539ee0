"""The provider's lists through the official client: whole, in order, or a fault that says so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.config import Settings
from intake.telephony import paging
from intake.telephony.client import ProviderClient, client_for
from intake.telephony.faults import Kind, ProviderFault
from tests.integration.reconcile.listing import (
    ACCOUNT,
    Listing,
    Reply,
    a_call,
    a_message,
    a_recording,
    refusal,
    told,
)

# 00:30 in China on the 10th, which is the 9th for the provider's filters.
SINCE = datetime(2026, 11, 9, 16, 30, tzinfo=UTC)
NUMBER = "+8613900000001"


@pytest.fixture
def client(listing: Listing, profile: str, tmp_path: Path) -> ProviderClient:
    return client_for(
        Settings(
            twilio_account_sid=ACCOUNT, twilio_auth_token="token", twilio_api_base_url=listing.url,
            data_dir=tmp_path, provider=profile,
        )
    )  # fmt: skip


def ids(found: list[object]) -> list[str]:
    return [str(getattr(one, "provider_id", "")) for one in found]


def after(**span: float) -> datetime:
    return SINCE + timedelta(**span)


def test_calls_come_whole_and_oldest_first_over_many_pages(client: ProviderClient, listing: Listing) -> None:
    listing.largest_page = 3
    listing.rows["Calls"] = [a_call(f"C{i:02}", after(minutes=i)) for i in range(11)]
    assert ids([*client.list_calls(SINCE)]) == [f"C{i:02}" for i in range(11)]


def test_of_two_in_one_second_the_later_stays_the_later(client: ProviderClient, listing: Listing) -> None:
    listing.shuffled = True
    listing.rows["Messages"] = [a_message("second", SINCE, "2"), a_message("first", SINCE, "1")]
    assert ids([*client.list_messages(SINCE)]) == ["first", "second"]


def test_a_day_of_utc_hides_nothing_of_a_chinese_morning(client: ProviderClient, listing: Listing) -> None:
    listing.rows["Calls"] = [
        a_call("before", after(seconds=-1)),
        a_call("at", SINCE),
        a_call("next", after(hours=9)),
    ]
    assert ids([*client.list_calls(SINCE)]) == ["at", "next"]


@pytest.mark.parametrize("status", ["queued", "ringing", "in-progress", "canceled", "failed"])
def test_a_call_that_has_not_begun_is_listed_too(
    client: ProviderClient, listing: Listing, status: str
) -> None:
    waiting = a_call("W", after(minutes=1), status=status, start_time=None, end_time=None, duration=None)
    listing.rows["Calls"] = [waiting, a_call("C", SINCE)]
    found = {one.provider_id: one for one in client.list_calls(SINCE)}
    assert set(found) == {"W", "C"}
    assert (found["W"].started_at, found["W"].ended_at, found["W"].duration) == (None, None, None)
    assert ids([*client.list_calls(SINCE, to="+862888000012", from_="+8613800138000")]) == ["C", "W"]


def test_a_message_that_waits_is_listed_too(client: ProviderClient, listing: Listing) -> None:
    listing.rows["Messages"] = [a_message("M", SINCE, "x", date_sent=None)]
    assert (
        ids([*client.list_messages(SINCE)])
        == ids([*client.list_messages(SINCE, to="+862888000012")])
        == ["M"]
    )


def test_calls_of_one_number_are_told_apart_however_it_is_written(
    client: ProviderClient, listing: Listing
) -> None:
    theirs = NUMBER.removeprefix("+") if listing.compatible else NUMBER
    listing.rows["Calls"] = [a_call("theirs", SINCE, to=theirs), a_call("other", SINCE)]
    assert ids([*client.list_calls(SINCE, to=NUMBER)]) == ["theirs"]
    assert client.list_calls(SINCE, to=NUMBER, from_="+8613999999999") == []


def test_one_stray_old_entry_does_not_end_a_list_but_an_old_page_does(
    client: ProviderClient, listing: Listing
) -> None:
    listing.compatible, listing.shuffled, listing.largest_page = True, True, 2
    old = [a_call(f"old{i}", after(days=-9, minutes=-i)) for i in range(40)]
    listing.rows["Calls"] = [a_call("A", SINCE), old[0], a_call("B", SINCE), *old[1:]]
    assert set(ids([*client.list_calls(SINCE, to="+862888000012")])) == {"A", "B"}
    assert len(listing.asked) <= 6


def test_a_recording_and_a_call_are_read_field_by_field(client: ProviderClient, listing: Listing) -> None:
    listing.rows["Recordings"] = [a_recording("RE1", SINCE, "CA1"), a_recording("old", after(days=-2), "CA0")]
    (recording,) = client.list_recordings(SINCE)
    assert (recording.provider_id, recording.call_id, recording.status) == ("RE1", "CA1", "completed")
    assert (recording.created_at, recording.duration) == (SINCE, 7)
    listing.rows["Calls"] = [a_call("CA1", SINCE, end_time=after(seconds=8))]
    call = client.fetch_call("CA1")
    assert call is not None
    assert (call.to, call.from_, call.is_incoming, call.is_over) == (
        "+862888000012",
        "+8613800138000",
        True,
        True,
    )
    assert (call.started_at, call.ended_at, call.duration) == (SINCE, after(seconds=8), 8)


def test_a_call_that_the_provider_does_not_have_is_none(client: ProviderClient) -> None:
    assert client.fetch_call("CA/../../x?y=1") is None


def on(number: int, reply: Reply) -> Callable[[int, str], Reply | None]:
    return lambda asked, _target: reply if asked == number else None


@pytest.mark.parametrize(("reply", "kind"), [
    (refusal(500, 0), Kind.AMBIGUOUS), (refusal(429, 20429), Kind.THROTTLED),
    (refusal(401, 20003), Kind.CONFIGURATION), ((200, b"<html>"), Kind.UNREADABLE),
    ((200, b"{}"), Kind.UNREADABLE), ((200, b"[]"), Kind.UNREADABLE),
    ((200, b'{"calls": [{"sid": "C"}]}'), Kind.UNREADABLE),
    ((200, b'{"calls": "none"}'), Kind.UNREADABLE), ((302, b""), Kind.UNLISTED),
    ((200, b'{"calls": [], "next_page_uri": "https://elsewhere.example/"}'), Kind.UNREADABLE),
])  # fmt: skip
def test_a_list_that_can_not_be_read_to_its_end_is_a_fault_and_no_list(
    client: ProviderClient, listing: Listing, reply: Reply, kind: Kind
) -> None:
    listing.largest_page = 2
    listing.rows["Calls"] = [a_call(f"C{i}", SINCE) for i in range(5)]
    listing.spoil = on(2, reply)
    with pytest.raises(ProviderFault) as caught:
        client.list_calls(SINCE, to="+862888000012")
    assert caught.value.kind is kind


@pytest.mark.parametrize("change", [
    {"date_created": "yesterday"}, {"date_created": None}, {"sid": ""}, {"status": None},
    {"duration": "long"},
])  # fmt: skip
def test_one_row_that_can_not_be_read_spoils_the_list(
    client: ProviderClient, listing: Listing, change: dict[str, object]
) -> None:
    page = b'{"calls": [' + told(a_call("C", SINCE) | change) + b"]}"
    listing.spoil = lambda _number, _target: (200, page)
    with pytest.raises(ProviderFault) as caught:
        client.list_calls(SINCE)
    assert caught.value.kind is Kind.UNREADABLE


def test_a_list_without_an_end_is_given_up(
    client: ProviderClient, listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_PAGES", 4)
    listing.largest_page = 1
    listing.rows["Messages"] = [a_message(f"M{i}", SINCE, "x") for i in range(9)]
    with pytest.raises(ProviderFault) as caught:
        client.list_messages(SINCE)
    assert (caught.value.kind, len(listing.asked)) == (Kind.UNREADABLE, 4)


def test_a_list_that_leads_round_in_a_circle_is_given_up(client: ProviderClient, listing: Listing) -> None:
    circle = f'{{"messages": [], "next_page_uri": "/2010-04-01/Accounts/{ACCOUNT}/Messages.json?Page=1"}}'
    listing.spoil = lambda _number, _target: (200, circle.encode())
    with pytest.raises(ProviderFault):
        client.list_messages(SINCE)
    assert len(listing.asked) == 2


def test_a_provider_that_is_away_is_a_fault_without_any_number_in_it(
    profile: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = client_for(
        Settings(
            twilio_account_sid=ACCOUNT, twilio_auth_token="token", twilio_api_base_url="http://127.0.0.1:9",
            data_dir=tmp_path, provider=profile,
        )
    )  # fmt: skip
    with caplog.at_level(logging.INFO), pytest.raises(ProviderFault) as caught:
        gone.list_calls(SINCE, to=NUMBER)
    assert caught.value.kind is Kind.NOT_PLACED
    assert NUMBER[1:] not in str(caught.value) + caplog.text
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)


def test_a_call_is_placed_with_what_the_service_takes(
    client: ProviderClient, listing: Listing, profile: str
) -> None:
    sent = client.place_call(NUMBER, "+862888000012", "https://h.example/v", "https://h.example/s", 45)
    assert (sent.provider_id, sent.status) == ("NEW1", "queued")
    ((path, form),) = listing.posted
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    common = {
        ("To", NUMBER), ("From", "+862888000012"), ("Url", "https://h.example/v"), ("Method", "POST"),
        ("StatusCallback", "https://h.example/s"), ("StatusCallbackMethod", "POST"),
    }  # fmt: skip
    events = {("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed")}
    assert set(form) == common | ({("Timeout", "45")} | events if profile == "twilio" else set())
