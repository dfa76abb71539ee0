"""What a viewer may see: the one layer that every select about cases goes through.

A case that concerns the viewer, or is of another hall than theirs, is not there for them: not in lists,
counts, search, export or audit, and a page of it answers as for a number that was never given out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import aliased

from intake.cases.model import ComplaintRow
from intake.desk.conflict import Person, concerns, within_reach
from intake.desk.everywhere import everywhere

if TYPE_CHECKING:  # the background work counts without looking, and needs nothing of the web
    from intake.console.access import Viewer


Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
CASE = aliased(ComplaintRow)  # the case that a row belongs to


def person_of(viewer: Viewer) -> Person | None:
    """The viewer as a member of staff; None for somebody without a staff number."""
    if not viewer.staff_no:
        return None
    return Person(hall_id=viewer.hall_id, staff_no=viewer.staff_no)


def people_of(viewer: Viewer) -> list[Person]:
    """Everybody who looks: the viewer, and others at the same page."""
    own = person_of(viewer)
    others = sorted(viewer.others, key=lambda one: (one[0] or 0, one[1]))
    there = [Person(hall_id=hall_id, staff_no=staff_no) for hall_id, staff_no in others]
    return ([own] if own else []) + there


def may_see(viewer: Viewer, case: Any = ComplaintRow) -> list[ColumnElement[bool]]:
    """The conditions of a case that the viewer may see. `case`: `ComplaintRow` or an alias of it."""
    conditions: list[ColumnElement[bool]] = []
    if viewer.hall_id is not None:
        conditions.append(everywhere(case.hall_id) == viewer.hall_id)
    for person in people_of(viewer):
        conditions.append(concerns(person, case).is_not(True))
    return conditions


def visible(viewer: Viewer, query: Query, case: Any = ComplaintRow) -> Query:
    """A select over complaints without those that the viewer must not see."""
    return query.where(*may_see(viewer, case))


def visible_through(viewer: Viewer, query: Query, complaint_id: Any) -> Query:
    """A select over rows that belong to a case, without those of cases that the viewer must not see.

    complaint_id: the column that names the case. Rows of no case are left out: nobody can tell whom they
    concern. For conversations, recordings, callbacks, events, outgoing texts, links.
    """
    return query.where(exists().where(CASE.id == complaint_id, *may_see(viewer, CASE)))


def visible_of_many(
    connection: Connection, viewer: Viewer, query: Query, complaint_id: Any, ids: tuple[int, int]
) -> Query:
    """As `visible_through`, for thousands of rows whose cases have ids from the first to the second: those
    that can concern somebody who looks are looked up once, and of these alone it is asked whether they do."""
    halls = may_see(replace(viewer, staff_no=None, others=frozenset()), CASE)
    if halls:
        query = query.where(exists().where(CASE.id == complaint_id, *halls))
    for person in people_of(viewer):
        near = complaint_id.in_(within_reach(connection, person, ids))
        does = exists().where(CASE.id == complaint_id, concerns(person, CASE))
        query = query.where(not_(and_(near, does)))
    return query


def hall_in_sight(viewer: Viewer, hall_id: Any) -> list[ColumnElement[bool]]:
    """The condition of counts by hall, whoever their cases concern: of these `kept_from` has to be taken."""
    return [] if viewer.hall_id is None else [hall_id == viewer.hall_id]


def kept_from(
    connection: Connection, people: Sequence[Person], ids: tuple[int, int]
) -> list[ColumnElement[bool]]:
    """The conditions of the cases, with ids from the first to the second, that are kept from whoever looks
    since they concern one of these people, at least one. Those of other halls are not among them."""
    near = or_(*(ComplaintRow.id.in_(within_reach(connection, one, ids)) for one in people))
    return [near, or_(*(concerns(one).is_(True) for one in people))]


def find_case(connection: Connection, viewer: Viewer, case_no: str) -> int | None:
    """The id of a case by its number; None alike for one that isn't and one that is not for the viewer."""
    query = visible(viewer, select(ComplaintRow.id).where(ComplaintRow.case_no == case_no))
    found: int | None = connection.execute(query).scalar()
    return found
