"""What the review queue shows of the cases of a page, read for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus, Task
from intake.cases.model import CandidateRow, ComplaintRow, ConversationRow
from intake.console.case_tables import ClaimRow
from intake.console.claims import IDLE
from intake.console.model import AccountRow
from intake.console.queue_parts import Entry, Position
from intake.directory.model import HallRow

EXCERPT = 120  # characters
LIVE = timedelta(minutes=10)  # without a word for longer, nobody is on the line any more
CASES = (
    select(
        *(
            getattr(ComplaintRow, name)
            for name in (
                *("id", "case_no", "status", "doubt", "channel", "language", "hall_id", "window"),
                *("staff_no", "flags", "received_at", "due_at", "urgent_at"),
            )
        ),
        func.substr(ComplaintRow.statement, 1, EXCERPT).label("excerpt"),
        HallRow.name.label("hall_name"),
        ClaimRow.account_id,
        AccountRow.name.label("owner_name"),
    )
    .select_from(ComplaintRow)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
)


def entries_of(connection: Connection, ids: Sequence[int], now: datetime) -> tuple[Entry, ...]:
    """The entries of these cases, in this order."""
    if not ids:
        return ()
    held = and_(ClaimRow.complaint_id == ComplaintRow.id, ClaimRow.seen_at > now - IDLE)
    query = CASES.outerjoin(ClaimRow, held).outerjoin(AccountRow, AccountRow.id == ClaimRow.account_id)
    rows = {row.id: row for row in connection.execute(query.where(ComplaintRow.id.in_(ids)))}
    people = counted(connection, ids)
    calls = callbacks_of(connection, ids)
    live = live_ones(connection, ids, now)
    return tuple(
        entry(rows[case_id], people.get(case_id, 0), calls.get(case_id, {}), now, is_live=case_id in live)
        for case_id in ids
        if case_id in rows
    )


def entry(
    row: Row[*tuple[Any, ...]],
    candidates: int,
    calls: dict[CallbackStatus, Any],
    now: datetime,
    *,
    is_live: bool,
) -> Entry:
    waiting, pending = calls.get(CallbackStatus.OPERATOR), calls.get(CallbackStatus.PENDING)
    return Entry(
        complaint_id=row.id,
        case_no=row.case_no,
        status=row.status,
        doubt=row.doubt,
        channel=row.channel,
        language=row.language,
        hall_id=row.hall_id,
        hall_name=row.hall_name or "",
        window=row.window,
        staff_no=row.staff_no,
        excerpt=row.excerpt,
        flags=tuple(row.flags),
        candidates=candidates,
        received_at=row.received_at,
        due_at=row.due_at,
        is_overdue=row.due_at is not None and row.due_at <= now,
        task=waiting.task if waiting else Task.NONE,
        callback_due_at=pending.due_at if pending else None,
        is_live=is_live,
        owner_id=row.account_id,
        owner_name=row.owner_name or "",
        position=Position(urgent_at=row.urgent_at, complaint_id=row.id),
    )


def counted(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """How many people each case may be about."""
    rows = connection.execute(
        select(CandidateRow.complaint_id, func.count())
        .where(CandidateRow.complaint_id.in_(ids))
        .group_by(CandidateRow.complaint_id)
    )
    return {row[0]: row[1] for row in rows}


def callbacks_of(connection: Connection, ids: Sequence[int]) -> dict[int, dict[CallbackStatus, Any]]:
    """What is pending for each case, and what waits for a person."""
    row = CallbackRow
    found: dict[int, dict[CallbackStatus, Any]] = {}
    open_ones = (CallbackStatus.PENDING, CallbackStatus.OPERATOR)
    for one in connection.execute(
        select(row.complaint_id, row.status, row.task, row.due_at).where(
            row.complaint_id.in_(ids), row.status.in_(open_ones)
        )
    ):
        found.setdefault(one.complaint_id, {})[one.status] = one
    return found


def live_ones(connection: Connection, ids: Sequence[int], now: datetime) -> frozenset[int]:
    """The cases whose complainant is on the line, or writing."""
    row = ConversationRow
    rows = connection.scalars(
        select(row.complaint_id).where(
            row.complaint_id.in_(ids), row.ended.is_(None), row.turns > 0, row.heard_at > now - LIVE
        )
    )
    return frozenset(case_id for case_id in rows if case_id is not None)
