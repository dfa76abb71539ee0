"""Texts that came while the server was down: brought in as their webhook would have, once, and answered."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from intake.sms.payloads import Message
from intake.sms.service import answer_message
from intake.telephony.outbox import Sender, send_due
from tests.integration.reconcile.conftest import Bureau, before, marks, part
from tests.integration.reconcile.listing import a_message, refusal

TEXT = "我要投诉3号窗口，工号1001，态度很差。"
SUBJECT = "messages_in"


def queued(bureau: Bureau) -> list[tuple[str, str]]:
    """What waits in the outbox: purpose and words."""
    return [(row.purpose, row.body) for row in bureau.rows("outgoing_message")]


def test_a_text_that_never_came_in_is_a_case_at_the_time_it_was_sent(bureau: Bureau) -> None:
    at = before(hours=1, minutes=30)
    bureau.listing.rows["Messages"] = [a_message("M1", at, TEXT)]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    case = bureau.desk.case()
    assert (case["staff_no"], case["window"], case["status"]) == ("1001", "3", "pinned")
    (complaint,) = bureau.rows("complaint")
    assert complaint.received_at == at
    ((purpose, body),) = queued(bureau)
    assert purpose == "reply"
    assert complaint.case_no in body
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}
    assert len(bureau.rows("outgoing_message")) == len(bureau.rows("complaint")) == 1


def test_the_reply_goes_out_to_whoever_sent_the_text(bureau: Bureau) -> None:
    bureau.listing.rows["Messages"] = [a_message("M1", before(minutes=30), TEXT)]
    bureau.compare()
    sender = Sender(
        number="+862888000012", status_url="https://hotline.example/sms/status",
        destinations=bureau.services.settings.callback_destinations,
    )  # fmt: skip
    sealer = bureau.services.sealer
    assert send_due(
        bureau.services.database, bureau.client, lambda one: sealer.open(one, "caller"), sender, bureau.now
    )
    ((_path, form),) = bureau.listing.posted
    assert dict(form)["To"] == "+8613800138000"


def test_a_text_in_two_parts_is_heard_in_its_order(bureau: Bureau) -> None:
    first, second = before(minutes=31), before(minutes=30)
    bureau.listing.rows["Messages"] = [
        a_message("M2", second, "工号是1001"), a_message("M1", first, "我要投诉3号窗口"),
    ]  # fmt: skip
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 2}
    assert bureau.desk.case()["status"] == "pinned"
    assert [turn.heard for turn in bureau.rows("turn")] == ["我要投诉3号窗口", "工号是1001"]


def test_the_webhook_that_comes_after_all_finds_it_done_and_says_nothing_twice(bureau: Bureau) -> None:
    phone = bureau.desk.phone()
    phone.text("我要投诉3号窗口")
    (turn,) = bureau.rows("turn")
    sid = turn.provider_ids["message"]
    bureau.desk.clock.advance(minutes=10)
    bureau.listing.rows["Messages"] = [a_message(sid, before(minutes=0), "我要投诉3号窗口")]
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}
    assert queued(bureau) == []


@pytest.mark.parametrize(("hours", "replies"), [(11, 1), (13, 0)])
def test_a_reply_that_is_half_a_day_late_is_not_sent(bureau: Bureau, hours: int, replies: int) -> None:
    bureau.listing.rows["Messages"] = [a_message("M1", before(hours=hours), TEXT)]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    assert len(queued(bureau)) == replies


def test_a_late_reply_waits_for_the_morning(bureau: Bureau) -> None:
    bureau.desk.clock.advance(hours=11)  # 23:00 in Shanghai
    bureau.listing.rows["Messages"] = [a_message("M1", before(hours=-6), TEXT)]
    bureau.compare()
    (row,) = bureau.rows("outgoing_message")
    assert row.due_at == before(hours=-20)  # 08:00


def test_a_text_of_this_minute_is_left_to_its_webhook(bureau: Bureau) -> None:
    bureau.listing.rows["Messages"] = [
        a_message("M1", before(seconds=50), TEXT), a_message("M2", before(hours=1), TEXT, status="receiving"),
    ]  # fmt: skip
    assert marks(bureau.compare(), SUBJECT) == {}
    assert bureau.desk.cases() == []


def test_nobody_is_answered_about_what_they_have_gone_on_from(bureau: Bureau) -> None:
    bureau.desk.phone().text("我要投诉3号窗口")
    bureau.desk.clock.advance(minutes=10)
    bureau.listing.rows["Messages"] = [a_message("M0", before(minutes=5), "工号1001")]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    assert bureau.desk.case()["staff_no"] == "1001"
    assert queued(bureau) == []
    (conversation,) = bureau.rows("conversation")
    assert conversation.heard_at == before()


def test_a_sender_who_wants_no_texts_gets_none_and_keeps_the_case(bureau: Bureau) -> None:
    bureau.listing.rows["Messages"] = [
        a_message("M1", before(minutes=40), "退订"), a_message("M2", before(minutes=30), TEXT),
    ]  # fmt: skip
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 2}
    assert len(bureau.desk.cases()) == 1
    assert len(queued(bureau)) == 1  # the word that no more will come


def test_no_sender_is_answered_without_end(bureau: Bureau) -> None:
    most = bureau.services.settings.sms_replies_per_day
    bureau.listing.rows["Messages"] = [
        a_message(f"M{i:03}", before(minutes=100 - i), f"吵死了{i}") for i in range(most + 5)
    ]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": most + 5}
    assert len(queued(bureau)) == most


def test_a_picture_comes_in_by_its_id(bureau: Bureau) -> None:
    bureau.listing.media["M1"] = ["ME1", "ME2"]
    bureau.listing.rows["Messages"] = [a_message("M1", before(hours=1), "", num_media="2")]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    (turn,) = bureau.rows("turn")
    assert turn.provider_ids["media"] == ["ME1", "ME2"]


def test_two_comparisons_at_once_bring_in_one(bureau: Bureau) -> None:
    rows = [a_message(f"M{i}", before(minutes=30 - i), f"3号窗口工号1001态度差{i}") for i in range(4)]
    bureau.listing.rows["Messages"] = rows
    threads = [threading.Thread(target=bureau.compare) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bureau.rows("turn")) == 4
    assert len(queued(bureau)) <= 4
    assert marks(bureau.compare(), SUBJECT) == {"known": 4}


def test_a_webhook_at_the_same_moment_makes_no_second_turn(bureau: Bureau) -> None:
    rows = [a_message(f"M{i}", before(minutes=30 - i), f"3号窗口工号1001态度差{i}") for i in range(6)]
    bureau.listing.rows["Messages"] = rows
    messages = [
        Message(provider_id=row["sid"], sender=row["from"], dialled=row["to"], body=row["body"])
        for row in rows
    ]

    def webhooks() -> None:
        for message in messages:
            answer_message(bureau.services, message)

    threads = [threading.Thread(target=work) for work in (webhooks, bureau.compare)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = bureau.rows("turn")
    assert sorted(turn.event_key for turn in turns) == [f"message:M{i}" for i in range(6)]
    spoken = sum("<Message>" in turn.answer for turn in turns)
    assert spoken + len(queued(bureau)) == sum(turn.replied for turn in turns)


@pytest.mark.parametrize("status", [500, 429])
def test_nothing_is_brought_in_from_half_a_list(bureau: Bureau, status: int) -> None:
    bureau.listing.largest_page = 2
    bureau.listing.rows["Messages"] = [a_message(f"M{i}", before(minutes=9 - i), TEXT) for i in range(5)]
    bureau.listing.spoil = lambda _asked, target: (
        refusal(status, 0) if "Messages" in target and "PageToken" in target else None
    )
    report = bureau.compare()
    assert part(report, SUBJECT).fault.endswith(str(status))
    assert not report.is_settled
    assert part(report, "calls_in").fault == ""
    assert bureau.rows("turn") == []


def test_one_message_that_can_not_be_taken_holds_up_no_other(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    bureau.listing.rows["Messages"] = [
        a_message("M" * 70, before(minutes=9), "秘密"), a_message("M1", before(minutes=8), TEXT),
    ]  # fmt: skip
    report = bureau.compare()
    assert marks(report, SUBJECT) == {"brought_in": 1, "doubtful": 1}
    assert not report.is_settled
    assert "秘密" not in caplog.text


def test_what_is_older_than_the_look_back_is_left(bureau: Bureau) -> None:
    bureau.listing.rows["Messages"] = [a_message("M1", before(hours=30), TEXT)]
    assert marks(bureau.compare(), SUBJECT) == {}
    assert marks(bureau.compare(timedelta(days=2)), SUBJECT) == {"brought_in": 1}
