"""Recordings that the provider has and we don't, and those given up too early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from intake.telephony import recordings
from intake.telephony.model import RecordingRow, RecordingStatus
from tests.integration.reconcile.conftest import Bureau, before, hang_up_after_one_key, marks, part
from tests.integration.reconcile.listing import a_recording, refusal

SUBJECT = "recordings"


def known(bureau: Bureau, recording: str, **changes: Any) -> None:
    with bureau.services.database.write() as connection:
        recordings.note_expected(
            connection, recording, conversation_id=None, complaint_id=None, seconds=None, at=before(hours=3)
        )
        row = RecordingRow.provider_recording_id == recording
        connection.execute(update(RecordingRow).where(row).values({"attempts": 3} | changes))


def only(bureau: Bureau) -> Any:
    (row,) = bureau.rows("recording")
    return row


def test_a_recording_that_was_never_reported_is_fetched_for_its_call(bureau: Bureau) -> None:
    hang_up_after_one_key(bureau)
    (conversation,) = bureau.rows("conversation")
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(minutes=9), conversation.provider_id)]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    row = only(bureau)
    assert (row.status, row.seconds, row.due_at) == ("pending", 7, bureau.now)
    assert (row.conversation_id, row.complaint_id) == (conversation.id, conversation.complaint_id)
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}


def test_a_recording_of_no_call_of_ours_is_kept_all_the_same(bureau: Bureau) -> None:
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(minutes=9), "unheard of")]
    assert marks(bureau.compare(), SUBJECT) == {"brought_in": 1}
    assert (only(bureau).status, only(bureau).conversation_id) == ("pending", None)


def test_an_orphan_finds_its_call(bureau: Bureau) -> None:
    bureau.desk.phone().dial()
    (conversation,) = bureau.rows("conversation")
    known(bureau, "RE1", status=RecordingStatus.STORED)
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(minutes=9), conversation.provider_id)]
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert (only(bureau).status, only(bureau).conversation_id) == ("stored", conversation.id)


@pytest.mark.parametrize("status", [RecordingStatus.FAILED, RecordingStatus.ABSENT, RecordingStatus.EXPECTED])
def test_one_that_was_given_up_or_forgotten_is_fetched_when_it_is_there(
    bureau: Bureau, status: RecordingStatus
) -> None:
    known(bureau, "RE1", status=status, due_at=before(hours=2), last_fault="not_there")
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(hours=3), "CA1")]
    assert marks(bureau.compare(), SUBJECT) == {"mended": 1}
    assert (only(bureau).status, only(bureau).attempts, only(bureau).due_at) == ("pending", 0, bureau.now)


def test_one_that_is_waited_for_is_left_alone(bureau: Bureau) -> None:
    known(bureau, "RE1", due_at=before(minutes=5))
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(hours=3), "CA1")]
    assert marks(bureau.compare(), SUBJECT) == {"known": 1}
    assert only(bureau).attempts == 3


def test_one_that_another_try_can_not_mend_is_an_operators_matter(bureau: Bureau) -> None:
    known(bureau, "RE1", status=RecordingStatus.FAILED, due_at=before(hours=2), last_fault="too_large")
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(hours=3), "CA1")]
    report = bureau.compare()
    assert marks(report, SUBJECT) == {"doubtful": 1}
    assert (only(bureau).status, report.is_settled) == ("failed", False)


@pytest.mark.parametrize("status", ["processing", "in-progress", "deleted", "absent"])
def test_what_is_no_sound_yet_or_any_more_is_left(bureau: Bureau, status: str) -> None:
    bureau.listing.rows["Recordings"] = [a_recording("RE1", before(minutes=9), "CA1", status=status)]
    assert marks(bureau.compare(), SUBJECT) == {}
    assert bureau.rows("recording") == []


def test_a_list_that_breaks_off_changes_nothing(bureau: Bureau) -> None:
    bureau.listing.largest_page = 1
    rows = [a_recording(f"RE{i}", before(minutes=9 + i), "CA1") for i in range(3)]
    bureau.listing.rows["Recordings"] = rows
    bureau.listing.spoil = lambda _asked, target: (
        refusal(500, 0) if "Recordings" in target and "PageToken" in target else None
    )
    assert part(bureau.compare(timedelta(hours=2)), SUBJECT).fault
    assert bureau.rows("recording") == []
