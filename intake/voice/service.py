"""The use cases of a call: it comes in, a question is answered, a recording is ready, it ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from intake.cases import conversations
from intake.cases.case_no import is_case_no
from intake.cases.complaints import status_of
from intake.cases.conversations import Case, Line
from intake.cases.model import Channel, Ended
from intake.cases.privacy import CALLER_COLUMN
from intake.cases.turns import Turn, latest_answer, stored_answer
from intake.cases.wishes import has_opted_out
from intake.desk.adding import keep_threads
from intake.desk.contact import Contact, Said, placed
from intake.desk.services import Services
from intake.directory.service import hall_names
from intake.telephony import outbox, recordings
from intake.telephony.text import callable_number, caller_number, is_mobile
from intake.voice.answer import Saying, answer
from intake.voice.called import follow_called
from intake.voice.hours import person_reachable
from intake.voice.opening import begin_call
from intake.voice.payloads import Call, RecordingForm, StepForm
from intake.words import words
from matching.hall import Hall
from matching.interview import Answer, Heard, Scene, Step, as_incoming, hear
from matching.interview.steps import go

MOST_TURNS = 120  # a call that goes on longer is no citizen any more, but a machine that presses keys
HIDDEN = "•"


def answer_call(services: Services, call: Call) -> str:
    """The first document of a call; the same one again for a repeated delivery."""
    return services.database.retrying(lambda connection: begin_call(services, connection, call))


def answer_step(services: Services, token: str, form: StepForm) -> str | None:
    """The document after an answer; the same one again for a repeated delivery.

    A step that we never gave is answered with the question that is open; None where the call is unknown too.
    """
    return services.database.retrying(lambda connection: take_step(services, connection, token, form))


def take_step(services: Services, connection: Connection, token: str, form: StepForm) -> str | None:
    """Hear the answer, let the case follow, store the turn with its answer: all or nothing."""
    line = conversations.at_step(connection, token)
    if line is None:
        stored = stored_answer(connection, token)
        return stored or latest_answer(connection, Channel.PHONE, form.provider_id)
    at = services.clock()
    hall = services.halls.get(connection, line.hall_id, line.hall_version) if line.hall_id else None
    scene = scene_of(services, connection, line, form.answer, hall, at)
    heard = listen(line, form.answer, scene)
    line = placed(connection, line, heard)
    said = Said(number=number_keyed(services, connection, line, form.answer))
    case = Contact(services, connection, line, at).follow(heard, said)
    if line.interview.called:
        follow_called(services, connection, line, form.provider_id, heard, at)
    if case and (heard.interview.step is Step.DONE or line.interview.called):
        keep_threads(connection, case.id, as_incoming(heard.interview))
    if form.recording_id:
        recordings.note_expected(
            connection,
            form.recording_id,
            conversation_id=line.id,
            complaint_id=case.id if case else None,
            seconds=form.recording_seconds,
            at=at,
        )
    if heard.interview.step is Step.DONE and case and not line.interview.called:
        text_case_no(services, connection, line, heard.interview.language, case)
    saying = Saying(interview=heard.interview, hall=hall, case=case, halls=scene.halls)
    return answer(services, connection, line, turn_of(token, line, form, at), saying)


def listen(line: Line, given: Answer, scene: Scene) -> Heard:
    """Hear the answer; a call that won't end is ended with what it said."""
    if line.turns >= MOST_TURNS:
        return Heard(go(line.interview, Step.DONE))
    return hear(line.interview, given, scene)


def scene_of(
    services: Services, connection: Connection, line: Line, answer: Answer, hall: Hall | None, at: datetime
) -> Scene:
    """What the interview may know at this turn; looked up only where the open question needs it."""
    step = line.interview.step
    status = None
    if step is Step.CASE_NO and is_case_no(answer.keys):
        status = status_of(connection, answer.keys)
    return Scene(
        hall=hall,
        at=at,
        halls={} if hall else hall_names(connection),
        withheld=line.caller_index is None,
        person_reachable=answer.keys == "0" and person_reachable(services, hall, at),
        case_status=status.value if status else None,
        number_ok=number_keyed(services, connection, line, answer) is not None,
    )


def number_keyed(services: Services, connection: Connection, line: Line, answer: Answer) -> str | None:
    """The number just keyed in E.164, if that was the question and we may call it."""
    if line.interview.step is not Step.CALLBACK_NUMBER:
        return None
    number, allowed = caller_number(answer.keys), services.in_force.settings(connection)
    return number if callable_number(number, allowed.callback_destinations) else None


def turn_of(token: str, line: Line, form: StepForm, at: datetime) -> Turn:
    """The turn as it is stored. A number that was keyed is sealed with the case and not shown here."""
    heard = form.answer.words or form.answer.keys or ("#" if form.answer.finished else "")
    if line.interview.step is Step.CALLBACK_NUMBER:
        heard = HIDDEN * len(heard)
    ids = {"call": form.provider_id, "recording": form.recording_id, "confidence": form.confidence}
    return Turn(
        event_key=token,
        asked=line.interview.step.value,
        heard=heard,
        provider_ids={name: value for name, value in ids.items() if value},
        at=at,
    )


def text_case_no(services: Services, connection: Connection, line: Line, language: str, case: Case) -> None:
    """Send the case number to a mobile phone too, unless it wants no texts. It goes out after the commit."""
    if line.caller_sealed is None or line.caller_index is None:
        return
    number = services.sealer.open(line.caller_sealed, CALLER_COLUMN)
    found = services.in_force.settings(connection)
    allowed = is_mobile(number) and callable_number(number, found.callback_destinations)
    if allowed and not has_opted_out(connection, line.caller_index):
        outbox.queue(
            connection,
            complaint_id=case.id,
            purpose="case_no",
            to_sealed=line.caller_sealed,
            body=words(language)("sms.case_no", case_no=case.case_no),
            at=services.clock(),
        )


def note_status(services: Services, call: Call) -> None:
    """When the call is over: what was said stays, and an unfinished case awaits its callback."""
    if call.is_over:
        with services.database.write() as connection:
            conversations.end(connection, Channel.PHONE, call.provider_id, Ended.DROPPED, services.clock())


def note_recording(services: Services, token: str, form: RecordingForm) -> None:
    """A recording is ready, or there is none; it is fetched later, by another process."""
    with services.database.write() as connection:
        place = conversations.place_of(connection, token)
        recordings.note_status(
            connection,
            form.recording_id,
            form.status,
            conversation_id=place.conversation_id,
            complaint_id=place.complaint_id,
            seconds=form.seconds,
            at=services.clock(),
        )
