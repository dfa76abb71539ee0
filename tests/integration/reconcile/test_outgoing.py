"""Texts of ours whose fate is unknown: found and bound, surely absent and sent again, or left in doubt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from intake.telephony import outbox
from intake.telephony.model import MessageStatus, OutgoingMessageRow
from tests.integration.reconcile.conftest import Bureau, before, marks, part
from tests.integration.reconcile.listing import a_text_of_ours, refusal

NUMBER = "+8613800138000"
BODY = "您的投诉已登记，编号 123456789。"
SUBJECT = "messages_out"


def a_text(
    bureau: Bureau, at: datetime, status: MessageStatus = MessageStatus.UNKNOWN, **changes: Any
) -> int:
    """A text that went to the provider at a moment and whose fate stands as given."""
    with bureau.services.database.write() as connection:
        sealed = bureau.services.sealer.seal(NUMBER, "caller")
        row_id = outbox.queue(
            connection, complaint_id=None, purpose="case_no", to_sealed=sealed, body=BODY, at=at
        )
        values = {"status": status, "attempts": 1} | changes
        connection.execute(update(OutgoingMessageRow).where(OutgoingMessageRow.id == row_id).values(values))
    return row_id


def only(bureau: Bureau) -> Any:
    (row,) = bureau.rows("outgoing_message")
    return row


def lists_asked(bureau: Bureau) -> int:
    return sum("Messages.json" in target for target in bureau.listing.asked)


def test_a_text_that_went_out_after_all_is_bound_to_what_the_provider_has(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    bureau.listing.rows["Messages"] = [
        a_text_of_ours("S1", before(minutes=29), BODY, status="delivered"),
        a_text_of_ours("other", before(minutes=29), "别的内容"),
    ]
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert (only(bureau).status, only(bureau).provider_message_id) == ("delivered", "S1")
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}


def test_a_text_that_the_provider_never_had_is_sent_once_more_and_only_once(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    row = only(bureau)
    assert (row.status, row.due_at) == ("queued", bureau.now)
    with bureau.services.database.write() as connection:
        again = {"status": MessageStatus.UNKNOWN, "attempts": row.attempts + 1}
        connection.execute(update(OutgoingMessageRow).values(again))
    bureau.desk.clock.advance(minutes=20)
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert (only(bureau).status, only(bureau).error_code) == ("failed", "never_sent")
    assert marks(bureau.compare(), SUBJECT) == {}


def test_absence_is_no_proof_before_ten_minutes(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=9))
    assert marks(bureau.compare(), SUBJECT) == {}
    assert only(bureau).status == "unknown"


def test_absence_is_no_proof_while_the_list_can_not_be_read(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    bureau.listing.spoil = lambda _asked, _target: refusal(500, 0)
    report = bureau.compare()
    assert part(report, SUBJECT).fault
    assert only(bureau).status == "unknown"


def test_absence_is_no_proof_when_the_second_question_is_not_answered(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    first = 4 if not bureau.listing.compatible else 2  # the lists for what came in, and for what went out
    bureau.listing.spoil = lambda _asked, target: (
        refusal(503, 0) if "Messages" in target and lists_asked(bureau) > first else None
    )
    assert part(bureau.compare(), SUBJECT).fault
    assert only(bureau).status == "unknown"


def test_a_text_that_waits_at_the_provider_is_no_absent_one(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    bureau.listing.rows["Messages"] = [
        a_text_of_ours("S1", before(minutes=29), BODY, status="queued", date_sent=None)
    ]
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert (only(bureau).status, only(bureau).provider_message_id) == ("sent", "S1")


def test_two_that_may_be_it_are_left_to_an_operator(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    bureau.listing.rows["Messages"] = [a_text_of_ours(f"S{i}", before(minutes=29 - i), BODY) for i in (1, 2)]
    report = bureau.compare()
    assert marks(report, SUBJECT) == {"doubtful": 1}
    assert (only(bureau).status, only(bureau).provider_message_id) == ("unknown", None)
    assert not report.is_settled


def test_as_many_of_the_same_words_as_are_looked_for_are_all_of_them(bureau: Bureau) -> None:
    for minutes in (30, 25):
        a_text(bureau, before(minutes=minutes))
    bureau.listing.rows["Messages"] = [a_text_of_ours(f"S{i}", before(minutes=29 - i), BODY) for i in (0, 4)]
    assert marks(bureau.compare(), SUBJECT) == {"mended": 2}
    assert [row.provider_message_id for row in bureau.rows("outgoing_message")] == ["S0", "S4"]


def test_one_of_two_alike_can_not_be_told_apart(bureau: Bureau) -> None:
    for minutes in (30, 25):
        a_text(bureau, before(minutes=minutes))
    bureau.listing.rows["Messages"] = [a_text_of_ours("S1", before(minutes=29), BODY)]
    assert marks(bureau.compare(), SUBJECT) == {"doubtful": 2}


@pytest.mark.parametrize("change", [
    {"to": "+8613900000009"}, {"body": "别的内容"}, {"direction": "outbound-reply"},
    {"date_created": before(hours=5), "date_sent": before(hours=5)},
])  # fmt: skip
def test_another_text_is_not_taken_for_ours(bureau: Bureau, change: dict[str, object]) -> None:
    a_text(bureau, before(minutes=30))
    bureau.listing.rows["Messages"] = [a_text_of_ours("S1", before(minutes=29), BODY) | change]
    bureau.compare()
    assert (only(bureau).status, only(bureau).provider_message_id) == ("queued", None)


def test_what_another_text_is_bound_to_is_not_taken(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=31), MessageStatus.SENT, provider_message_id="S1")
    a_text(bureau, before(minutes=30))
    bureau.listing.rows["Messages"] = [a_text_of_ours("S1", before(minutes=29), BODY)]
    assert marks(bureau.compare(), SUBJECT) == {"known": 1, "mended": 1}
    assert [row.status for row in bureau.rows("outgoing_message")] == ["sent", "queued"]


def test_nothing_is_settled_beside_one_that_is_being_sent(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30))
    a_text(bureau, before(minutes=29), MessageStatus.SENDING, lease_until=before(minutes=-3))
    assert marks(bureau.compare(), SUBJECT) == {}
    assert [row.status for row in bureau.rows("outgoing_message")] == ["unknown", "sending"]


def test_one_whose_sender_died_is_looked_for_too(bureau: Bureau) -> None:
    a_text(bureau, before(minutes=30), MessageStatus.SENDING, lease_until=before(minutes=25))
    bureau.listing.rows["Messages"] = [a_text_of_ours("S1", before(minutes=30), BODY)]
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert only(bureau).provider_message_id == "S1"


def test_a_text_from_yesterday_is_not_sent_any_more(bureau: Bureau) -> None:
    a_text(bureau, before(hours=20))
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert only(bureau).status == "failed"


@pytest.mark.parametrize(("listed", "ours", "mended"), [
    ("delivered", "delivered", 1), ("undelivered", "undelivered", 1), ("sent", "sent", 0), ("odd", "sent", 0),
])  # fmt: skip
def test_a_status_that_never_came_is_read_from_the_list(
    bureau: Bureau, listed: str, ours: str, mended: int
) -> None:
    a_text(bureau, before(minutes=30), MessageStatus.SENT, provider_message_id="S1")
    row = a_text_of_ours("S1", before(minutes=29), BODY, status=listed, error_code=30005)
    bureau.listing.rows["Messages"] = [row]
    assert part(bureau.compare(timedelta(hours=2)), SUBJECT).marks["mended"] == mended  # type: ignore[index]
    assert only(bureau).status == ours
    if listed == "undelivered":
        assert only(bureau).error_code == "30005"
