"""What was given up, as far as the viewer may see its cases: with the code of the reason, never a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from intake.console.access import Viewer
from intake.console.sight import may_see, visible_through
from intake.desk.given_up import Box

PAGE = 50
COUNTED_TO = 10_000  # more is told as "more than"; nobody goes through so many one by one
MOST_AT_ONCE = 500
NO_REASON = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """A recording, message or delivery that was given up. reason: a code of ours or of the provider."""

    id: int
    state: str
    reason: str
    attempts: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Pile:
    """What is in a box: how many, up to one more than COUNTED_TO."""

    name: str
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > COUNTED_TO


def seen(viewer: Viewer, query: Any, complaint_id: Any) -> Any:
    """The rows of cases that the viewer may see; also those of no case, for whoever may see every case."""
    return visible_through(viewer, query, complaint_id) if may_see(viewer) else query


def lying(viewer: Viewer, box: Box, *columns: Any, reason: str = "") -> Any:
    """A select over the box, the latest first. reason: only those; `-` for those without one."""
    query = select(*columns).select_from(box.row).where(box.lost).order_by(box.id.desc())
    if reason:
        query = query.where(box.reason.is_(None) if reason == NO_REASON else box.reason == reason)
    return seen(viewer, query, box.case_of)


def pile(connection: Connection, viewer: Viewer, box: Box, reason: str = "") -> Pile:
    """How many there are. In no order: an index alone answers."""
    some = lying(viewer, box, box.id, reason=reason).order_by(None).limit(COUNTED_TO + 1).subquery()
    count = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return Pile(name=box.name, count=int(count))


def reasons(connection: Connection, viewer: Viewer, box: Box) -> tuple[tuple[str, int], ...]:
    """The reasons of the latest, the most frequent first."""
    some = lying(viewer, box, box.reason.label("reason")).limit(COUNTED_TO).subquery()
    query = select(some.c.reason, func.count().label("times")).group_by(some.c.reason)
    rows = connection.execute(query.order_by(func.count().desc(), some.c.reason))
    return tuple((row.reason or NO_REASON, int(row.times)) for row in rows)


def latest(
    connection: Connection, viewer: Viewer, box: Box, reason: str = "", below: int | None = None
) -> tuple[tuple[Failed, ...], int | None]:
    """A page of the box, from under an id on, and the id that the next page is under; None for the last."""
    columns = (
        box.id,
        box.state.label("state"),
        box.reason.label("reason"),
        box.attempts.label("attempts"),
        box.at.label("at"),
    )
    query = lying(viewer, box, *columns, reason=reason)
    if below is not None:
        query = query.where(box.id < below)
    rows: Sequence[Any] = connection.execute(query.limit(PAGE + 1)).all()
    page = tuple(
        Failed(id=row.id, state=row.state.value, reason=row.reason or "", attempts=row.attempts, at=row.at)
        for row in rows[:PAGE]
    )
    return page, page[-1].id if len(rows) > PAGE else None


def chosen(
    connection: Connection, viewer: Viewer, box: Box, ids: Sequence[int] | None, reason: str = ""
) -> list[int]:
    """Of these ids, or of all that have the reason, those that the viewer may deal with; some at a time."""
    query = lying(viewer, box, box.id, reason="" if ids is not None else reason)
    if ids is not None:
        query = query.where(box.id.in_(ids))
    return list(connection.scalars(query.limit(MOST_AT_ONCE)))
