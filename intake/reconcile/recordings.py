"""Recordings that the provider has and we don't: their call's report or their own never came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from intake.cases.conversations import Place
from intake.cases.model import Channel, ConversationRow
from intake.database import Database
from intake.desk.services import Services
from intake.reconcile.provider import GRACE, Lists, chunks
from intake.reconcile.report import Mark, Marks
from intake.telephony import recordings
from intake.telephony.lists import ListedRecording
from intake.telephony.model import RecordingRow, RecordingStatus
from intake.telephony.recordings import Reported

LONG_AGO = timedelta(hours=1)
BEYOND_US = frozenset({"too_large", "id"})  # faults that another try does not mend


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What we have of a recording."""

    status: RecordingStatus
    due_at: datetime
    last_fault: str | None
    is_orphan: bool


def bring_in(services: Services, provider: Lists, since: datetime, now: datetime) -> Marks:
    """Compare recordings; what is missing is fetched by the usual job. Raises ProviderFault, nothing done."""
    listed = provider.list_recordings(since)
    kept = kept_of(services.database, listed)
    places = places_of(services.database, listed)
    marks = Marks({Mark.SEEN: len(listed)})
    wanted: list[ListedRecording] = []
    for one in listed:
        mark = judge(one, kept.get(one.provider_id), one.call_id in places, now)
        if mark in {Mark.BROUGHT_IN, Mark.MENDED}:
            wanted.append(one)
        if mark:
            marks[mark] += 1
    note(services.database, wanted, places, now)
    return marks


def judge(listed: ListedRecording, kept: Kept | None, is_placed: bool, now: datetime) -> Mark | None:
    """What to make of a recording; None for one that is not ready, or may still be reported."""
    if listed.status != Reported.COMPLETED:
        return Mark.KNOWN if kept else None
    if kept is None:
        return Mark.BROUGHT_IN if now - listed.created_at >= GRACE else None
    if kept.status is RecordingStatus.FAILED and kept.last_fault in BEYOND_US:
        return Mark.DOUBTFUL
    given_up = kept.status in {RecordingStatus.FAILED, RecordingStatus.ABSENT}
    waiting = kept.status is RecordingStatus.EXPECTED
    if (given_up or waiting) and now - kept.due_at >= LONG_AGO:
        return Mark.MENDED
    return Mark.MENDED if kept.is_orphan and is_placed else Mark.KNOWN


def note(
    database: Database, wanted: Iterable[ListedRecording], places: dict[str, Place], now: datetime
) -> None:
    """Have them fetched, with their conversation where their call is known; orphans are kept too."""
    nowhere = Place(None, None)
    for some in chunks(wanted):
        with database.write() as connection:
            for one in some:
                place = places.get(one.call_id, nowhere)
                recordings.note_status(
                    connection,
                    one.provider_id,
                    one.status,
                    conversation_id=place.conversation_id,
                    complaint_id=place.complaint_id,
                    seconds=one.duration,
                    at=now,
                )


def kept_of(database: Database, listed: Iterable[ListedRecording]) -> dict[str, Kept]:
    """What we have of those listed, by the provider's id."""
    row = RecordingRow
    columns = (row.provider_recording_id, row.status, row.due_at, row.last_fault, row.conversation_id)
    found: dict[str, Kept] = {}
    with database.read() as connection:
        for ids in chunks(one.provider_id for one in listed):
            for one in connection.execute(select(*columns).where(row.provider_recording_id.in_(ids))).all():
                found[one.provider_recording_id] = Kept(
                    status=one.status,
                    due_at=one.due_at,
                    last_fault=one.last_fault,
                    is_orphan=one.conversation_id is None,
                )
    return found


def places_of(database: Database, listed: Iterable[ListedRecording]) -> dict[str, Place]:
    """The conversations of their calls, by the provider's id of the call."""
    row = ConversationRow
    found: dict[str, Place] = {}
    with database.read() as connection:
        for ids in chunks({one.call_id for one in listed}):
            query = select(row.provider_id, row.id, row.complaint_id).where(row.channel == Channel.PHONE)
            for one in connection.execute(query.where(row.provider_id.in_(ids))).all():
                found[one.provider_id] = Place(one.id, one.complaint_id)
    return found
