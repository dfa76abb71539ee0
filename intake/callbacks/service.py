"""Asking for a callback, and what ends one while it is pending: the complainant, or the called person."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from intake.callbacks.model import CallbackRow, DoNotCallRow
from intake.callbacks.outcomes import CallbackReason, CallbackStatus, Kind, Task

REQUEST = insert(CallbackRow)
SETTLE = update(CallbackRow).where(
    CallbackRow.complaint_id == bindparam("case"), CallbackRow.status == CallbackStatus.PENDING
)
REASONS = {Kind.CALLBACK: CallbackReason.UNFINISHED, Kind.FOLLOW_UP: CallbackReason.OUTCOME}


def request(
    connection: Connection,
    complaint_id: int,
    at: datetime,
    delay: timedelta,
    kind: Kind = Kind.CALLBACK,
    reason: CallbackReason | None = None,
) -> None:
    """A call of ours about a case, not before the delay is over, so that a redial can come first."""
    connection.execute(
        REQUEST,
        {
            "complaint_id": complaint_id,
            "kind": kind,
            "reason": reason or REASONS[kind],
            "status": CallbackStatus.PENDING,
            "task": Task.NONE,
            "due_at": at + delay,
            "requested_at": at,
            "updated_at": at,
        },
    )


def conclude(
    connection: Connection,
    complaint_id: int,
    status: CallbackStatus,
    at: datetime,
    task: Task = Task.NONE,
) -> bool:
    """End the pending callback of a case, if there is one; harmless where there is none."""
    values = {"case": complaint_id, "status": status, "task": task, "claim": None, "updated_at": at}
    return connection.execute(SETTLE, values).rowcount == 1


def stop_calling(connection: Connection, caller_index: str, reason: CallbackStatus, at: datetime) -> None:
    """No machine of ours calls or texts this number about its cases any more; harmless when noted already."""
    if not may_not_call(connection, caller_index):
        connection.execute(
            insert(DoNotCallRow), {"caller_index": caller_index, "reason": reason.value, "at": at}
        )


def may_not_call(connection: Connection, caller_index: str) -> bool:
    """Whether the number was the wrong one, or its owner refused."""
    named = select(DoNotCallRow.at).where(DoNotCallRow.caller_index == caller_index)
    return connection.execute(named).first() is not None


def call_again(connection: Connection, caller_index: str) -> None:
    """The owner has asked to be called after all."""
    connection.execute(delete(DoNotCallRow).where(DoNotCallRow.caller_index == caller_index))
