"""Reading summaries: through the layer of sight, and never more columns than a summary is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, exists, func, or_, select

from intake.cases.confidential import is_confidential
from intake.cases.lifecycle import Event
from intake.cases.model import ComplaintRow, ConversationRow
from intake.console.access import Viewer
from intake.console.sight import visible
from intake.console.summary.audience import SUMMARISED, Shows, is_restricted, shows
from intake.console.summary.conduct import conduct_in
from intake.console.summary.parts import Basis, Line, Occasion, Summary
from intake.desk.services import Services
from intake.desk.undoing import entries, undone
from intake.directory.model import HallRow
from intake.telephony.model import RecordingRow, RecordingStatus
from matching.evidence import Kind
from matching.hall import Hall

AT_ONCE = 50
READ = 5000  # characters of a statement
TOLD = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.WHEN)
COLUMNS = (
    *("id", "case_no", "status", "hall_id", "window", "staff_no", "attribution", "flags", "evidence"),
    *("decision", "event_first", "event_last", "event_part", "received_at", "due_at"),
)
CASES: Select[*tuple[Any, ...]] = (
    select(
        *(getattr(ComplaintRow, name) for name in COLUMNS),
        func.substr(ComplaintRow.statement, 1, READ).label("statement"),
        HallRow.name.label("hall_name"),
        HallRow.timezone,
        HallRow.version.label("hall_version"),
    )
    .join(HallRow, HallRow.id == ComplaintRow.hall_id)
    .where(
        ComplaintRow.status.in_(SUMMARISED),
        ComplaintRow.pinned_at.is_not(None),
        ComplaintRow.staff_no.is_not(None),
    )
)
CaseRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Some summaries, the newest first. before: the number of the case that the next ones lie before."""

    lines: tuple[Line, ...]
    before: str | None


def list_summaries(
    services: Services, connection: Connection, viewer: Viewer, hall_id: int | None, before: str
) -> Listed:
    """Those that the viewer may see, of one hall or of all; from a case's number on backwards."""
    query = visible(viewer, CASES)
    if hall_id is not None:
        query = query.where(ComplaintRow.hall_id == hall_id)
    if before:
        place = select(ComplaintRow.id).where(ComplaintRow.case_no == before).scalar_subquery()
        query = query.where(ComplaintRow.id < place)
    rows = connection.execute(query.order_by(ComplaintRow.id.desc()).limit(AT_ONCE + 1)).all()
    shown = rows[:AT_ONCE]
    lines = (line_of(row, hall_of(services, connection, row)) for row in shown)
    last = shown[-1].case_no if len(rows) > AT_ONCE else None
    return Listed(lines=tuple(one for one in lines if is_for(viewer, one)), before=last)


def read_summary(services: Services, connection: Connection, viewer: Viewer, case_no: str) -> Summary | None:
    """The summary of a case; None alike for one that isn't, has none, or is not for the viewer."""
    row = connection.execute(visible(viewer, CASES.where(ComplaintRow.case_no == case_no))).one_or_none()
    if row is None:
        return None
    hall = hall_of(services, connection, row)
    line = line_of(row, hall)
    if not is_for(viewer, line):
        return None
    return Summary(
        line=line,
        due_on=day_of(row.due_at, row) if row.due_at else None,
        account=account_of(connection, row.id),
        basis=basis_of(connection, row, hall),
    )


def is_for(viewer: Viewer, line: Line) -> bool:
    """What goes another way is only for whoever sees the case itself."""
    return not line.is_restricted or shows(viewer) is Shows.CASE


def hall_of(services: Services, connection: Connection, row: CaseRow) -> Hall | None:
    return services.halls.get(connection, row.hall_id, row.hall_version)


def line_of(row: CaseRow, hall: Hall | None) -> Line:
    """What the list and the page both say."""
    person = hall.staff_by_no.get(row.staff_no) if hall else None
    kinds = conduct_in(row.statement)
    return Line(
        complaint_id=row.id,
        case_no=row.case_no,
        status=row.status,
        received_on=day_of(row.received_at, row),
        staff_no=row.staff_no,
        staff_name=person.name if person else "",
        bureau=person.bureau if person else "",
        occasion=occasion_of(row, hall),
        kinds=kinds,
        is_confidential=is_confidential(row.flags),
        is_restricted=is_restricted(row.flags, kinds),
    )


def day_of(at: datetime, row: CaseRow) -> date:
    return at.astimezone(ZoneInfo(row.timezone)).date()


def occasion_of(row: CaseRow, hall: Hall | None) -> Occasion:
    """Half a day tells, together with the queue's tickets, who it was: left out for a confidential case."""
    window = hall.window_by_label.get(row.window) if hall and row.window else None
    return Occasion(
        hall_name=row.hall_name,
        window=row.window,
        service=window.service if window else "",
        first=row.event_first,
        last=row.event_last,
        is_dated=Kind.WHEN in kinds_of(row.evidence),
        part=None if is_confidential(row.flags) else row.event_part,
    )


def kinds_of(evidence: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(item["kind"] for item in evidence)


def basis_of(connection: Connection, row: CaseRow, hall: Hall | None) -> Basis:
    """How the respondent was settled."""
    stated = kinds_of(row.evidence)
    of_case = ConversationRow.complaint_id == row.id
    spoken = exists().where(ConversationRow.id == RecordingRow.conversation_id, of_case)
    kept = select(func.count()).select_from(RecordingRow)
    kept = kept.where(
        RecordingRow.status == RecordingStatus.STORED, or_(RecordingRow.complaint_id == row.id, spoken)
    )
    talks = select(func.count()).select_from(ConversationRow).where(of_case)
    return Basis(
        attribution=row.attribution,
        stated=tuple(kind for kind in TOLD if kind in stated),
        by_person=bool((row.decision or {}).get("by")),
        on_roster=on_roster(row, hall),
        is_written=bool(row.statement),
        recordings=connection.execute(kept).scalar_one(),
        contacts=connection.execute(talks).scalar_one(),
    )


def on_roster(row: CaseRow, hall: Hall | None) -> bool:
    duties = hall.duties_by_staff.get(row.staff_no, ()) if hall else ()
    return any(duty.window == row.window and row.event_first <= duty.on <= row.event_last for duty in duties)


def account_of(connection: Connection, complaint_id: int) -> str:
    """The newest neutral account that was not taken back; empty for none."""
    timeline = entries(connection, complaint_id)
    gone = undone(timeline)
    written = [
        str(one.data.get("text", ""))
        for one in timeline
        if one.event is Event.SUMMARISED and one.seq not in gone
    ]
    return written[-1] if written else ""
