"""Everything of one case for its page, read in a few statements, as typed values."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from intake.cases.links import LinkKind, LinkRow
from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.candidates_view import candidates_of, decision_of, strip_day
from intake.console.case_parts import CaseHead, CaseView
from intake.console.claims import holder_of
from intake.console.contact_view import contact_of
from intake.console.like_cases import like_cases
from intake.console.marking import marked_statement
from intake.console.model import AccountRow
from intake.console.sight import visible
from intake.console.spoken_view import conversations_of, loose_recordings
from intake.console.timeline_view import accesses_of, callbacks_of, timeline_of
from intake.desk.services import Services
from intake.directory.model import HallRow
from matching.evidence import Kind
from matching.hall import Hall
from matching.interview.storage import load_evidence

CASE = (
    select(
        *ComplaintRow.__table__.c,
        HallRow.code.label("hall_code"),
        HallRow.name.label("hall_name"),
        HallRow.timezone,
        HallRow.version.label("hall_version"),
        AccountRow.name.label("registrar"),
    )
    .select_from(ComplaintRow)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
    .outerjoin(AccountRow, AccountRow.id == ComplaintRow.registered_by)
)


def read_case(
    services: Services, connection: Connection, viewer: Viewer, case_no: str, now: datetime
) -> CaseView | None:
    """A case by its number; None alike for one that isn't and one that is not for the viewer."""
    query = visible(viewer, CASE.where(ComplaintRow.case_no == case_no))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    hall = services.halls.get(connection, row.hall_id, row.hall_version) if row.hall_id else None
    evidence = [load_evidence(item) for item in row.evidence]
    conversations = conversations_of(connection, row.id, evidence, now)
    texts = [turn.heard for one in conversations for turn in one.turns]
    day = strip_day(row, hall)
    return CaseView(
        head=head_of(services, row, hall, merged_into(connection, viewer, row.id), now),
        statement=marked_statement(row.statement, texts, evidence),
        conversations=conversations,
        recordings=loose_recordings(connection, row.id),
        decision=decision_of(row),
        candidates=candidates_of(connection, row, hall, day),
        callbacks=callbacks_of(connection, row.id),
        timeline=timeline_of(connection, viewer, row.id),
        accesses=accesses_of(connection, row.id),
        like=like_cases(connection, viewer, row),
        holder=holder_of(connection, row.id, now),
        contact=contact_of(services, connection, row),
        windows=tuple(window.label for window in hall.windows) if hall else (),
    )


def head_of(
    services: Services, row: Row[*tuple[Any, ...]], hall: Hall | None, merged: str | None, now: datetime
) -> CaseHead:
    """The case's own columns."""
    person = hall.staff_by_no.get(row.staff_no) if hall and row.staff_no else None
    same = (
        *("case_no", "purpose", "status", "channel", "language", "hall_id", "window", "staff_no"),
        *("attribution", "doubt", "rating", "handling_rating", "received_at", "pinned_at", "due_at"),
        *("event_first", "event_last", "event_part", "external_no", "external_received_at"),
    )
    zone = ZoneInfo(row.timezone or services.settings.timezone)
    return CaseHead(
        **{name: getattr(row, name) for name in same},
        complaint_id=row.id,
        hall_code=row.hall_code or "",
        hall_name=row.hall_name or "",
        timezone=zone.key,
        staff_name=person.name if person else "",
        flags=tuple(row.flags),
        is_overdue=row.due_at is not None and row.due_at <= now,
        is_dated=any(item["kind"] == Kind.WHEN for item in row.evidence),
        strip_day=strip_day(row, hall),
        registered_by=row.registrar or "",
        merged_into=merged,
    )


def merged_into(connection: Connection, viewer: Viewer, complaint_id: int) -> str | None:
    """The case number that a case went into, if that one is for the viewer."""
    query = (
        select(ComplaintRow.case_no)
        .join(LinkRow, LinkRow.other_id == ComplaintRow.id)
        .where(LinkRow.complaint_id == complaint_id, LinkRow.kind == LinkKind.MERGED)
    )
    return connection.execute(visible(viewer, query)).scalar()
