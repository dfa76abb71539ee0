"""Asking for a callback, and withdrawing it once the complainant has completed the case."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, update

from intake.callbacks.model import CallbackReason, CallbackRow, CallbackStatus


def request(connection: Connection, complaint_id: int, at: datetime, delay: timedelta) -> None:
    """A callback to complete the case, not before the delay is over, so that a redial can come first."""
    connection.execute(
        insert(CallbackRow),
        {
            "complaint_id": complaint_id,
            "reason": CallbackReason.UNFINISHED,
            "status": CallbackStatus.PENDING,
            "due_at": at + delay,
            "created_at": at,
            "updated_at": at,
        },
    )


def withdraw(connection: Connection, complaint_id: int, at: datetime) -> None:
    """No callback any more; harmless where none is pending."""
    connection.execute(
        update(CallbackRow)
        .where(CallbackRow.complaint_id == complaint_id, CallbackRow.status == CallbackStatus.PENDING)
        .values(status=CallbackStatus.WITHDRAWN, updated_at=at)
    )
