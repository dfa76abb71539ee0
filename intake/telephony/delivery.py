"""What became of a text message: reports in the provider's words, in any order, each once, ranked.

A later rank is never undone by an earlier one that arrives late, and the first ending stays. `sent` may be
the last that is ever heard.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.telephony.ledger import count_faults
from intake.telephony.model import MessageEventRow, MessageStatus, OutgoingMessageRow

RANK = {
    MessageStatus.QUEUED: 0,
    MessageStatus.SENDING: 1,
    MessageStatus.UNKNOWN: 1,
    MessageStatus.SENT: 2,
    MessageStatus.DELIVERED: 3,
    MessageStatus.UNDELIVERED: 3,
    MessageStatus.FAILED: 3,
}

# What is not listed is kept as an event and changes nothing.
REPORTED = {
    "accepted": MessageStatus.SENT,
    "scheduled": MessageStatus.SENT,
    "queued": MessageStatus.SENT,
    "sending": MessageStatus.SENT,
    "sent": MessageStatus.SENT,
    "partially_delivered": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.DELIVERED,
    "undelivered": MessageStatus.UNDELIVERED,
    "failed": MessageStatus.FAILED,
    "canceled": MessageStatus.FAILED,
}


def note_status(
    connection: Connection,
    provider_message_id: str,
    status: str,
    *,
    error_code: str,
    token: str,
    at: datetime,
) -> None:
    """A report. `token`: what our status address carried, if anything. A report of no message is kept."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    event = build(MessageEventRow).values(
        provider_message_id=provider_message_id, status=status, error_code=error_code, received_at=at
    )
    is_new = connection.execute(event.on_conflict_do_nothing()).rowcount == 1
    if error_code and is_new:
        count_faults(connection, [(error_code, at)])
    if token:
        named = select(OutgoingMessageRow.id).where(OutgoingMessageRow.token == token)
        if (row_id := connection.scalar(named)) is not None:
            bind(connection, row_id, provider_message_id, at)
            return
    known = select(OutgoingMessageRow.id).where(OutgoingMessageRow.provider_message_id == provider_message_id)
    if (row_id := connection.scalar(known)) is not None:
        advance(connection, row_id, status, error_code, at)


def bind(connection: Connection, row_id: int, provider_message_id: str, at: datetime) -> None:
    """Give a message the provider's id, from its answer or a report, and all that was reported of it."""
    row = OutgoingMessageRow
    unbound = (row.id == row_id) & row.provider_message_id.is_(None)
    connection.execute(update(row).where(unbound).values(provider_message_id=provider_message_id))
    advance(connection, row_id, "accepted", "", at)
    events = select(MessageEventRow.status, MessageEventRow.error_code).order_by(MessageEventRow.id)
    for status, code in connection.execute(
        events.where(MessageEventRow.provider_message_id == provider_message_id)
    ).all():
        advance(connection, row_id, status, code, at)


def advance(connection: Connection, row_id: int, status: str, error_code: str, at: datetime) -> bool:
    """Move a message on to a reported status if that ranks above where it is."""
    new = REPORTED.get(status)
    if new is None:
        return False
    row = OutgoingMessageRow
    below = [one for one, rank in RANK.items() if rank < RANK[new]]
    values = {"status": new, "lease_until": None, "updated_at": at, "error_code": error_code or None}
    moved = connection.execute(update(row).where(row.id == row_id, row.status.in_(below)).values(values))
    return moved.rowcount == 1
