"""Asking for a callback, and withdrawing it once the complainant has completed the case."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, update

from intake.callbacks.model import CallbackReason, CallbackRow, CallbackStatus

REQUEST = insert(CallbackRow)
WITHDRAW = update(CallbackRow).where(
    CallbackRow.complaint_id == bindparam("case"), CallbackRow.status == CallbackStatus.PENDING
)


def request(connection: Connection, complaint_id: int, at: datetime, delay: timedelta) -> None:
    """A callback to complete the case, not before the delay is over, so that a redial can come first."""
    connection.execute(
        REQUEST,
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
    connection.execute(WITHDRAW, {"case": complaint_id, "status": CallbackStatus.WITHDRAWN, "updated_at": at})
