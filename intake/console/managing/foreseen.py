"""What another policy would do to the callbacks that wait: each is judged by both, and nothing is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, select

from intake.callbacks.dossier import Claim, Dossier
from intake.callbacks.model import PENDING_ONLY, AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus
from intake.callbacks.reading import read_dossier
from intake.callbacks.verdict import Do, Verdict, judge, rules_of
from intake.console.access import Viewer
from intake.console.managing.failing import seen
from intake.desk.services import Services
from intake.errors import SealError

LOOKED_AT = 100
EXAMPLES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """When a callback's next attempt may begin, before and after; None where a person takes over instead."""

    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """waiting: callbacks that wait. looked: the next of these, which were judged. moves: those that move.

    to_person: for how many the machine would have done enough; earlier, later: how the others move.
    """

    waiting: int
    looked: int
    moves: tuple[Move, ...]

    @property
    def to_person(self) -> int:
        return sum(one.after is None for one in self.moves)

    @property
    def earlier(self) -> int:
        return sum(
            one.after is not None and (one.before is None or one.after < one.before) for one in self.moves
        )

    @property
    def later(self) -> int:
        return len(self.moves) - self.to_person - self.earlier

    @property
    def examples(self) -> tuple[Move, ...]:
        return self.moves[:EXAMPLES]


def foresee(
    services: Services, connection: Connection, viewer: Viewer, changed: dict[str, Any], now: datetime
) -> Foreseen:
    """What these values would do to the next callbacks, of cases that the viewer may see."""
    found = services.in_force.settings(connection)
    before = rules_of(found, services.calendar)
    after = rules_of(replace(found, **changed), services.calendar)
    looked, moves = 0, []
    for dossier in waiting(services, connection, viewer, now):
        looked += 1
        move = Move(before=next_at(judge(dossier, before, now)), after=next_at(judge(dossier, after, now)))
        if move.before != move.after:
            moves.append(move)
    counted = select(func.count()).select_from(CallbackRow).where(PENDING_ONLY)
    total = connection.execute(seen(viewer, counted, CallbackRow.complaint_id)).scalar_one()
    return Foreseen(waiting=int(total), looked=looked, moves=tuple(moves))


def next_at(verdict: Verdict) -> datetime | None:
    """When the next attempt may begin; None where there is none."""
    return None if verdict.do is Do.END else verdict.at


def waiting(services: Services, connection: Connection, viewer: Viewer, now: datetime) -> Iterator[Dossier]:
    """The next callbacks for which no call is under way. One whose number can't be opened says nothing."""
    row = CallbackRow
    under_way = exists().where(AttemptRow.callback_id == row.id, AttemptRow.status != AttemptStatus.ENDED)
    query = select(row.id, row.complaint_id, row.kind).where(PENDING_ONLY, ~under_way)
    ordered = seen(viewer, query, row.complaint_id).order_by(row.due_at).limit(LOOKED_AT)
    for found in connection.execute(ordered).all():
        claim = Claim(id=found.id, complaint_id=found.complaint_id, kind=found.kind, token="")
        try:
            yield read_dossier(connection, services.sealer, claim, services.settings.timezone, now)
        except SealError:
            continue
