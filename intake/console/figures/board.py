"""The wall board: how it stands now, and how the day goes. All that is counted is what the viewer may see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, text

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import Outcome, Task
from intake.cases.model import Channel, ConversationRow
from intake.console.access import Viewer
from intake.console.figures.counting import (
    Amount,
    Span,
    by_hour,
    how_many,
    is_complaint,
    is_ours,
    is_pinned,
    is_rating,
    received,
    share,
)
from intake.console.figures.why import why
from intake.console.queue import Counts, Filters, count_queue
from intake.console.queue_entries import LIVE
from intake.console.sight import CASE, may_see, visible_through

NEWEST = 1000  # conversations that are looked at for calls that are going on
UP_TO = 1000  # callbacks are counted
PENDING = text("callback.status = 'pending'")  # word for word as in the partial indices
OPERATOR = text("callback.status = 'operator'")
ONGOING = text("attempt.status <> 'ended'")
REACHED = frozenset({Outcome.CONFIRMED, Outcome.LATER, Outcome.PERSON, Outcome.REFUSED})
UNTOLD = frozenset({Outcome.FAILED, Outcome.NOT_PLACED, Outcome.UNKNOWN})  # says nothing about the person


@dataclass(frozen=True, kw_only=True, slots=True)
class Hour:
    """What came in within an hour of the day, 0 to 23; before: complaints a week ago."""

    hour: int
    complaints: int
    ratings: int
    before: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Callbacks:
    """Calls of ours. waiting: to be made. reached, missed: people, by the day's attempts. undeclared: may
    be unreachable, an operator decides."""

    waiting: Amount
    ongoing: int
    reached: int
    missed: int
    undeclared: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """The board. ours: of the day's complaints those that count for the share pinned.

    before: complaints a week ago up to the same time of day. why: cases not pinned by kind of reason, most
    first.
    """

    day: date
    hours: tuple[Hour, ...]
    complaints: int
    ratings: int
    before: int
    ours: int
    pinned: int
    calls: Amount
    queue: Counts
    callbacks: Callbacks
    why: tuple[tuple[str, int], ...]

    @property
    def pin_rate(self) -> float | None:
        return share(self.pinned, self.ours)


def read_board(
    connection: Connection, viewer: Viewer, now: datetime, zone: ZoneInfo, hall_id: int | None = None
) -> Board:
    """How it stands. The day is the one of `zone`."""
    day = now.astimezone(zone).date()
    today = Span(first=day, last=day, zone=zone)
    mine = received(viewer, today.since, today.until, hall_id)
    counted = [how_many(one) for one in (is_complaint, is_rating, is_ours, is_pinned)]
    hours = by_hour(connection, mine, *counted)
    complaints, ratings, ours, pinned = (sum(row[n] for _, row in hours) for n in range(4))
    week = timedelta(weeks=1)
    past = Span(first=day - week, last=day - week, zone=zone)
    then = by_hour(connection, received(viewer, past.since, past.until, hall_id), how_many(is_complaint))
    by_now = received(viewer, past.since, now - week, hall_id)
    before = connection.execute(select(how_many(is_complaint)).where(*by_now)).scalar_one()
    return Board(
        day=day,
        hours=day_of(hours, then, zone),
        complaints=complaints,
        ratings=ratings,
        before=int(before),
        ours=ours,
        pinned=pinned,
        calls=calls(connection, viewer, now, hall_id),
        queue=count_queue(connection, viewer, Filters(hall_id=hall_id), now),
        callbacks=callbacks(connection, viewer, today.since, hall_id),
        why=why(connection, mine),
    )


def day_of(
    today: list[tuple[datetime, tuple[int, ...]]],
    before: list[tuple[datetime, tuple[int, ...]]],
    zone: ZoneInfo,
) -> tuple[Hour, ...]:
    """The hours of a day side by side with those of a week ago."""
    found: dict[int, list[int]] = {hour: [0, 0, 0] for hour in range(24)}
    for at, row in today:
        place = found[at.astimezone(zone).hour]
        place[0], place[1] = place[0] + row[0], place[1] + row[1]
    for at, row in before:
        found[at.astimezone(zone).hour][2] += row[0]
    return tuple(
        Hour(hour=hour, complaints=row[0], ratings=row[1], before=row[2]) for hour, row in found.items()
    )


def calls(connection: Connection, viewer: Viewer, now: datetime, hall_id: int | None) -> Amount:
    """Calls of complainants that are going on and have a case; looked for among the newest conversations."""
    row = ConversationRow
    newest = select(row.id).order_by(row.id.desc()).limit(NEWEST).subquery()
    query = select(row.id).join(newest, newest.c.id == row.id)
    query = query.where(row.channel == Channel.PHONE, row.ended.is_(None), row.heard_at > now - LIVE)
    if hall_id is not None:
        query = query.where(row.hall_id == hall_id)
    return amount(connection, visible_through(viewer, query, row.complaint_id), NEWEST)


def amount(connection: Connection, query: Select[Any], most: int = UP_TO) -> Amount:
    """How many rows, counted up to a most."""
    count = connection.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one()
    return Amount(count=count, is_all=count < most)


def callbacks(connection: Connection, viewer: Viewer, since: datetime, hall_id: int | None) -> Callbacks:
    """How the calls of ours stand; attempts are those since a moment."""
    about = concerning(viewer, hall_id)
    rows = select(CallbackRow.id).where(*about)
    tried = select(AttemptRow.outcome, func.count()).group_by(AttemptRow.outcome)
    if about:
        tried = tried.where(exists().where(CallbackRow.id == AttemptRow.callback_id, *about))
    ended: Counter[Any] = Counter()
    for outcome, count in connection.execute(tried.where(AttemptRow.dialed_at >= since)):
        ended[outcome] = count
    ongoing = connection.execute(tried.where(ONGOING))
    unreached = rows.where(OPERATOR, CallbackRow.task == Task.UNREACHABLE)
    return Callbacks(
        waiting=amount(connection, rows.where(PENDING)),
        ongoing=sum(count for _, count in ongoing),
        reached=sum(count for outcome, count in ended.items() if outcome in REACHED),
        missed=sum(count for outcome, count in ended.items() if outcome and outcome not in REACHED | UNTOLD),
        undeclared=amount(connection, unreached),
    )


def concerning(viewer: Viewer, hall_id: int | None) -> list[ColumnElement[bool]]:
    """The conditions of a callback for a case that the viewer may see; none where that is every case."""
    conditions = may_see(viewer, CASE)
    if hall_id is not None:
        conditions.append(CASE.hall_id == hall_id)
    return [exists().where(CASE.id == CallbackRow.complaint_id, *conditions)] if conditions else []
