"""What the provider's ledger and the hotline's rows say of the same calls."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import exists, func, select

from intake.callbacks.model import AttemptEventRow, AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus, Outcome
from intake.database import Database

ENDED = AttemptRow.status == AttemptStatus.ENDED
REPORTED = exists().where(AttemptEventRow.attempt_id == AttemptRow.id)
MOST_OF_THEM = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The reckoning. The second group must be 0, each.

    per_second: calls placed a second until nine tenths were. by_list: attempts settled by what the provider
    listed, without a report. repeated: attempts that were never placed, each followed by another.
    doubles: attempts placed more than once. people: numbers called more than once. strangers: calls of no
    attempt. denied: calls whose attempt says that it was not placed. unbound: calls that their attempt
    doesn't know by id. stuck: callbacks that are still pending. live: attempts that have not ended.
    """

    placed: int
    per_second: float
    by_list: int
    repeated: int
    endings: Counter[str]

    doubles: int
    people: int
    strangers: int
    denied: int
    unbound: int
    stuck: int
    live: int

    @property
    def faults(self) -> dict[str, int]:
        names = ("doubles", "people", "strangers", "denied", "unbound", "stuck", "live")
        return {name: getattr(self, name) for name in names}


def pending(database: Database) -> int:
    """How many callbacks have not ended."""
    still = select(func.count()).where(CallbackRow.status == CallbackStatus.PENDING)
    with database.read() as connection:
        return int(connection.execute(still.select_from(CallbackRow)).scalar_one())


def reckoning(database: Database, ledger: Path) -> Account:
    """Compare the two."""
    calls: list[dict[str, Any]] = [json.loads(line) for line in ledger.read_text().splitlines()]
    with database.read() as connection:
        rows = connection.execute(
            select(
                AttemptRow.token, AttemptRow.provider_call_id, AttemptRow.outcome, ENDED.label("ended"),
                REPORTED.label("reported"),
            )
        ).all()  # fmt: skip
        endings = connection.execute(
            select(CallbackRow.status, CallbackRow.task, func.count()).group_by(
                CallbackRow.status, CallbackRow.task
            )
        ).all()
    attempts = {row.token: row for row in rows}
    known = [(call, attempts[call["token"]]) for call in calls if call["token"] in attempts]
    return Account(
        placed=len(calls),
        per_second=speed([call["at"] for call in calls]),
        by_list=sum(row.ended and bool(row.provider_call_id) and not row.reported for row in rows),
        repeated=sum(row.outcome is Outcome.NOT_PLACED for row in rows),
        endings=Counter({" ".join(filter(None, (status, task))): count for status, task, count in endings}),
        doubles=more_than_once(call["token"] for call in calls),
        people=more_than_once(call["to"] for call in calls),
        strangers=len(calls) - len(known),
        denied=sum(row.outcome is Outcome.NOT_PLACED for _, row in known),
        unbound=sum(call["sid"] != row.provider_call_id for call, row in known),
        stuck=sum(count for status, _, count in endings if status is CallbackStatus.PENDING),
        live=sum(not row.ended for row in rows),
    )


def speed(moments: list[float]) -> float:
    """Calls a second until nine tenths were placed: the rest waits for the leases of the killed."""
    ordered = sorted(moments)
    most = ordered[: max(2, int(len(ordered) * MOST_OF_THEM))]
    return (len(most) - 1) / (most[-1] - most[0]) if len(most) > 1 else 0.0


def more_than_once(names: Any) -> int:
    return sum(times > 1 for times in Counter(names).values())
