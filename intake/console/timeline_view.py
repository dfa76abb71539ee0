"""What happened to a case: its timeline with what may be undone, and our calls with every attempt."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, select

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.cases.lifecycle import REMARKS, Event
from intake.cases.model import EventRow
from intake.console.case_parts import AttemptView, CallbackView, EventView
from intake.console.model import AccountRow
from intake.desk.undoing import Entry, undoable, undone

KEPT_FOR_UNDOING = {"before", "after", "message_id"}


def timeline_of(connection: Connection, complaint_id: int) -> tuple[EventView, ...]:
    """The timeline, oldest first."""
    rows = connection.execute(
        select(
            EventRow.seq,
            EventRow.at,
            EventRow.event,
            EventRow.from_status,
            EventRow.to_status,
            EventRow.actor,
            EventRow.data,
            AccountRow.name,
        )
        .outerjoin(AccountRow, AccountRow.login == EventRow.actor)
        .where(EventRow.complaint_id == complaint_id)
        .order_by(EventRow.seq)
    ).all()
    entries = [Entry(seq=row.seq, event=Event(row.event), data=json.loads(row.data)) for row in rows]
    gone, may_go = undone(entries), undoable(entries)
    return tuple(
        EventView(
            seq=row.seq,
            at=row.at,
            event=row.event,
            from_status=row.from_status,
            to_status=row.to_status,
            actor=row.actor,
            actor_name=row.name or row.actor,
            data={name: value for name, value in one.data.items() if name not in KEPT_FOR_UNDOING},
            is_remark=one.event in REMARKS,
            is_undone=one.seq in gone,
            can_undo=one.seq in may_go,
        )
        for row, one in zip(rows, entries, strict=True)
    )


def callbacks_of(connection: Connection, complaint_id: int) -> tuple[CallbackView, ...]:
    """Our calls about the case, oldest first."""
    row = CallbackRow
    found = connection.execute(select(row).where(row.complaint_id == complaint_id).order_by(row.id)).all()
    attempts: dict[int, list[AttemptView]] = defaultdict(list)
    tried = select(AttemptRow).where(AttemptRow.callback_id.in_([one.id for one in found]))
    for one in connection.execute(tried.order_by(AttemptRow.callback_id, AttemptRow.seq)):
        attempts[one.callback_id].append(attempt(one))
    same = ("id", "kind", "reason", "status", "task", "due_at", "not_before", "requested_at")
    return tuple(
        CallbackView(**{name: getattr(one, name) for name in same}, attempts=tuple(attempts[one.id]))
        for one in found
    )


def attempt(row: Row[*tuple[Any, ...]]) -> AttemptView:
    same = ("seq", "status", "outcome", "counted", "ring_seconds", "dialed_at", "ended_at")
    return AttemptView(**{name: getattr(row, name) for name in same}, texted=row.text_id is not None)
