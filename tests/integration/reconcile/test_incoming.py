"""Calls that nobody answered because the server was down, and calls that ended without a word to us."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from intake.cases.timeline import verify
from intake.voice.payloads import Call
from intake.voice.service import answer_call
from tests.cast import HOTLINE
from tests.integration.reconcile.conftest import Bureau, before, hang_up_after_one_key, marks, part
from tests.integration.reconcile.listing import a_call, refusal

SUBJECT = "calls_in"


def only(bureau: Bureau, table: str) -> Any:
    (row,) = bureau.rows(table)
    return row


def test_a_call_that_nobody_answered_is_a_case_for_an_operator(bureau: Bureau) -> None:
    at = before(hours=2)
    bureau.listing.rows["Calls"] = [a_call("C1", at, end_time=before(hours=2, seconds=-8))]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    case, conversation = only(bureau, "complaint"), only(bureau, "conversation")
    assert (case.purpose, case.status, case.statement, case.flags) == (
        "message",
        "in_review",
        "",
        ["missed_call"],
    )
    assert (case.received_at, case.channel, case.hall_id) == (at, "phone", 1)
    assert bureau.services.sealer.open(case.caller_sealed, "caller") == "+8613800138000"
    assert (conversation.provider_id, conversation.ended, conversation.complaint_id) == (
        "C1",
        "dropped",
        case.id,
    )
    assert conversation.ended_at == before(hours=2, seconds=-8)
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}
    assert len(bureau.rows("complaint")) == 1


def test_the_timeline_of_a_missed_call_holds(bureau: Bureau) -> None:
    bureau.listing.rows["Calls"] = [a_call("C1", before(hours=2))]
    bureau.compare()
    with bureau.services.database.read() as connection:
        assert list(verify(connection, bureau.services.sealer.audit_key)) == []
    assert [(row.event, row.actor) for row in bureau.rows("case_event")] == [
        ("registered", "reconcile"), ("unsettled", "reconcile"),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [
    {"duration": "1"}, {"from": "anonymous"}, {"from": "+266696687"}, {"from": ""},
    {"status": "canceled", "duration": "0", "end_time": before(hours=2, seconds=-1)},
])  # fmt: skip
def test_of_a_call_of_a_second_or_from_nobody_nothing_is_kept(bureau: Bureau, change: dict[str, Any]) -> None:
    bureau.listing.rows["Calls"] = [a_call("C1", before(hours=2)) | change]
    report = bureau.compare()
    assert marks(report, SUBJECT) == {"passed_over": 1}
    assert bureau.rows("complaint") == bureau.rows("conversation") == []
    assert report.is_settled


@pytest.mark.parametrize("change", [
    {"status": "failed", "duration": "0"}, {"status": "no-answer", "duration": None, "end_time": None},
    {"status": "busy", "duration": "0"}, {"duration": None},
    {"status": "canceled", "duration": "0", "end_time": before(hours=2, seconds=-20)},
])  # fmt: skip
def test_a_call_that_failed_at_our_end_is_a_missed_one_however_short(
    bureau: Bureau, change: dict[str, Any]
) -> None:
    bureau.listing.rows["Calls"] = [a_call("C1", before(hours=2)) | change]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}


@pytest.mark.parametrize("change", [
    {"status": "in-progress", "end_time": None, "duration": None}, {"status": "ringing", "end_time": None},
    {"end_time": before(minutes=1)}, {"direction": "outbound-api"}, {"direction": "outbound-dial"},
])  # fmt: skip
def test_a_call_that_is_under_way_or_ours_is_not_missed(bureau: Bureau, change: dict[str, Any]) -> None:
    bureau.listing.rows["Calls"] = [a_call("C1", before(minutes=9)) | change]
    assert marks(bureau.compare(), SUBJECT) == {}
    assert bureau.rows("conversation") == []


def test_whoever_tried_several_times_has_one_case(bureau: Bureau) -> None:
    bureau.listing.rows["Calls"] = [a_call(f"C{i}", before(hours=2, minutes=-i)) for i in range(4)]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 4}
    assert {row.complaint_id for row in bureau.rows("conversation")} == {only(bureau, "complaint").id}
    bureau.listing.rows["Calls"].append(a_call("D", before(hours=1), **{"from": "+8613900000009"}))
    assert marks(bureau.compare(), SUBJECT) == {"known": 4, "brought_in": 1}
    assert len(bureau.rows("complaint")) == 2


def test_whoever_got_through_since_has_no_case_for_it(bureau: Bureau) -> None:
    hang_up_after_one_key(bureau)
    (before_it,) = bureau.desk.cases()
    bureau.listing.rows["Calls"] = [a_call("C1", before(hours=2))]
    assert marks(bureau.compare(), SUBJECT) == {"passed_over": 1}
    assert [case["case_no"] for case in bureau.desk.cases()] == [before_it["case_no"]]
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}


def test_a_caller_with_an_unfinished_case_called_about_it_and_is_asked_about_it_next_time(
    bureau: Bureau,
) -> None:
    hang_up_after_one_key(bureau)
    bureau.desk.clock.advance(hours=3)
    bureau.listing.rows["Calls"] = [a_call("C1", before(hours=-2))]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    assert len(bureau.rows("complaint")) == 1
    bureau.desk.phone().dial()
    latest = bureau.rows("conversation")[-1]
    assert '"returning"' in latest.interview


def test_a_new_call_after_a_missed_one_is_a_new_matter(bureau: Bureau) -> None:
    bureau.listing.rows["Calls"] = [a_call("C1", before(minutes=5))]
    bureau.compare()
    hang_up_after_one_key(bureau)
    assert [row.purpose for row in bureau.rows("complaint")] == ["message", "complaint"]


def test_a_webhook_that_is_late_after_all_finds_its_call(bureau: Bureau) -> None:
    bureau.listing.rows["Calls"] = [a_call("C1", before(minutes=5))]
    bureau.compare()
    document = answer_call(bureau.services, Call(provider_id="C1", caller="+8613800138000", dialled=HOTLINE))
    assert "<Hangup" in document
    assert len(bureau.rows("conversation")) == 1


def test_a_conversation_whose_call_is_over_is_ended(bureau: Bureau) -> None:
    bureau.desk.phone().dial().press("1")
    (conversation,) = bureau.rows("conversation")
    assert conversation.ended is None
    over = before(seconds=-30)
    bureau.listing.rows["Calls"] = [a_call(conversation.provider_id, before(), end_time=over)]
    bureau.desk.clock.advance(minutes=10)
    assert marks(bureau.compare(), SUBJECT) == {"known": 1, "mended": 1}
    assert (only(bureau, "conversation").ended, only(bureau, "conversation").ended_at) == ("dropped", over)
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}


def test_two_comparisons_at_once_keep_one_case(bureau: Bureau) -> None:
    bureau.listing.rows["Calls"] = [a_call(f"C{i}", before(hours=2, minutes=-i)) for i in range(3)]
    threads = [threading.Thread(target=bureau.compare) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(bureau.rows("complaint")), len(bureau.rows("conversation"))) == (1, 3)


def test_a_list_that_breaks_off_changes_nothing(bureau: Bureau) -> None:
    bureau.listing.largest_page = 1
    bureau.listing.rows["Calls"] = [a_call(f"C{i}", before(hours=1 + i)) for i in range(3)]
    bureau.listing.spoil = lambda _asked, target: (
        refusal(429, 20429) if "Calls" in target and "PageToken" in target else None
    )
    assert part(bureau.compare(), SUBJECT).fault == "throttled 20429"
    assert bureau.rows("conversation") == []
