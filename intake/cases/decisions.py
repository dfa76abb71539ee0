"""What people decide about a case, and what is noted of it, outside any conversation."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from intake.cases.complaints import bring_up_to_date
from intake.cases.conversations import Case
from intake.cases.lifecycle import Event, Status
from intake.cases.model import ComplaintRow
from intake.cases.timeline import Chain, Happening, append, follow_on

BY_NUMBER = (
    select(ComplaintRow.id, ComplaintRow.status, ComplaintRow.events, ComplaintRow.head)
    .where(ComplaintRow.case_no == bindparam("case_no"))
    .with_for_update()
)
# What lies before a finding, where nobody noted it on the way.
ON_THE_WAY = {
    Status.PINNED: (Event.ACCEPTED, Event.VERIFYING),
    Status.IN_REVIEW: (Event.ACCEPTED, Event.VERIFYING),
    Status.ACCEPTED: (Event.VERIFYING,),
}


def advance(connection: Connection, case: Case, happening: Happening) -> Case:
    """Let something happen to a case that changes no other column. Raises TransitionError."""
    rows, chain = follow_on(case.case_no, case.chain, happening)
    append(connection, case.id, rows)
    return bring_up_to_date(connection, case, {}, chain, happening.at)


def case_by_number(connection: Connection, case_no: str) -> Case | None:
    """A case, locked; None where there is none of that number."""
    row = connection.execute(BY_NUMBER, {"case_no": case_no}).one_or_none()
    return Case(id=row[0], case_no=case_no, chain=Chain(row[1], row[2], row[3])) if row else None
