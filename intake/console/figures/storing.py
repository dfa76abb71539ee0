"""What was counted, as it is kept in the table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Select, and_, delete, func, insert, literal, select

from intake.console.figures.cells import Cells
from intake.console.figures.counting import Span
from intake.console.figures.cover import ALL, DAY
from intake.console.figures.kept import COUNTS
from intake.console.figures.model import TallyRow, TallySpanRow

ROW = TallySpanRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Whose cases were counted, by what the directory said, and when: as in `TallySpanRow`."""

    made_at: datetime
    whose: str = ALL
    basis: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A day's counts. ids: the lowest and highest of its cases, None without any."""

    span: Span
    ids: tuple[int | None, int | None]
    cells: Cells


def forget(connection: Connection, ids: Collection[int] | Select[int]) -> None:
    """Count no more on these spans."""
    connection.execute(delete(TallyRow).where(TallyRow.span_id.in_(ids)))
    connection.execute(delete(ROW).where(ROW.id.in_(ids)))


def around(span: Span, *whose: str) -> Select[int]:
    """The ids of what is counted of the span's days and longer ones: of these, or of everybody."""
    known = select(ROW.id).where(ROW.zone == span.zone.key, ROW.first <= span.last, ROW.last >= span.first)
    return known.where(ROW.whose.in_(whose)) if whose else known


def store(connection: Connection, one: Counted, origin: Origin) -> None:
    """Keep what was counted of a day."""
    span_id = add_span(connection, one.span, one.ids, origin)
    rows = [
        {"span_id": span_id, "dimension": dimension, "hall_id": hall_id, "value": value} | asdict(tally)
        for (dimension, hall_id, value), tally in one.cells.items()
    ]
    if rows:
        connection.execute(insert(TallyRow), rows)


def add_span(connection: Connection, span: Span, ids: tuple[int | None, int | None], origin: Origin) -> int:
    """A span that is counted; gives its id."""
    values = asdict(origin) | {
        "zone": span.zone.key, "first": span.first, "last": span.last, "since": span.since,
        "until": span.until, "first_id": ids[0], "last_id": ids[1],
    }  # fmt: skip
    span_id: int = connection.execute(insert(ROW).values(values).returning(ROW.id)).scalar_one()
    return span_id


def add_up(connection: Connection, span: Span, whose: str, basis: str) -> None:
    """A month from its days, once all of them are counted."""
    mine = and_(ROW.zone == span.zone.key, ROW.whose == whose)
    its_days = (mine, ROW.basis == basis, ROW.first.between(span.first, span.last), ROW.first == ROW.last)
    known = func.count(), func.min(ROW.first_id), func.max(ROW.last_id), func.min(ROW.made_at)
    count, first_id, last_id, made_at = connection.execute(select(*known).where(*its_days)).one()
    if count < len(span.days):
        return
    whole = select(ROW.id).where(mine, ROW.first == span.first, ROW.last == span.last)
    forget(connection, connection.scalars(whole).all())
    origin = Origin(made_at=made_at, whose=whose, basis=basis)
    span_id = add_span(connection, span, (first_id, last_id), origin)
    add_days(connection, span_id, select(ROW.id).where(*its_days))


def add_days(connection: Connection, span_id: int, days: Select[int]) -> None:
    """Store the sums of some spans as those of one."""
    names = ("dimension", "hall_id", "value")
    key = [getattr(TallyRow, name) for name in names]
    sums = [func.sum(getattr(TallyRow, name)) for name in COUNTS]
    query = select(literal(span_id), *key, *sums).where(TallyRow.span_id.in_(days)).group_by(*key)
    connection.execute(insert(TallyRow).from_select(["span_id", *names, *COUNTS], query))


def months_of(days: Iterable[date]) -> list[tuple[date, date]]:
    """The first and last day of each month that one of the days is in."""
    firsts = sorted({day.replace(day=1) for day in days})
    return [(first, (first + timedelta(days=31)).replace(day=1) - DAY) for first in firsts]
