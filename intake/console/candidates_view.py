"""Whom a case may be about, why, and where the roster had them on the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, Row, select

from intake.cases.model import CandidateRow
from intake.console.case_parts import CandidateView, DecisionView, DutyView, ReasonView
from matching.evidence import Part
from matching.hall import Duty, Hall

CaseRow = Row[*tuple[Any, ...]]


def decision_of(row: CaseRow) -> DecisionView | None:
    """The case's decision; None where nothing was decided yet."""
    kept = row.decision
    if not kept:
        return None
    return DecisionView(
        outcome=kept["outcome"],
        reasons=reasons_of(kept.get("reasons", ())),
        rule_version=kept["rule_version"],
        directory_version=row.directory_version,
        decided_at=row.decided_at,
        by=kept.get("by", ""),
    )


def reasons_of(kept: Iterable[Mapping[str, Any]]) -> tuple[ReasonView, ...]:
    """Reasons as catalogue keys with their values."""
    return tuple(ReasonView(key=f"reason.{why['code']}", values=dict(why["values"])) for why in kept)


def strip_day(row: CaseRow, hall: Hall | None) -> date | None:
    """The day whose roster tells most: the last one that it can have been at the stated window.

    Where no window is known, the last day of the case. None without a hall.
    """
    if hall is None:
        return None
    last: date = row.event_last
    if row.event_first == last or not row.window:
        return last
    known = hall.window_by_label.get(row.window)
    duties = hall.duties_by_window.get(known.label, ()) if known else ()
    days = [duty.on for duty in duties if row.event_first <= duty.on <= last]
    return max(days, default=last)


def candidates_of(
    connection: Connection, row: CaseRow, hall: Hall | None, day: date | None
) -> tuple[CandidateView, ...]:
    """Everybody whom the case may be about, the likeliest first."""
    people = connection.execute(
        select(CandidateRow.staff_no, CandidateRow.rank, CandidateRow.score)
        .where(CandidateRow.complaint_id == row.id)
        .order_by(CandidateRow.rank)
    ).all()
    kept = (row.decision or {}).get("candidates", ())
    whys = {one["staff_no"]: one["reasons"] for one in kept}
    return tuple(candidate(row, one, reasons_of(whys.get(one.staff_no, ())), hall, day) for one in people)


def candidate(
    row: CaseRow, one: CaseRow, reasons: tuple[ReasonView, ...], hall: Hall | None, day: date | None
) -> CandidateView:
    person = hall.staff_by_no.get(one.staff_no) if hall else None
    duties = hall.duties_by_staff.get(one.staff_no, ()) if hall else ()
    return CandidateView(
        rank=one.rank,
        staff_no=one.staff_no,
        name=person.name if person else "",
        bureau=person.bureau if person else "",
        score=one.score,
        reasons=reasons,
        duties=tuple(duty_view(row, duty) for duty in sorted(duties, key=begins) if duty.on == day),
        in_service=bool(person and day and person.in_service(day)),
        is_pinned=row.pinned_at is not None and row.staff_no == one.staff_no,
    )


def begins(duty: Duty) -> tuple[date, time]:
    return duty.on, duty.start


def duty_view(row: CaseRow, duty: Duty) -> DutyView:
    part = Part(row.event_part) if row.event_part else None
    stated = duty.window == row.window and duty.overlaps(part)
    return DutyView(window=duty.window, start=duty.start, end=duty.end, is_stated=stated)
