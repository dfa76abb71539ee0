"""The use cases of a call of ours: it is answered, what was pressed takes effect, its end is reported."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from intake.callbacks import attempts, called
from intake.callbacks.endings import Report, is_machine
from intake.cases import conversations
from intake.cases.conversations import Case, Line, Opening
from intake.cases.decisions import advance
from intake.cases.lifecycle import FINDINGS, Event
from intake.cases.model import Channel, ComplaintRow, Ended
from intake.cases.privacy import CALLER_COLUMN
from intake.cases.timeline import Happening
from intake.cases.turns import Turn, stored_answer
from intake.desk.services import Services
from intake.voice.answer import Saying, answer, speech
from intake.voice.payloads import Call
from intake.voice.script import Prompt
from intake.words import language_of
from matching.interview import Heard, Step

ACTOR = "callback"


def answer_called(services: Services, token: str, call: Call) -> str:
    """The first document of a call of ours; the same one again for a repeated delivery."""
    return services.database.retrying(lambda connection: begin_called(services, connection, token, call))


def begin_called(services: Services, connection: Connection, token: str, call: Call) -> str:
    """Open the conversation with whoever answered. Nothing of the case is said before they confirm."""
    event_key = f"call:{call.provider_id}"
    if (stored := stored_answer(connection, event_key)) is not None:
        return stored
    attempt = attempts.by_token(connection, token)
    if attempt is None:
        return nobody(services)
    at = services.clock()
    reached = called.pick_up(connection, attempt, call.provider_id, at)
    opening = Opening(
        channel=Channel.PHONE,
        provider_id=call.provider_id,
        hall_id=reached.hall_id,
        hall_version=reached.hall_version,
        caller_sealed=services.sealer.seal(call.dialled, CALLER_COLUMN),
        caller_index=reached.callee_index,
        case=reached.case,
        prompt_set=services.prompts.current.label,
    )
    interview = reached.interview
    if (
        services.settings.callback_machine_detection
        and is_machine(call.answered_by)
        and not interview.is_done
    ):
        interview = called.machine_answered(connection, call.provider_id, interview)
    line = conversations.open_line(connection, opening, interview, at)
    turn = Turn(event_key=event_key, asked="", heard="", provider_ids={"call": call.provider_id}, at=at)
    hall = services.halls.get(connection, line.hall_id, line.hall_version) if line.hall_id else None
    saying = Saying(interview=interview, hall=hall, case=line.case)
    return answer(services, connection, line, turn, saying)


def nobody(services: Services) -> str:
    """The farewell for an address that no attempt of ours has."""
    language = language_of(services.settings.language)
    said = [Prompt("voice.called_hotline"), Prompt("voice.called_goodbye")]
    return services.mouths[language].hang_up([speech(services, language, one) for one in said])


def follow_called(
    services: Services, connection: Connection, line: Line, provider_call_id: str, heard: Heard, at: datetime
) -> None:
    """What the answer of a called person means beyond what every answer does."""
    before, after = line.interview, heard.interview
    if line.case is None:
        return
    on = called.OnTheLine(
        provider_call_id=provider_call_id, complaint_id=line.case.id, callee_index=line.caller_index
    )
    called.follow(connection, on, before, after, at)
    told = {
        name: getattr(after, name)
        for name in ("preferred", "handling_rating")
        if getattr(after, name) != getattr(before, name)
    }
    if told:
        of_case = update(ComplaintRow).where(ComplaintRow.id == line.case.id)
        connection.execute(of_case.values(**told, updated_at=at))
    if after.step is Step.FOLLOW_UP and before.step is not Step.FOLLOW_UP:
        inform(services, connection, line.case, at)


def inform(services: Services, connection: Connection, case: Case, at: datetime) -> None:
    """The complainant is being told the outcome."""
    if case.chain.status in FINDINGS.values():
        happening = Happening(events=(Event.INFORMED,), at=at, actor=ACTOR, key=services.sealer.audit_key)
        advance(connection, case, happening)


def note_report(services: Services, token: str, report: Report) -> None:
    """A status of a call of ours. The end of the call ends its conversation too."""
    at = services.clock()
    with services.database.write() as connection:
        attempts.note_report(connection, token, report, at)
        if report.ends:
            conversations.end(connection, Channel.PHONE, report.provider_call_id, Ended.DROPPED, at)
