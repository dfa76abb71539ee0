"""What was given up and waits for somebody: a box for each kind, whose entries are tried again or settled.

Trying again goes through the queue of the kind. A text of before stays as it was: evidence of what failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, TextClause, select, update

from intake.callbacks.model import AttemptRow
from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.cases.wishes import has_opted_out
from intake.database import Base
from intake.errors import SealError
from intake.telephony import outbox, recordings
from intake.telephony.faults import Kind
from intake.telephony.model import (
    LOST_MESSAGES,
    LOST_RECORDINGS,
    TO_FETCH,
    TO_SEND,
    MessageStatus,
    OutgoingMessageRow,
    RecordingRow,
)
from intake.telephony.reasons import kind_of

SURELY_LOST = frozenset({MessageStatus.FAILED, MessageStatus.UNDELIVERED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Again:
    """With what entries are tried again. texts_at: when texts may go out next."""

    sealer: Sealer
    now: datetime
    texts_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """One kind of what was given up.

    lost: the condition, in the words of its indices. state, reason, attempts, at: columns of an entry.
    case_of: the case of an entry, as a column or a scalar select. again: tries entries, says how many.
    queued: the condition of what is still to be done, and due_at, its column of when.
    """

    name: str
    row: type[Base]
    lost: TextClause
    state: Any
    reason: Any
    attempts: Any
    at: Any
    case_of: Any
    again: Callable[[Connection, Sequence[int], Again], int]
    queued: TextClause
    due_at: Any

    @property
    def id(self) -> Any:
        return self.row.__table__.c.id

    def settle(self, connection: Connection, ids: Sequence[int], at: datetime) -> int:
        """Nothing more is to be done about these; says how many there were."""
        values = {"settled_at": at}
        chosen = update(self.row).where(self.id.in_(ids), self.lost).values(values)
        return connection.execute(chosen).rowcount


def fetch_again(connection: Connection, ids: Sequence[int], again: Again) -> int:
    """Recordings are due at once, with all their tries."""
    return recordings.fetch_again(connection, ids, again.now)


def send_again(connection: Connection, ids: Sequence[int], again: Again) -> int:
    """Texts that surely did not arrive go out anew, within the hours for texts.

    Not one of unknown fate: it may have arrived, the provider's list settles it. Not to whoever wants none.
    """
    row = OutgoingMessageRow
    chosen = select(row).where(row.id.in_(ids), LOST_MESSAGES, row.status.in_(SURELY_LOST)).order_by(row.id)
    sent = 0
    for found in connection.execute(chosen.with_for_update(skip_locked=True)).all():
        if kind_of(found.error_code or "") is Kind.CONSENT or not wanted(connection, found.to_sealed, again):
            continue
        new = outbox.queue(
            connection,
            complaint_id=found.complaint_id,
            purpose=found.purpose,
            to_sealed=found.to_sealed,
            body=found.body,
            at=again.texts_at,
        )
        # The policy of callbacks counts the text that is on its way.
        connection.execute(update(AttemptRow).where(AttemptRow.text_id == found.id).values(text_id=new))
        connection.execute(update(row).where(row.id == found.id).values(settled_at=again.now))
        sent += 1
    return sent


def wanted(connection: Connection, to_sealed: bytes, again: Again) -> bool:
    """Whether the number still takes our texts; not where it can't be opened."""
    try:
        index = again.sealer.index(again.sealer.open(to_sealed, CALLER_COLUMN))
    except SealError:
        return False
    return not has_opted_out(connection, index)


RECORDINGS = Box(
    name="recordings",
    row=RecordingRow,
    lost=LOST_RECORDINGS,
    state=RecordingRow.status,
    reason=RecordingRow.last_fault,
    attempts=RecordingRow.attempts,
    at=RecordingRow.first_seen_at,
    case_of=RecordingRow.complaint_id,
    again=fetch_again,
    queued=TO_FETCH,
    due_at=RecordingRow.due_at,
)
MESSAGES = Box(
    name="messages",
    row=OutgoingMessageRow,
    lost=LOST_MESSAGES,
    state=OutgoingMessageRow.status,
    reason=OutgoingMessageRow.error_code,
    attempts=OutgoingMessageRow.attempts,
    at=OutgoingMessageRow.updated_at,
    case_of=OutgoingMessageRow.complaint_id,
    again=send_again,
    queued=TO_SEND,
    due_at=OutgoingMessageRow.due_at,
)
