"""Dead letters: recordings and messages that were given up, with the code of the reason, never a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from intake.console.access import Viewer
from intake.console.sight import may_see, visible_through
from intake.telephony.model import MessageStatus, OutgoingMessageRow, RecordingRow, RecordingStatus

LISTED = 50
DEAD_MESSAGES = (MessageStatus.FAILED, MessageStatus.UNDELIVERED, MessageStatus.UNKNOWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A recording or message that was given up. code: why, a code of ours or of the provider."""

    id: int
    state: str
    code: str
    attempts: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Failures:
    """How many there are, and the latest of them."""

    count: int
    latest: tuple[Failed, ...]


def failed_recordings(connection: Connection, viewer: Viewer) -> Failures:
    row = RecordingRow
    query = select(
        row.id,
        row.status.label("state"),
        row.last_fault.label("code"),
        row.attempts,
        row.first_seen_at.label("at"),
    ).where(row.status == RecordingStatus.FAILED)
    return failures(connection, seen(viewer, query, row.complaint_id), row.first_seen_at)


def failed_messages(connection: Connection, viewer: Viewer) -> Failures:
    row = OutgoingMessageRow
    query = select(
        row.id,
        row.status.label("state"),
        row.error_code.label("code"),
        row.attempts,
        row.updated_at.label("at"),
    ).where(row.status.in_(DEAD_MESSAGES))
    return failures(connection, seen(viewer, query, row.complaint_id), row.updated_at)


def seen(viewer: Viewer, query: Any, complaint_id: Any) -> Any:
    """The rows of cases that the viewer may see; also those of no case, for whoever may see every case."""
    return visible_through(viewer, query, complaint_id) if may_see(viewer) else query


def failures(connection: Connection, query: Any, at: Any) -> Failures:
    count = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows: Sequence[Any] = connection.execute(query.order_by(at.desc()).limit(LISTED)).all()
    latest = (
        Failed(id=row.id, state=row.state.value, code=row.code or "", attempts=row.attempts, at=row.at)
        for row in rows
    )
    return Failures(count=int(count), latest=tuple(latest))
