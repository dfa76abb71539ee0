"""Calling off what is open for a case, in a way that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus, Task

OPEN = (CallbackStatus.PENDING, CallbackStatus.OPERATOR)


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCallback:
    """A callback as it was before somebody decided."""

    id: int
    status: CallbackStatus
    task: Task
    due_at: datetime
    not_before: datetime | None

    def plain(self) -> dict[str, Any]:
        """As the timeline keeps it."""
        return {
            "id": self.id,
            "status": self.status.value,
            "task": self.task.value,
            "due_at": self.due_at.isoformat(),
            "not_before": self.not_before.isoformat() if self.not_before else None,
        }


def from_plain(row: Mapping[str, Any]) -> OpenCallback:
    """What `plain` wrote."""
    later = row["not_before"]
    return OpenCallback(
        id=row["id"],
        status=CallbackStatus(row["status"]),
        task=Task(row["task"]),
        due_at=datetime.fromisoformat(row["due_at"]),
        not_before=datetime.fromisoformat(later) if later else None,
    )


def open_callbacks(connection: Connection, complaint_id: int) -> tuple[OpenCallback, ...]:
    """What is pending for a case, or waits for a person."""
    row = CallbackRow
    rows = connection.execute(
        select(row.id, row.status, row.task, row.due_at, row.not_before)
        .where(row.complaint_id == complaint_id, row.status.in_(OPEN))
        .order_by(row.id)
    )
    return tuple(OpenCallback(**one._mapping) for one in rows)


def call_off(connection: Connection, complaint_id: int, at: datetime) -> tuple[OpenCallback, ...]:
    """Withdraw whatever is open for a case; gives what was."""
    found = open_callbacks(connection, complaint_id)
    if found:
        connection.execute(
            update(CallbackRow)
            .where(CallbackRow.id.in_([one.id for one in found]))
            .values(status=CallbackStatus.WITHDRAWN, task=Task.NONE, claim=None, updated_at=at)
        )
    return found


def take_up(
    connection: Connection, complaint_id: int, before: tuple[OpenCallback, ...], at: datetime
) -> None:
    """Put the callbacks of a case back to what they were; whatever was asked for since is called off.

    A call that would have been due meanwhile is due at once: the calling hours see to the rest. One that
    ended by itself since stays ended.
    """
    known = {one.id: one for one in before}
    since = [one for one in open_callbacks(connection, complaint_id) if one.id not in known]
    row = CallbackRow
    if since:
        connection.execute(
            update(row)
            .where(row.id.in_([one.id for one in since]))
            .values(status=CallbackStatus.WITHDRAWN, task=Task.NONE, claim=None, updated_at=at)
        )
    changeable = (*OPEN, CallbackStatus.WITHDRAWN, CallbackStatus.UNREACHABLE)
    for one in before:
        values: dict[str, Any] = {
            "status": one.status,
            "task": one.task,
            "due_at": max(one.due_at, at),
            "not_before": one.not_before,
            "claim": None,
            "updated_at": at,
        }
        connection.execute(update(row).where(row.id == one.id, row.status.in_(changeable)).values(values))
