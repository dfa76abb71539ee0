"""The review queue: every case that may need a person, the most urgent first, a page at a time.

In it are unfinished, contradictory and doubtful cases, those of calls that are going on among them, and cases
of any status whose callback waits for a person. Order: `urgent_at`, which is the end of the handling limit,
earlier for repeat complainants, and before everything else where words speak of danger
(`intake/cases/urgency.py`). First the ids of a page are found by index, then what is shown of them is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
)

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import Task
from intake.cases.model import ComplaintRow, Doubt
from intake.cases.safety import SAFETY
from intake.cases.urgency import REPEAT
from intake.console.access import Viewer
from intake.console.awaiting import awaiting, settled
from intake.console.case_tables import ClaimRow
from intake.console.claims import IDLE
from intake.console.queue_entries import entries_of
from intake.console.queue_parts import (
    COUNTED_UP_TO,
    PAGE,
    Age,
    Counts,
    Entry,
    Filters,
    Owner,
    Page,
    Position,
    position_of,
)
from intake.console.sight import visible
from intake.database import UTCDateTime
from intake.desk.everywhere import everywhere

__all__ = [
    "COUNTED_UP_TO",
    "PAGE",
    "Age",
    "Counts",
    "Entry",
    "Filters",
    "Owner",
    "Page",
    "Position",
    "count_queue",
    "position_of",
    "read_queue",
]

SOON = timedelta(days=1)
WAITING = text("callback.status = 'operator'")
Place = tuple[datetime, int]


def read_queue(
    connection: Connection,
    viewer: Viewer,
    filters: Filters,
    now: datetime,
    after: Position | None = None,
    most: int = PAGE,
) -> Page:
    """A page of what the viewer may see of the queue, from behind a position or from the top."""
    conditions = chosen(viewer, filters, now) + behind(after)
    places: set[Place] = set()
    for query in selects(filters):
        narrowed = visible(viewer, query.where(*conditions))
        ordered = narrowed.order_by(ComplaintRow.urgent_at, ComplaintRow.id).limit(most + 1)
        places.update((row[0], row[1]) for row in connection.execute(ordered))
    found = sorted(places)
    entries = entries_of(connection, [place[1] for place in found[:most]], now)
    last = entries[-1].position if entries and len(found) > most else None
    return Page(entries=entries, next=last)


def selects(filters: Filters) -> Iterable[Select[*tuple[Any, ...]]]:
    """Where the page's cases are looked for: by status, and by a callback that waits for a person.

    Conditions that decide which partial index serves are written out, as the database wants them.
    """
    place = select(ComplaintRow.urgent_at, ComplaintRow.id)
    waiting = place.join(CallbackRow, CallbackRow.complaint_id == ComplaintRow.id).where(WAITING)
    if filters.task is None:
        yield place.where(awaiting())
        yield waiting.where(settled())
    elif isinstance(filters.task, Task):
        yield waiting.where(CallbackRow.task == filters.task)
    else:
        yield waiting


def behind(after: Position | None) -> list[ColumnElement[bool]]:
    """The condition of being behind a position in the queue's order."""
    if after is None:
        return []
    place = tuple_(literal(after.urgent_at, UTCDateTime), literal(after.complaint_id))
    return [tuple_(ComplaintRow.urgent_at, ComplaintRow.id) > place]


def chosen(viewer: Viewer, filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """The filters as conditions."""
    columns = ("doubt", "channel", "language")
    conditions: list[ColumnElement[bool]] = [
        getattr(ComplaintRow, name) == value
        for name in columns
        if (value := getattr(filters, name)) is not None
    ]
    conditions += of_hall(filters.hall_id)
    if filters.flag:
        conditions.append(flagged(filters.flag))
    if filters.age:
        conditions.append(of_age(filters.age, now))
    if filters.owner is not None:
        conditions.append(owned(viewer, filters.owner, now))
    return conditions


def of_hall(hall_id: int | None) -> list[ColumnElement[bool]]:
    """The hall as a condition; none for all halls."""
    return [] if hall_id is None else [everywhere(ComplaintRow.hall_id) == hall_id]


def flagged(flag: str) -> ColumnElement[bool]:
    """The case has this flag. Flags are few words in a list: its text says it on every database."""
    return cast(ComplaintRow.flags, Text).contains(f'"{flag}"', autoescape=True)


def of_age(age: Age, now: datetime) -> ColumnElement[bool]:
    """How the case stands to its limit; `urgent_at` is never later than that, and it is what is indexed."""
    due, urgent = ComplaintRow.due_at, ComplaintRow.urgent_at
    if age is Age.OVERDUE:
        return and_(due <= now, urgent <= now)
    if age is Age.SOON:
        return and_(due > now, due <= now + SOON, urgent <= now + SOON)
    return or_(due.is_(None), due > now + SOON)


def owned(viewer: Viewer, owner: Owner | int, now: datetime) -> ColumnElement[bool]:
    """Who works on the case."""
    held = ClaimRow.seen_at > now - IDLE
    if owner is Owner.NOBODY:
        return ~exists().where(ClaimRow.complaint_id == ComplaintRow.id, held)
    account_id = viewer.account_id if owner is Owner.ME else owner
    return ComplaintRow.id.in_(select(ClaimRow.complaint_id).where(ClaimRow.account_id == account_id, held))


def count_queue(connection: Connection, viewer: Viewer, filters: Filters, now: datetime) -> Counts:
    """How much there is for the viewer; of the filters only the hall counts here."""
    in_hall = of_hall(filters.hall_id)
    awaiting, waiting = (visible(viewer, query.where(*in_hall)) for query in selects(Filters()))
    total, kinds = count_kinds(connection, awaiting.limit(COUNTED_UP_TO), now)
    (every_task,) = selects(Filters(task=True))
    mine = owned(viewer, Owner.ME, now)
    own = (visible(viewer, query.where(mine, *in_hall)) for query in selects(Filters()))
    return Counts(
        is_all=total < COUNTED_UP_TO,
        total=total + how_many(connection, waiting),
        tasks=how_many(connection, visible(viewer, every_task.where(*in_hall))),
        mine=sum(how_many(connection, query) for query in own),
        **kinds,
    )


def how_many(connection: Connection, query: Select[*tuple[Any, ...]]) -> int:
    """How many rows a query has, up to `COUNTED_UP_TO`."""
    counted = select(func.count()).select_from(query.limit(COUNTED_UP_TO).subquery())
    return int(connection.execute(counted).scalar_one())


def count_kinds(
    connection: Connection, awaiting: Select[*tuple[Any, ...]], now: datetime
) -> tuple[int, dict[str, int]]:
    """How many of the most urgent cases there are in all, and of each kind, in one look."""
    looked_at = (
        awaiting.order_by(ComplaintRow.urgent_at, ComplaintRow.id)
        .add_columns(
            ComplaintRow.doubt.label("doubt"),
            (ComplaintRow.due_at <= now).label("overdue"),
            flagged(SAFETY).label("safety"),
            flagged(REPEAT).label("repeat"),
        )
        .subquery()
    )
    seen = looked_at.c
    conditions: dict[str, ColumnElement[bool]] = {doubt.value: seen.doubt == doubt for doubt in Doubt}
    conditions |= {name: seen[name] for name in ("overdue", "safety", "repeat")}
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)
        for name, condition in conditions.items()
    ]
    row = connection.execute(select(func.count().label("total"), *sums).select_from(looked_at)).one()
    return int(row.total), {name: int(getattr(row, name)) for name in conditions}
