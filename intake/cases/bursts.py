"""Many cases within a span: against one person, or from one number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, ScalarSelect, bindparam, func, select

from intake.cases.complaints import Source
from intake.cases.conversations import Case
from intake.cases.model import ComplaintRow

NO_CASE = 0  # no row has this id


def counted(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many other cases meet the conditions, up to `most`: a burst must not slow its own detection."""
    others = select(ComplaintRow.id).where(ComplaintRow.id != bindparam("case"), *conditions)
    return select(func.count()).select_from(others.limit(bindparam("most")).subquery()).scalar_subquery()


BURST = select(
    counted(
        ComplaintRow.hall_id == bindparam("hall"),
        ComplaintRow.staff_no == bindparam("staff_no"),
        ComplaintRow.pinned_at >= bindparam("since"),
    ),
    counted(
        ComplaintRow.caller_index == bindparam("caller"),
        ComplaintRow.received_at >= bindparam("since"),
    ),
    # What it is flagged for already, in the same statement.
    select(ComplaintRow.flags).where(ComplaintRow.id == bindparam("case")).scalar_subquery(),
)
FROM_NUMBER = select(
    counted(
        ComplaintRow.caller_index == bindparam("caller"),
        ComplaintRow.received_at >= bindparam("since"),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Since when, counted up to how many, which case apart."""

    since: datetime
    most: int
    apart_from: Case | None


def burst(connection: Connection, source: Source, staff_no: str, span: Span) -> tuple[int, int, list[str]]:
    """How many other complaints were made in a span: against this person, and from this number.

    With them the flags that the case has already. Withheld numbers are nobody's.
    """
    row = connection.execute(
        BURST,
        {
            "case": span.apart_from.id if span.apart_from else NO_CASE,
            "hall": source.hall_id,
            "staff_no": staff_no,
            "caller": source.caller_index,
            "since": span.since,
            "most": span.most,
        },
    ).one()
    return int(row[0]), int(row[1]), list(row[2] or ())


def called_before(connection: Connection, caller_index: str, since: datetime) -> bool:
    """Whether there is a case of this number from since then."""
    values = {"case": NO_CASE, "caller": caller_index, "since": since, "most": 1}
    return bool(connection.execute(FROM_NUMBER, values).scalar_one())
