"""The operations on cases: create, read, list, add evidence, the timeline, the complainant's number."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from sqlalchemy import Row, select

from intake.api.answers import Contact, Timeline, TimelineEvent
from intake.api.operations import Answer, Call
from intake.api.problems import Problem
from intake.api.schemas import ContactReason, NewEvidence
from intake.api.shown import CASES, full, number, visible
from intake.api.stating import form_of, in_words
from intake.cases.confidential import is_confidential
from intake.cases.conversations import new_token
from intake.cases.decisions import advance, case_by_number
from intake.cases.lifecycle import Event
from intake.cases.model import Channel, ComplaintRow, EventRow
from intake.cases.privacy import CALLER_COLUMN, WISH_COLUMN
from intake.cases.timeline import Happening
from intake.desk.adding import Addition, Effect, add, file_of, scene_of


def found(call: Call) -> Row[*tuple[Any, ...]]:
    """The case of the address. Raises Problem alike for one that isn't and one that is not for the token."""
    query = visible(call.token, CASES.where(ComplaintRow.case_no == call.path["case_no"]))
    row = call.connection.execute(query).one_or_none()
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return row


def read(call: Call) -> Answer:
    """One case."""
    return Answer(body=full(found(call), call.services.sealer, call.texts))


def add_evidence(call: Call) -> Answer:
    """Something more about a case, by the rules of a text message; after its check has begun, a note."""
    row, new = found(call), call.sent(NewEvidence)
    if not (new.text or new.window or new.staff_no or new.day):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=[("", "empty")])
    file = file_of(call.services, call.connection, row.case_no, lock=True)
    if file is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    scene = scene_of(call.services, call.connection, file, "", call.at)
    addition = Addition(
        form=form_of(new, new.text or "", scene),
        channel=Channel.WEB,
        event_key=f"api:{new_token()}",
        actor=call.token.actor,
        heard=in_words(new, new.text or ""),
        ids={"token": call.token.name},
    )
    effect, _ = add(call.services, call.connection, file, addition, call.at)
    if effect is Effect.OTHER_CASE:
        raise Problem(HTTPStatus.CONFLICT, "other_case")
    return read(call)


def timeline(call: Call) -> Answer:
    """Every change of a case's status. Who made it and what people wrote about it stays inside."""
    row = found(call)
    rows = call.connection.execute(
        select(EventRow)
        .where(EventRow.complaint_id == row.id, EventRow.from_status != EventRow.to_status)
        .order_by(EventRow.seq)
    )
    return Answer(
        body=Timeline(
            items=[
                TimelineEvent(
                    seq=one.seq,
                    event=one.event,
                    from_status=one.from_status or None,
                    to_status=one.to_status,
                    at=one.at,
                )
                for one in rows
            ]
        )
    )


def contact(call: Call) -> Answer:
    """The complainant's numbers; that they were looked at, and why, goes into the timeline.

    Where the complainant asked for confidentiality they are not given out.
    """
    row, reason = found(call), call.sent(ContactReason).reason
    if is_confidential(row.flags):
        raise Problem(HTTPStatus.FORBIDDEN, "confidential")
    case = case_by_number(call.connection, row.case_no)
    if case is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    happening = Happening(
        events=(Event.UNMASKED,),
        at=call.at,
        actor=call.token.actor,
        key=call.services.sealer.audit_key,
        data={"reason": reason, "what": "phone"},
    )
    advance(call.connection, case, happening)
    sealer = call.services.sealer
    return Answer(
        body=Contact(
            phone=number(sealer, row.caller_sealed, CALLER_COLUMN),
            other_phone=number(sealer, row.wish_number_sealed, WISH_COLUMN),
        )
    )
