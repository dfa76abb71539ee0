"""Taking a complaint that came in elsewhere: the same matcher, the same interview, one transaction."""

from __future__ import annotations

from datetime import UTC
from http import HTTPStatus
from typing import Any

from sqlalchemy import select, update

from intake.api.complaints import read
from intake.api.model import Scope
from intake.api.operations import Answer, Call
from intake.api.policy import FUTURE
from intake.api.problems import Problem
from intake.api.schemas import NewComplaint
from intake.api.shown import visible
from intake.api.stating import form_of, in_words
from intake.cases import conversations
from intake.cases.conversations import Case, Opening, new_token
from intake.cases.model import Channel, ComplaintRow
from intake.cases.turns import Answered, Turn, record_turn
from intake.desk.adding import left_to_people
from intake.desk.contact import Contact, Said
from intake.desk.people import Caller, HallRef, caller_of, hall_dialled, hall_named
from intake.telephony.text import caller_number
from intake.telephony.twiml import clean
from intake.words import language_of
from matching.interview import Heard, Interview, Purpose, Scene, Step
from matching.interview.stated import hear_form

LONGEST_STATEMENT = 5000


def create(call: Call) -> Answer:
    """A new case. Its window and person are pinned, or asked for by a call, or found out by people."""
    new = call.sent(NewComplaint)
    hall, caller = hall_of(call, new), caller_for(call, new)
    refuse_known(call, new)
    said_at = new.received_at.astimezone(UTC) if new.received_at else call.at
    if said_at > call.at + FUTURE:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=[("/received_at", "future")])
    known = call.services.halls.get(call.connection, hall.id, hall.version)
    scene = Scene(hall=known, at=min(said_at, call.at))
    text = clean(new.text, LONGEST_STATEMENT)
    begun = Interview(step=Step.TELL, language=language_of(new.language), purpose=Purpose.COMPLAINT)
    heard = hear_form(begun, form_of(new, text, scene), scene)
    if caller.index is None:
        heard = left_to_people(heard)
    case = keep(call, new, heard, (hall, caller), begun)
    note_origin(call, new, case, heard, scene)
    call = Call(
        services=call.services, connection=call.connection, token=call.token, texts=call.texts, at=call.at,
        path={"case_no": case.case_no},
    )  # fmt: skip
    return Answer(
        code=HTTPStatus.CREATED, body=read(call).body, location=f"/api/v1/complaints/{case.case_no}"
    )


def hall_of(call: Call, new: NewComplaint) -> HallRef:
    """The hall that is named, else the token's, else the only one. Raises Problem."""
    code = new.hall or call.token.hall
    hall = hall_named(call.connection, code) if code else hall_dialled(call.connection, "")
    if hall is None:
        kind = "hall" if code else "missing"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=[("/hall", kind)])
    if call.token.hall_id not in {None, hall.id}:
        raise Problem(HTTPStatus.FORBIDDEN, "hall")
    return hall


def caller_for(call: Call, new: NewComplaint) -> Caller:
    """The complainant's number, sealed. Raises Problem where the token may not give one."""
    if new.phone is None:
        return caller_of(call.services.sealer, None)
    if Scope.CONTACT not in call.token.scopes:
        raise Problem(HTTPStatus.FORBIDDEN, "scope_contact")
    # A number that no range knows is kept all the same: a person will see that it can't be called.
    return caller_of(call.services.sealer, caller_number(new.phone) or new.phone)


def refuse_known(call: Call, new: NewComplaint) -> None:
    """Raises Problem for a number of the other system that a case has already."""
    if new.external_no is None:
        return
    call.services.database.one_at_a_time(call.connection, f"external {new.channel} {new.external_no}")
    same = select(ComplaintRow.case_no, ComplaintRow.hall_id).where(
        ComplaintRow.channel == Channel(new.channel), ComplaintRow.external_no == new.external_no
    )
    if call.connection.execute(same).first() is None:
        return
    seen = call.connection.execute(visible(call.token, same)).scalar()
    raise Problem(HTTPStatus.CONFLICT, "external_no", case_no=seen)


def keep(
    call: Call, new: NewComplaint, heard: Heard, whose: tuple[HallRef, Caller], begun: Interview
) -> Case:
    """The case with its conversation of one turn."""
    hall, caller = whose
    key = f"api:{new_token()}"
    opening = Opening(
        channel=Channel(new.channel),
        provider_id=key,
        hall_id=hall.id,
        hall_version=hall.version,
        caller_sealed=caller.sealed,
        caller_index=caller.index,
    )
    line = conversations.open_line(call.connection, opening, begun, call.at)
    text = clean(new.text, LONGEST_STATEMENT)
    contact = Contact(call.services, call.connection, line, call.at, call.token.actor)
    case = contact.open(heard, Said(statement=text))
    answered = Answered(
        interview=heard.interview, case=case, next_token=new_token(), document="", replied=False
    )
    ids: dict[str, Any] = {"token": call.token.name}
    turn = Turn(event_key=key, asked="", heard=in_words(new, text), provider_ids=ids, at=call.at)
    record_turn(call.connection, line, turn, answered)
    return case


def note_origin(call: Call, new: NewComplaint, case: Case, heard: Heard, scene: Scene) -> None:
    """Both clocks and both numbers; a decision is replayed as of the moment that it was made for."""
    columns: dict[str, Any] = {"external_no": new.external_no, "external_received_at": new.received_at}
    if heard.decision:
        columns["decided_at"] = scene.at
    if new.external_no or new.received_at:
        changed = update(ComplaintRow).where(ComplaintRow.id == case.id)
        call.connection.execute(changed.values(columns))
