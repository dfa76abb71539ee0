"""How fast and how much we call: a rate for each number of ours and a cap for each day, across schedulers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from intake.callbacks.model import AttemptRow, LineRow
from intake.callbacks.outcomes import Outcome


def next_slot(connection: Connection, number: str, now: datetime) -> datetime:
    """When the next call from this number may begin, as far as the rate goes; locked until the end."""
    row = connection.execute(
        select(LineRow.next_at).where(LineRow.number == number).with_for_update()
    ).one_or_none()
    return max(now, row.next_at) if row else now


def take_slot(connection: Connection, number: str, at: datetime, rate: float) -> None:
    """A call from this number begins at `at`; the next one not before its share of a second is over."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    after = at + timedelta(seconds=1 / rate)
    taken = build(LineRow).values(number=number, next_at=after)
    connection.execute(taken.on_conflict_do_update(index_elements=["number"], set_={"next_at": after}))


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When this day began in the zone."""
    return datetime.combine(now.astimezone(zone), time(), zone)


def calls_since(connection: Connection, since: datetime) -> int:
    """How many calls of ours were placed since a moment, or may have been."""
    placed = (
        select(func.count())
        .select_from(AttemptRow)
        .where(AttemptRow.dialed_at >= since, AttemptRow.outcome.is_distinct_from(Outcome.NOT_PLACED))
    )
    return int(connection.execute(placed).scalar_one())
