"""The account of our calls about cases, for the export: what was tried and what came of it; no numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from intake.callbacks.model import AttemptRow, CallbackRow


def callbacks_of(connection: Connection, case_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The callbacks of each case with their attempts, in order, by case id. Moments are ISO 8601 in UTC."""
    callbacks = connection.execute(
        select(CallbackRow).where(CallbackRow.complaint_id.in_(case_ids)).order_by(CallbackRow.id)
    ).all()
    attempts: dict[int, list[dict[str, Any]]] = {}
    tried = select(AttemptRow).where(AttemptRow.callback_id.in_([one.id for one in callbacks]))
    for row in connection.execute(tried.order_by(AttemptRow.callback_id, AttemptRow.seq)):
        attempts.setdefault(row.callback_id, []).append(attempt_row(row))
    found: dict[int, list[dict[str, Any]]] = {}
    for one in callbacks:
        found.setdefault(one.complaint_id, []).append(
            {
                "kind": one.kind.value,
                "status": one.status.value,
                "task": one.task.value,
                "requested_at": written(one.requested_at),
                "attempts": attempts.get(one.id, []),
            }
        )
    return found


def attempt_row(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "status": row.status.value,
        "outcome": row.outcome.value if row.outcome else None,
        "counted": row.counted,
        "ring_seconds": row.ring_seconds,
        "dialed_at": written(row.dialed_at),
        "ended_at": written(row.ended_at),
        "provider_call_id": row.provider_call_id,
        "fault": row.fault,
        "texted": row.text_id is not None,
    }


def written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
