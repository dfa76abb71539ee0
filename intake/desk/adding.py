"""What somebody adds to a case through a form: considered first without effect, then added in a transaction.

The rules are those of a text message; the case's complaint row is locked, so that what was read back is what
is added to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select, update

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus
from intake.cases import conversations
from intake.cases.complaints import add_statement
from intake.cases.confidential import is_confidential
from intake.cases.conversations import Case, Line, Opening
from intake.cases.decisions import advance
from intake.cases.lifecycle import Event, Status
from intake.cases.model import Channel, ComplaintRow, ConversationRow
from intake.cases.timeline import Chain, Happening
from intake.cases.turns import Answered, Turn, record_turn
from intake.desk.contact import Contact, Said
from intake.desk.people import hall_named
from intake.desk.services import Services
from intake.directory.model import HallRow
from matching.decision import Outcome
from matching.interview import Heard, Interview, Purpose, Scene, Step, as_incoming
from matching.interview.stated import Form, hear_form
from matching.interview.storage import dump, dump_evidence, load, load_evidence

# Where window and person may still be stated. Later on, words reach the people who check the case.
OPEN = frozenset(
    {Status.RECEIVED, Status.IDENTIFYING, Status.IN_REVIEW, Status.UNREACHABLE, Status.NOT_A_COMPLAINT}
)
CALLER = select(ComplaintRow.caller_index).where(ComplaintRow.case_no == bindparam("case_no"))
CASE = (
    select(ComplaintRow, HallRow.version.label("hall_version"))
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
    .where(ComplaintRow.case_no == bindparam("case_no"))
)
SPOKEN = (
    select(ConversationRow.interview)
    .where(ConversationRow.complaint_id == bindparam("case"))
    .order_by(ConversationRow.heard_at.desc(), ConversationRow.id.desc())
    .limit(1)
)
PENDING = select(
    exists().where(
        CallbackRow.complaint_id == bindparam("case"), CallbackRow.status == CallbackStatus.PENDING
    )
)


class Effect(StrEnum):
    """What an addition came to."""

    PINNED = "pinned"
    KEPT = "kept"
    NOTED = "noted"
    OTHER_CASE = "other_case"


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A case as an addition needs it. callback: a call of ours is still to come."""

    case: Case
    hall_id: int | None
    hall_version: int | None
    caller_sealed: bytes | None
    caller_index: str | None
    interview: Interview
    statement: str
    callback: bool
    is_confidential: bool = False

    @property
    def is_open(self) -> bool:
        return self.case.chain.status in OPEN

    @property
    def mark(self) -> str:
        """Changes with whatever an addition would be weighed against."""
        stated = [dump_evidence(item) for item in self.interview.evidence]
        weighed = [self.case.chain.events, self.hall_id, self.hall_version, stated]
        return sha256(json.dumps(weighed, ensure_ascii=False).encode()).hexdigest()[:24]


@dataclass(frozen=True, kw_only=True, slots=True)
class Addition:
    """A form for a case, and who sends it. hall: code of the hall meant, where the case has none.

    event_key: makes it count once. ids: what else is kept of its origin, no personal data.
    heard: the form in words, the free words first.
    """

    form: Form
    channel: Channel
    event_key: str
    actor: str
    heard: str
    hall: str = ""
    ids: Mapping[str, Any] = field(default_factory=dict)


def file_of(services: Services, connection: Connection, case_no: str, *, lock: bool) -> File | None:
    """A case by its number; locked together with its complainant's threads where something is to be added."""
    if lock and (caller := connection.execute(CALLER, {"case_no": case_no}).scalar()):
        services.database.one_at_a_time(connection, caller)
    query = CASE.with_for_update(of=ComplaintRow) if lock else CASE
    row = connection.execute(query, {"case_no": case_no}).one_or_none()
    if row is None:
        return None
    spoken = connection.execute(SPOKEN, {"case": row.id}).scalar()
    blank = Interview(step=Step.TELL, language=row.language, purpose=Purpose(row.purpose))
    interview = as_incoming(load(spoken)) if spoken else blank
    # What was decided since then may have been stated elsewhere: the case itself knows best.
    evidence = tuple(load_evidence(item) for item in row.evidence)
    return File(
        case=Case(id=row.id, case_no=case_no, chain=Chain(row.status, row.events, row.head)),
        hall_id=row.hall_id,
        hall_version=row.hall_version,
        caller_sealed=row.caller_sealed,
        caller_index=row.caller_index,
        interview=replace(interview, purpose=Purpose(row.purpose), evidence=evidence),
        statement=row.statement,
        callback=bool(connection.execute(PENDING, {"case": row.id}).scalar()),
        is_confidential=is_confidential(row.flags),
    )


def scene_of(services: Services, connection: Connection, file: File, hall: str, at: datetime) -> Scene:
    """The hall that the case is about, or the one named now."""
    hall_id, version = file.hall_id, file.hall_version
    if hall_id is None and (named := hall_named(connection, hall)):
        hall_id, version = named.id, named.version
    known = services.halls.get(connection, hall_id, version) if hall_id else None
    return Scene(hall=known, at=at)


def consider(file: File, form: Form, scene: Scene) -> Heard:
    """What the form would come to; changes nothing."""
    if file.hall_id is None and scene.hall:
        # Only now can what was written before be read: in the hall that it was about.
        form = replace(form, words=f"{file.statement}\n{form.words}".strip())
        heard = hear_form(file.interview, form, scene)
        heard = replace(heard, interview=replace(heard.interview, hall=scene.hall.code))
    else:
        heard = hear_form(file.interview, form, scene)
    waits = file.callback and file.case.chain.status in {Status.RECEIVED, Status.IDENTIFYING}
    return heard if heard.other_case or waits else left_to_people(heard)


def left_to_people(heard: Heard) -> Heard:
    """Where nothing will ask for what is missing, the case goes to people instead of waiting for ever."""
    return replace(heard, interview=replace(heard.interview, step=Step.DONE, asked=None, offer=""))


def add(
    services: Services, connection: Connection, file: File, addition: Addition, at: datetime
) -> tuple[Effect, Case]:
    """Add the form to the case. Raises IntegrityError where the same event was added at the same moment."""
    if not file.is_open:
        return Effect.NOTED, note(services, connection, file, addition, at)
    heard = consider(file, addition.form, scene_of(services, connection, file, addition.hall, at))
    if heard.other_case:
        return Effect.OTHER_CASE, file.case
    line = open_line(connection, file, addition, at)
    if line.hall_id is None and heard.interview.hall and (hall := hall_named(connection, addition.hall)):
        line = conversations.place_in_hall(connection, line, hall.id, hall.version)
    contact = Contact(services, connection, line, at, addition.actor)
    case = contact.follow(heard, Said(statement=addition.form.words)) or file.case
    record(connection, line, addition, heard.interview, case, at)
    keep_threads(connection, case.id, heard.interview)
    pinned = heard.decision is not None and heard.decision.outcome is Outcome.PIN
    return (Effect.PINNED if pinned else Effect.KEPT), case


def note(services: Services, connection: Connection, file: File, addition: Addition, at: datetime) -> Case:
    """Words for the people who check the case; what was decided stays as it is."""
    line = open_line(connection, file, addition, at)
    add_statement(connection, file.case.id, addition.heard)
    key = services.sealer.audit_key
    noted = Happening(
        events=(Event.NOTED,), at=at, actor=addition.actor, key=key, data={"text": addition.heard}
    )
    case = advance(connection, file.case, noted)
    record(connection, line, addition, replace(file.interview, step=Step.DONE), case, at)
    return case


def open_line(connection: Connection, file: File, addition: Addition, at: datetime) -> Line:
    """A conversation of one turn, about the case."""
    opening = Opening(
        channel=addition.channel,
        provider_id=addition.event_key,
        hall_id=file.hall_id,
        hall_version=file.hall_version,
        caller_sealed=file.caller_sealed,
        caller_index=file.caller_index,
        case=file.case,
    )
    return conversations.open_line(connection, opening, file.interview, at)


def record(
    connection: Connection, line: Line, addition: Addition, after: Interview, case: Case, at: datetime
) -> None:
    """The turn as it is kept; its key is unique. Nothing is answered: whoever filled in the form sees it."""
    answered = Answered(
        interview=after, case=case, next_token=conversations.new_token(), document="", replied=False
    )
    ids = dict(addition.ids)
    turn = Turn(event_key=addition.event_key, asked="", heard=addition.heard, provider_ids=ids, at=at)
    record_turn(connection, line, turn, answered)


def keep_threads(connection: Connection, case_id: int, after: Interview) -> None:
    """A thread of messages about the case knows of it: the next message goes on from here."""
    threads = update(ConversationRow).where(
        ConversationRow.complaint_id == case_id, ConversationRow.channel == Channel.SMS
    )
    connection.execute(threads.values(interview=dump(after)))
