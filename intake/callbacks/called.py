"""What the line needs to know when a called person answers, and what follows from what they press."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Row, exists, or_, select

from intake.callbacks import attempts, service
from intake.callbacks.dossier import Attempt
from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus, Kind, Outcome, Task
from intake.cases.conversations import Case
from intake.cases.model import ComplaintRow, ConversationRow
from intake.cases.timeline import Chain
from intake.directory.model import HallRow
from intake.telephony.model import RecordingRow
from matching.interview import Interview, Note, Purpose, Reached, Step, call_back, follow_up
from matching.interview.storage import load, load_evidence

ENDINGS = {
    Reached.WRONG_NUMBER: (CallbackStatus.WRONG_NUMBER, Task.NONE),
    Reached.REFUSED: (CallbackStatus.REFUSED, Task.NONE),
    Reached.PERSON: (CallbackStatus.OPERATOR, Task.PERSON),
}
MACHINE = "called_machine"
NEVER_AGAIN = frozenset({Reached.WRONG_NUMBER, Reached.REFUSED})
CALLED = (
    select(
        CallbackRow.kind,
        CallbackRow.status.label("callback_status"),
        ComplaintRow,
        HallRow.version.label("hall_version"),
    )
    .join(ComplaintRow, ComplaintRow.id == CallbackRow.complaint_id)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
)
SPOKEN = (
    select(ConversationRow.interview)
    .order_by(ConversationRow.heard_at.desc(), ConversationRow.id.desc())
    .limit(1)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Called:
    """A case of ours whose complainant we have on the line. `interview`: the first question to them."""

    case: Case
    hall_id: int | None
    hall_version: int | None
    callee_index: str
    interview: Interview


@dataclass(frozen=True, kw_only=True, slots=True)
class OnTheLine:
    """A call of ours that is under way: the provider's id, the case that it is about, who was called."""

    provider_call_id: str
    complaint_id: int
    callee_index: str | None


def pick_up(connection: Connection, attempt: Attempt, provider_call_id: str, at: datetime) -> Called:
    """Somebody answered this attempt: bind it to the call, and say what is to be asked.

    A callback that is over by now, because the complainant was faster, ends with the farewell.
    """
    attempts.note_answered(connection, attempt, provider_call_id, at)
    row = connection.execute(CALLED.where(CallbackRow.id == attempt.callback_id)).one()
    interview = first_question(connection, row)
    if row.callback_status is not CallbackStatus.PENDING:
        settled = Note(code="called_settled")
        interview = Interview(step=Step.DONE, language=row.language, called=True, note=settled)
    return Called(
        case=Case(id=row.id, case_no=row.case_no, chain=Chain(row.status, row.events, row.head)),
        hall_id=row.hall_id,
        hall_version=row.hall_version,
        callee_index=attempt.callee_index,
        interview=interview,
    )


def machine_answered(connection: Connection, provider_call_id: str, interview: Interview) -> Interview:
    """The provider heard a machine: it is told who called and nothing else, and the call ends."""
    attempts.note_reached(connection, provider_call_id, Outcome.MACHINE.value)
    return replace(interview, step=Step.DONE, note=Note(code=MACHINE))


def first_question(connection: Connection, case: Row[*tuple[object, ...]]) -> Interview:
    """Who is it; then the outcome, or what the case still lacks."""
    if case.kind is Kind.FOLLOW_UP:
        return follow_up(case.language, case.status.value)
    spoken = connection.execute(SPOKEN.where(ConversationRow.complaint_id == case.id)).scalar()
    if spoken:
        unfinished = load(spoken)
    else:
        known = tuple(load_evidence(item) for item in case.evidence)
        unfinished = Interview(
            step=Step.MENU, language=case.language, purpose=Purpose(case.purpose), evidence=known
        )
    return call_back(case.language, unfinished, told=is_told(connection, case))


def is_told(connection: Connection, case: Row[*tuple[object, ...]]) -> bool:
    """Whether what happened is on file, in writing or in the complainant's own voice."""
    of_case = or_(
        RecordingRow.complaint_id == case.id,
        RecordingRow.conversation_id.in_(
            select(ConversationRow.id).where(ConversationRow.complaint_id == case.id)
        ),
    )
    return bool(case.statement) or bool(connection.scalar(select(exists().where(of_case))))


def follow(connection: Connection, on: OnTheLine, before: Interview, after: Interview, at: datetime) -> None:
    """What a called person's answer means for the attempt and the callback."""
    if after.reached is not before.reached and after.reached is not Reached.NOBODY:
        attempts.note_reached(connection, on.provider_call_id, after.reached.value)
        if ending := ENDINGS.get(after.reached):
            service.conclude(connection, on.complaint_id, ending[0], at, ending[1])
        if after.reached in NEVER_AGAIN and on.callee_index:
            service.stop_calling(connection, on.callee_index, ENDINGS[after.reached][0], at)
    if after.reached is Reached.CONFIRMED and (after.is_done or after.step is Step.FOLLOW_UP):
        service.conclude(connection, on.complaint_id, CallbackStatus.COMPLETED, at)
