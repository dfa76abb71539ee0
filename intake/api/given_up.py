"""Deliveries that no receiver took, as a box of what was given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from intake.api.model import DEAD_ONLY, PENDING_ONLY, DeliveryRow, DeliveryStatus, HookRow, TokenRow
from intake.cases.model import EventRow
from intake.desk.given_up import Again, Box


def from_the_beginning(at: datetime) -> dict[str, Any]:
    """The values of a delivery that is due at once, with all its tries."""
    return {
        "status": DeliveryStatus.PENDING,
        "attempts": 0,
        "due_at": at,
        "claim": None,
        "settled_at": None,
    }


def deliver_again(connection: Connection, ids: Sequence[int], again: Again) -> int:
    """Deliveries to hooks that still are: nothing is sent to one that was ended."""
    live = (
        select(HookRow.id)
        .join(TokenRow, TokenRow.id == HookRow.token_id)
        .where(HookRow.ended_at.is_(None), TokenRow.revoked_at.is_(None))
    )
    row = DeliveryRow
    chosen = update(row).where(row.id.in_(ids), DEAD_ONLY, row.hook_id.in_(live))
    return connection.execute(chosen.values(from_the_beginning(again.now))).rowcount


CASE_OF = select(EventRow.complaint_id).where(EventRow.id == DeliveryRow.event_id)
DELIVERIES = Box(
    name="deliveries",
    row=DeliveryRow,
    lost=DEAD_ONLY,
    state=DeliveryRow.status,
    reason=DeliveryRow.fault,
    attempts=DeliveryRow.attempts,
    at=DeliveryRow.created_at,
    case_of=CASE_OF.correlate(DeliveryRow).scalar_subquery(),
    again=deliver_again,
    queued=PENDING_ONLY,
    due_at=DeliveryRow.due_at,
)
