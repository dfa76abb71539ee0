"""What figures count, as conditions of the store: each says what it means, so that pages can say it too.

A rating is no complaint. What was found to be none, was merged into another or is another bureau's is left
out of the shares, since there was nobody of ours to be pinned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal_column, select

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow
from intake.console.sight import may_see
from intake.desk.everywhere import everywhere
from matching.interview import Purpose

if TYPE_CHECKING:  # the background work counts without looking, and needs nothing of the web
    from intake.console.access import Viewer


NOT_OURS = (Status.NOT_A_COMPLAINT, Status.MERGED, Status.TRANSFERRED)
UNPINNED = (Status.RECEIVED, Status.IDENTIFYING, Status.IN_REVIEW, Status.UNREACHABLE)
RESOLVED = (Status.SUBSTANTIATED, Status.PARTLY, Status.UNSUBSTANTIATED, Status.UNDETERMINED, Status.INFORMED)

is_rating = ComplaintRow.purpose == Purpose.RATING
is_complaint = ComplaintRow.purpose != Purpose.RATING
is_ours = and_(is_complaint, ComplaintRow.status.not_in(NOT_OURS))
is_pinned = and_(is_ours, ComplaintRow.status.not_in(UNPINNED), ComplaintRow.pinned_at.is_not(None))


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Days in a time zone, both included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        """Where it begins; UTC."""
        return beginning(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """Where it has ended; UTC."""
        return beginning(self.last + timedelta(days=1), self.zone)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """How many there are; at least so many where `is_all` is False."""

    count: int
    is_all: bool = True


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in a time zone, as UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def share(part: int, whole: int) -> float | None:
    """None where there is nothing to have a share of."""
    return part / whole if whole else None


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the rows meet the condition."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def received(
    viewer: Viewer, since: datetime, until: datetime, hall_id: int | None
) -> list[ColumnElement[bool]]:
    """Came in within [since, until), in the hall if one is named, and is for the viewer to see."""
    at = ComplaintRow.received_at
    return [at >= since, at < until, *in_hall(hall_id), *may_see(viewer)]


def in_hall(hall_id: int | None) -> list[ColumnElement[bool]]:
    """The case is of the hall, if one is named: the span of days leaves fewer cases than that does."""
    return [] if hall_id is None else [everywhere(ComplaintRow.hall_id) == hall_id]


def hour_of(connection: Connection) -> ColumnElement[str]:
    """The hour in which a case came in, UTC, as `2026-11-23 07`."""
    at: Any = literal_column("complaint.received_at")
    if connection.dialect.name == "sqlite":
        return func.substr(at, 1, 13)
    return func.to_char(func.timezone("UTC", at), "YYYY-MM-DD HH24")


def by_hour(
    connection: Connection, conditions: list[ColumnElement[bool]], *counted: ColumnElement[Any]
) -> list[tuple[datetime, tuple[int, ...]]]:
    """What is counted of the cases that meet the conditions, by the hour (UTC) in which they came in."""
    hour = hour_of(connection).label("hour")
    rows = connection.execute(select(hour, *counted).where(*conditions).group_by(hour).order_by(hour))
    return [(datetime.strptime(f"{row[0]}+0000", "%Y-%m-%d %H%z"), tuple(map(int, row[1:]))) for row in rows]
