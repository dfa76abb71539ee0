"""How often something may happen. Counts are rows, so that all processes count together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from intake.database import UTCDateTime
from intake.desk.model import ThrottleRow

REMEMBERED = timedelta(days=2)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HITS = select(ThrottleRow.hits).where(
    ThrottleRow.key == bindparam("key"), ThrottleRow.since == bindparam("since", type_=UTCDateTime)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """At most so many under a key in each span of time; spans begin at whole multiples of their length."""

    key: str
    most: int
    span: timedelta

    def since(self, at: datetime) -> datetime:
        """When the span began that a moment lies in."""
        return EPOCH + (at - EPOCH) // self.span * self.span


def wait_of(connection: Connection, limits: Iterable[Limit], at: datetime) -> timedelta | None:
    """How long until all limits let something happen again; None where it may happen now."""
    longest: timedelta | None = None
    # Every limit is looked up, so that how long this takes doesn't tell which one was reached.
    for limit in limits:
        since = limit.since(at)
        hits = connection.execute(HITS, {"key": limit.key, "since": since}).scalar() or 0
        if hits >= limit.most:
            longest = max(longest or timedelta(0), since + limit.span - at)
    return longest


def count(connection: Connection, limits: Iterable[Limit], at: datetime) -> None:
    """Note that it happened once more, under every key in the same order for everybody."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for limit in sorted(limits, key=lambda one: one.key):
        once = dialect.insert(ThrottleRow).values(key=limit.key, since=limit.since(at), hits=1)
        more = {"hits": ThrottleRow.hits + 1}
        connection.execute(once.on_conflict_do_update(index_elements=["key", "since"], set_=more))


def forget(connection: Connection, at: datetime) -> int:
    """Delete what is over; says how many rows."""
    over = delete(ThrottleRow).where(ThrottleRow.since < at - REMEMBERED)
    return connection.execute(over).rowcount
