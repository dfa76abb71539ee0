"""What runs and what doesn't: the switch of callbacks, alarms, the background work, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, TextClause, case, func, select

from intake.callbacks.alarms import SCHEDULER, Raised, is_on, last_beat, standing
from intake.callbacks.dialer import SWITCH
from intake.callbacks.model import OPERATOR_ONLY, PENDING_ONLY, CallbackRow, SwitchRow
from intake.config import Settings
from intake.console.access import Viewer
from intake.console.managing.failing import Pile, pile, seen
from intake.console.model import AccountRow
from intake.console.sight import may_see, visible_of_many
from intake.desk.services import Services

DEAD_AFTER_TICKS = 3
SHORTEST_SILENCE = timedelta(seconds=15)
LATE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """Whether callbacks are on. allowed: by the settings. at, by: when and by whom it was turned."""

    is_on: bool
    allowed: bool
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Callbacks: to be made, of these late, and those for a person to decide."""

    pending: int
    late: int
    operator: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """How the hotline runs. beat: when the background work last showed that it lives; None for never.

    piles: what was given up, by kind.
    """

    switch: Switch
    alarms: tuple[Raised, ...]
    beat: datetime | None
    is_alive: bool
    waiting: Waiting
    piles: tuple[Pile, ...]


def read_operation(connection: Connection, services: Services, viewer: Viewer, now: datetime) -> Operation:
    """Everything at once; what belongs to cases only as far as the viewer may see these."""
    settings = services.settings
    beat = last_beat(connection, SCHEDULER)
    silence = max(settings.callback_tick * DEAD_AFTER_TICKS, SHORTEST_SILENCE)
    return Operation(
        switch=read_switch(connection, settings),
        alarms=tuple(standing(connection)),
        beat=beat,
        is_alive=beat is not None and now - beat <= silence,
        waiting=read_waiting(connection, viewer, now),
        piles=tuple(pile(connection, viewer, box) for box in services.boxes),
    )


def read_switch(connection: Connection, settings: Settings) -> Switch:
    query = select(SwitchRow.at, SwitchRow.actor, AccountRow.name).outerjoin(
        AccountRow, AccountRow.login == SwitchRow.actor
    )
    row = connection.execute(query.where(SwitchRow.name == SWITCH)).first()
    on, allowed = is_on(connection, SWITCH), settings.callback_enabled
    if row is None:
        return Switch(is_on=on, allowed=allowed)
    return Switch(is_on=on, allowed=allowed, at=row.at, by=row.name or row.actor)


def read_waiting(connection: Connection, viewer: Viewer, now: datetime) -> Waiting:
    """Counted by the partial indices, whose conditions are used word for word; each of them once."""
    late = func.coalesce(func.sum(case((CallbackRow.due_at < now - LATE, 1), else_=0)), 0)
    case_id = CallbackRow.complaint_id

    def counted(status: TextClause) -> Any:
        return select(func.count(), late).select_from(CallbackRow).where(status)

    waiting = counted(PENDING_ONLY)
    if may_see(viewer):
        ends = select(func.min(case_id), func.max(case_id)).where(PENDING_ONLY)
        first, last = connection.execute(ends).one()
        waiting = visible_of_many(connection, viewer, waiting, case_id, (first or 0, last or 0))
    pending, overdue = map(int, connection.execute(waiting).one())
    operator, _ = map(int, connection.execute(seen(viewer, counted(OPERATOR_ONLY), case_id)).one())
    return Waiting(pending=pending, late=overdue, operator=operator)
