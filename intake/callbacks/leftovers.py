"""Attempts still open though their callback is over: the complainant was faster, or a report got lost.

Nobody claims such a callback any more, and an open attempt keeps its number from being called about anything
else. So they are looked for now and then and settled like every other attempt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, literal_column, select

from intake.callbacks import attempts
from intake.callbacks.dossier import Claim, Dossier
from intake.callbacks.finding_out import Lists, find_out
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus, Outcome
from intake.database import Database, UTCDateTime

BATCH = 20
SETTLED_BY_NOW = timedelta(minutes=3)  # otherwise its own scheduler or its reports are still at it
NOBODYS = ""  # the token of no claim: what needs one does nothing

LEFT = (
    select(AttemptRow.callback_id, CallbackRow.complaint_id, CallbackRow.kind)
    .join(CallbackRow, CallbackRow.id == AttemptRow.callback_id)
    # Written out, or SQLite would not use the index of live attempts.
    .where(AttemptRow.status != literal_column("'ended'"), CallbackRow.status != CallbackStatus.PENDING)
    .where(
        (AttemptRow.status == AttemptStatus.DEFERRED)
        | (AttemptRow.dialed_at <= bindparam("before", type_=UTCDateTime))
    )
    .limit(BATCH)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Leftovers:
    """What settles them. `read` makes the dossier of a claim, `now` is the database's clock."""

    database: Database
    lists: Lists
    unknown_after: timedelta
    read: Callable[[Claim], Dossier]
    now: Callable[[Connection], datetime]

    def settle(self) -> int:
        """Settle some of them; says how many were looked at."""
        with self.database.read() as connection:
            rows = connection.execute(LEFT, {"before": self.now(connection) - SETTLED_BY_NOW}).all()
        for row in rows:
            claim = Claim(id=row.callback_id, complaint_id=row.complaint_id, kind=row.kind, token=NOBODYS)
            self.settle_one(self.read(claim))
        return len(rows)

    def settle_one(self, dossier: Dossier) -> None:
        """What was put off was never placed; of anything else the provider is asked."""
        if dossier.live is None or dossier.live.status is not AttemptStatus.DEFERRED:
            find_out(self.database, self.lists, dossier, self.unknown_after, self.now)
            return
        with self.database.write() as connection:
            attempt = attempts.by_id(connection, dossier.live.id)
            if attempt.status is AttemptStatus.DEFERRED:
                attempts.finish(
                    connection, attempt, Outcome.NOT_PLACED, self.now(connection), fault="not wanted"
                )
