"""What happened to a case: its timeline with what may be undone, who had it, our calls with every attempt."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, select

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.cases.lifecycle import REMARKS, Event
from intake.cases.model import ComplaintRow, EventRow
from intake.console.access import Viewer
from intake.console.case_parts import AccessView, AttemptView, CallbackView, EventView
from intake.console.case_tables import AccessRow
from intake.console.model import AccountRow
from intake.console.sight import visible
from intake.desk.undoing import Entry, undoable, undone

KEPT_FOR_UNDOING = {"before", "after", "message_id"}
NEWEST = 50  # entries of the access log that are shown


def timeline_of(connection: Connection, viewer: Viewer, complaint_id: int) -> tuple[EventView, ...]:
    """The timeline, oldest first; the number of another case only where that is for the viewer too."""
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
    hidden = hidden_ones(connection, viewer, entries)
    return tuple(
        EventView(
            seq=row.seq,
            at=row.at,
            event=row.event,
            from_status=row.from_status,
            to_status=row.to_status,
            actor=row.actor,
            actor_name=row.name or row.actor,
            data={
                name: value
                for name, value in one.data.items()
                if name not in KEPT_FOR_UNDOING and value not in hidden
            },
            is_remark=one.event in REMARKS,
            is_undone=one.seq in gone,
            can_undo=one.seq in may_go,
        )
        for row, one in zip(rows, entries, strict=True)
    )


def hidden_ones(connection: Connection, viewer: Viewer, entries: list[Entry]) -> list[Any]:
    """The numbers of cases in a timeline that the viewer must not see."""
    named = {one.data["other"] for one in entries if "other" in one.data}
    if not named:
        return []
    query = visible(viewer, select(ComplaintRow.case_no).where(ComplaintRow.case_no.in_(named)))
    return sorted(named - set(connection.scalars(query)))


def accesses_of(connection: Connection, complaint_id: int) -> tuple[AccessView, ...]:
    """Who had the case in hand, heard it, or saw what is masked; the newest first."""
    query = (
        select(AccountRow.name, AccessRow.what, AccessRow.at)
        .join(AccountRow, AccountRow.id == AccessRow.account_id)
        .where(AccessRow.complaint_id == complaint_id)
        .order_by(AccessRow.id.desc())
        .limit(NEWEST)
    )
    return tuple(AccessView(**row._mapping) for row in connection.execute(query))


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
