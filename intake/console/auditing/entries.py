"""What people did, in one list: the access log with administrators' changes, and timelines of cases.

Each of the two is read by an index from a place on; what concerns a case goes through the rule of sight.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from intake.cases.model import ComplaintRow, EventRow
from intake.console.access import Viewer
from intake.console.auditing.asked import Asked, Origin, Place
from intake.console.case_tables import BY_PEOPLE, AccessRow
from intake.console.model import AccountRow
from intake.console.sight import find_case, may_see
from intake.database import UTCDateTime

PAGE = 50
MOST_NAMES = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Somebody did something. who: a login or another system; name: the person's, empty where unknown."""

    place: Place
    who: str
    name: str
    what: str
    case_no: str
    reason: str


def read_page(
    connection: Connection, viewer: Viewer, asked: Asked, zone: ZoneInfo, size: int = PAGE
) -> tuple[tuple[Entry, ...], Place | None]:
    """The entries from a place on, the latest first, and the place that the next page is below."""
    complaint_id = None
    if asked.case_no:
        complaint_id = find_case(connection, viewer, asked.case_no)
        if complaint_id is None:
            return (), None
    found: list[Entry] = []
    for origin, query in selects(viewer, asked, zone, complaint_id).items():
        rows = connection.execute(query.limit(size + 1))
        found += [entry_of(origin, row) for row in rows]
    found.sort(key=lambda one: one.place, reverse=True)
    page = tuple(found[:size])
    return page, page[-1].place if len(found) > size else None


def selects(
    viewer: Viewer, asked: Asked, zone: ZoneInfo, complaint_id: int | None = None
) -> dict[Origin, Any]:
    """The select of each origin that is asked for, in the order of the list."""
    made = {Origin.ACCESS: accesses, Origin.CASE: deeds}
    wanted = [asked.origin] if asked.origin else list(Origin)
    return {
        origin: narrowed(origin, made[origin](viewer, asked, complaint_id), asked, zone) for origin in wanted
    }


def accesses(viewer: Viewer, asked: Asked, complaint_id: int | None) -> Any:
    row = AccessRow
    query = (
        select(
            row.id, row.at, row.what, row.reason, AccountRow.login.label("who"), AccountRow.name,
            ComplaintRow.case_no,
        )
        .join(AccountRow, AccountRow.id == row.account_id)
        .outerjoin(ComplaintRow, ComplaintRow.id == row.complaint_id)
    )  # fmt: skip
    if may_see(viewer):
        of_people = [] if viewer.hall_id is None else [AccountRow.hall_id == viewer.hall_id]
        caseless = and_(row.complaint_id.is_(None), *of_people)
        query = query.where(or_(caseless, of_visible_case(viewer, row.complaint_id)))
    if asked.person:
        person = select(AccountRow.id).where(AccountRow.login == asked.person).scalar_subquery()
        query = query.where(row.account_id == person)
    if asked.name:
        query = query.where(row.what == asked.name)
    return query if complaint_id is None else query.where(row.complaint_id == complaint_id)


def deeds(viewer: Viewer, asked: Asked, complaint_id: int | None) -> Any:
    row = EventRow
    query = (
        select(
            row.id, row.at, row.event.label("what"), row.data, row.actor.label("who"), AccountRow.name,
            ComplaintRow.case_no,
        )
        .outerjoin(AccountRow, AccountRow.login == row.actor)
        .join(ComplaintRow, ComplaintRow.id == row.complaint_id)
        .where(BY_PEOPLE)
    )  # fmt: skip
    if may_see(viewer):
        query = query.where(of_visible_case(viewer, row.complaint_id))
    if asked.person:
        query = query.where(row.actor == asked.person)
    if asked.name:
        query = query.where(row.event == asked.name)
    return query if complaint_id is None else query.where(row.complaint_id == complaint_id)


def of_visible_case(viewer: Viewer, complaint_id: Any) -> Any:
    case = aliased(ComplaintRow)
    return exists().where(case.id == complaint_id, *may_see(viewer, case))


def narrowed(origin: Origin, query: Any, asked: Asked, zone: ZoneInfo) -> Any:
    """Within the days, and from the place on, the latest first."""
    row: Any = AccessRow if origin is Origin.ACCESS else EventRow
    begin, end = asked.span(zone)
    if begin:
        query = query.where(row.at >= begin)
    if end:
        query = query.where(row.at < end)
    if place := asked.below:
        if origin == place.origin:
            here = tuple_(literal(place.at, UTCDateTime), literal(place.id))
            query = query.where(tuple_(row.at, row.id) < here)
        else:
            query = query.where(row.at <= place.at if origin < place.origin else row.at < place.at)
    return query.order_by(row.at.desc(), row.id.desc())


def entry_of(origin: Origin, row: Any) -> Entry:
    reason = row.reason if origin is Origin.ACCESS else str(json.loads(row.data).get("reason") or "")
    place = Place(at=row.at, origin=origin, id=row.id)
    case_no, name = row.case_no or "", row.name or ""
    return Entry(place=place, who=row.who, name=name, what=row.what, case_no=case_no, reason=reason)


def every_page(
    connection: Connection, viewer: Viewer, asked: Asked, zone: ZoneInfo, most: int
) -> Iterator[Entry]:
    """The entries one after the other, up to so many."""
    below, size = asked.below, 1000
    for _ in range(-(-most // size)):
        here = Asked(
            person=asked.person, deed=asked.deed, since=asked.since, until=asked.until,
            case_no=asked.case_no, below=below,
        )  # fmt: skip
        page, below = read_page(connection, viewer, here, zone, size)
        yield from page
        if below is None:
            return


def people(connection: Connection, viewer: Viewer) -> list[tuple[str, str]]:
    """Logins and names of those who may have done something; other systems by what they are called."""
    query = select(AccountRow.login, AccountRow.name).order_by(AccountRow.name).limit(MOST_NAMES)
    if viewer.hall_id is not None:
        query = query.where(AccountRow.hall_id == viewer.hall_id)
    known = [(row.login, f"{row.name} ({row.login})") for row in connection.execute(query)]
    if viewer.hall_id is not None:
        return known
    logins = {login for login, _ in known}
    others = leaps(connection, EventRow.actor, BY_PEOPLE)
    return known + [(one, one) for one in others if one not in logins]


def accessed(connection: Connection) -> list[str]:
    """What the access log knows of, by name."""
    return leaps(connection, AccessRow.what)


def leaps(connection: Connection, column: Any, *conditions: Any) -> list[str]:
    """The different values of a column, each found by one look into its index."""
    found: list[str] = []
    while len(found) < MOST_NAMES:
        query = select(func.min(column)).where(*conditions)
        value = connection.scalar(query.where(column > found[-1]) if found else query)
        if value is None:
            break
        found.append(value)
    return found
