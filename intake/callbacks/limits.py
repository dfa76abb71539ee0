"""How fast and how much we call: a rate for each number of ours and a cap for each day, across schedulers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.callbacks.model import LineRow

OURS = select(LineRow.next_at, LineRow.day, LineRow.calls).where(LineRow.number == bindparam("ours"))
OTHERS = select(func.coalesce(func.sum(LineRow.calls), 0)).where(
    LineRow.day == bindparam("today"), LineRow.number != bindparam("ours")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """When the next call from a number may begin, as far as the rate goes, and how many there were today.

    own: from this number. all: from every number of ours.
    """

    at: datetime
    own: int
    all: int


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When this day began in the zone."""
    return datetime.combine(now.astimezone(zone), time(), zone)


def room(connection: Connection, number: str, now: datetime, today: date) -> Room:
    """What is left for a call from this number, which is locked until the end of the transaction."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # There must be a row to be locked, or two first calls would not see each other.
    unused = build(LineRow).values(number=number, next_at=now, day=today, calls=0)
    connection.execute(unused.on_conflict_do_nothing())
    row = connection.execute(OURS.with_for_update(), {"ours": number}).one()
    others = int(connection.execute(OTHERS, {"ours": number, "today": today}).scalar_one())
    own = row.calls if row.day == today else 0
    return Room(at=max(now, row.next_at), own=own, all=own + others)


def take(connection: Connection, number: str, found: Room, rate: float, today: date) -> None:
    """A call from this number begins; the next one not before its share of a second is over."""
    gap = timedelta(seconds=1 / rate) if rate > 0 else timedelta(0)
    taken = update(LineRow).where(LineRow.number == number)
    connection.execute(taken.values(next_at=found.at + gap, day=today, calls=found.own + 1))


def give_back(connection: Connection, number: str, today: date) -> None:
    """A call that certainly was not placed takes up nothing of the day; its share of the rate stays used."""
    taken = update(LineRow).where(LineRow.number == number, LineRow.day == today, LineRow.calls > 0)
    connection.execute(taken.values(calls=LineRow.calls - 1))
