"""What was said about a case: conversations, their turns with the words that count, and recordings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, or_, select

from intake.callbacks.model import AttemptRow
from intake.cases.model import ConversationRow, TurnRow
from intake.console.marking import marked_turn
from intake.console.queue_entries import LIVE
from intake.console.spoken_parts import ConversationView, RecordingView, TurnView
from intake.telephony.model import RecordingRow
from matching.evidence import Evidence

RECORDINGS = select(
    RecordingRow.id,
    RecordingRow.conversation_id,
    RecordingRow.status,
    RecordingRow.seconds,
    RecordingRow.content_type,
    RecordingRow.first_seen_at,
).order_by(RecordingRow.id)


def conversations_of(
    connection: Connection, complaint_id: int, evidence: Sequence[Evidence], now: datetime
) -> tuple[ConversationView, ...]:
    """Every conversation about the case that came to a word, oldest first."""
    row = ConversationRow
    ours = exists().where(AttemptRow.provider_call_id == row.provider_id).label("is_ours")
    found = connection.execute(
        select(row.id, row.channel, row.started_at, row.heard_at, row.ended, row.turns, ours)
        .where(row.complaint_id == complaint_id)
        .order_by(row.started_at, row.id)
    ).all()
    ids = [one.id for one in found]
    turns, recordings = turns_of(connection, ids, evidence), recordings_of(connection, ids)
    return tuple(
        ConversationView(
            id=one.id,
            channel=one.channel,
            started_at=one.started_at,
            heard_at=one.heard_at,
            ended=one.ended,
            is_live=one.ended is None and one.turns > 0 and one.heard_at > now - LIVE,
            is_ours=one.is_ours,
            turns=tuple(turns[one.id]),
            recordings=tuple(recordings[one.id]),
        )
        for one in found
        if one.turns
    )


def turns_of(
    connection: Connection, ids: Sequence[int], evidence: Sequence[Evidence]
) -> dict[int, list[TurnView]]:
    """The turns of each conversation; those in which nothing was said are left out."""
    found: dict[int, list[TurnView]] = defaultdict(list)
    row = TurnRow
    for one in connection.execute(
        select(row.conversation_id, row.seq, row.at, row.asked, row.heard)
        .where(row.conversation_id.in_(ids))
        .order_by(row.conversation_id, row.seq)
    ):
        if one.heard:
            heard = marked_turn(one.asked, one.heard, evidence)
            found[one.conversation_id].append(TurnView(seq=one.seq, at=one.at, asked=one.asked, heard=heard))
    return found


def recordings_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[RecordingView]]:
    found: dict[int, list[RecordingView]] = defaultdict(list)
    for one in connection.execute(RECORDINGS.where(RecordingRow.conversation_id.in_(ids))):
        found[one.conversation_id].append(recording(one))
    return found


def loose_recordings(connection: Connection, complaint_id: int) -> tuple[RecordingView, ...]:
    """Recordings of the case that belong to none of its conversations."""
    elsewhere = ~exists().where(
        ConversationRow.id == RecordingRow.conversation_id, ConversationRow.complaint_id == complaint_id
    )
    loose = or_(RecordingRow.conversation_id.is_(None), elsewhere)
    rows = connection.execute(RECORDINGS.where(RecordingRow.complaint_id == complaint_id, loose))
    return tuple(recording(one) for one in rows)


def recording(row: Row[*tuple[Any, ...]]) -> RecordingView:
    return RecordingView(
        id=row.id,
        status=row.status,
        seconds=row.seconds,
        content_type=row.content_type,
        first_seen_at=row.first_seen_at,
    )
