"""Asking the complainant by text for what is missing; the answer joins the case as any message does."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, select

from intake.callbacks.service import may_not_call
from intake.cases import conversations
from intake.cases.conversations import Case, Opening
from intake.cases.lifecycle import Event
from intake.cases.model import Channel, ComplaintRow, ConversationRow
from intake.cases.privacy import CALLER_COLUMN, WISH_COLUMN
from intake.cases.wishes import has_opted_out
from intake.desk.acting import Acting
from intake.desk.services import Services
from intake.directory.model import HallRow
from intake.errors import RulingError
from intake.telephony import outbox
from intake.telephony.text import callable_number, fit, is_mobile
from intake.words import words
from matching.evidence import Kind
from matching.interview import Interview, Purpose, Step, Wish, as_incoming
from matching.interview.storage import load

QUESTIONS = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.WHEN)
PURPOSE = "asked"
REACHED_AT = (
    select(
        ComplaintRow.language,
        ComplaintRow.purpose,
        ComplaintRow.wish,
        ComplaintRow.wish_number_sealed,
        ComplaintRow.caller_sealed,
        ComplaintRow.hall_id,
        HallRow.name.label("hall_name"),
        HallRow.version.label("hall_version"),
    )
    .select_from(ComplaintRow)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a complainant may be reached: the number in E.164, empty for none, and as it is kept."""

    number: str
    index: str
    sealed: bytes | None


def address_of(services: Services, row: Row[*tuple[object, ...]]) -> Address:
    """The number that the complainant wants to be reached at. Raises SealError.

    row: wish, wish_number_sealed and caller_sealed of the case.
    """
    number = ""
    if row.wish is Wish.OTHER_NUMBER and row.wish_number_sealed:
        number = services.sealer.open(row.wish_number_sealed, WISH_COLUMN)
    elif row.caller_sealed:
        number = services.sealer.open(row.caller_sealed, CALLER_COLUMN)
    # Sealed anew: what the outbox opens is bound to another column than the wish.
    sealed = services.sealer.seal(number, CALLER_COLUMN) if number else None
    return Address(number=number, index=services.sealer.index(number) if number else "", sealed=sealed)


def no_call(services: Services, connection: Connection, address: Address) -> str | None:
    """Why this number can't be called, as a catalogue key; None where it can."""
    if not address.number:
        return "desk.error.no_number"
    if not callable_number(address.number, services.in_force.settings(connection).callback_destinations):
        return "desk.error.not_callable"
    return "desk.error.do_not_call" if may_not_call(connection, address.index) else None


def no_text(services: Services, connection: Connection, address: Address) -> str | None:
    """Why this number can't be asked by text, as a catalogue key; None where it can."""
    if refused := no_call(services, connection, address):
        return refused
    if not is_mobile(address.number):
        return "desk.error.landline"
    return "desk.error.opted_out" if has_opted_out(connection, address.index) else None


def ask_by_text(services: Services, acting: Acting, case_no: str, question: Kind) -> Case:
    """Ask for one thing by text. It goes out after the commit.

    Raises RulingError where there is no number that may be texted, and for what is no question.
    """
    if question not in QUESTIONS:
        raise RulingError("desk.error.question")
    case = acting.case(case_no)
    row = acting.connection.execute(REACHED_AT.where(ComplaintRow.id == case.id)).one()
    address = address_of(services, row)
    if refused := no_text(services, acting.connection, address):
        raise RulingError(refused)
    if address.sealed is None:
        raise RulingError("desk.error.no_number")
    key = f"desk.text_{question.value}"
    body = words(row.language)(key, hall=row.hall_name or "", case_no=case_no)
    message_id = outbox.queue(
        acting.connection,
        complaint_id=case.id,
        purpose=PURPOSE,
        to_sealed=address.sealed,
        body=fit(body, 1),
        at=acting.at,
    )
    await_answer(acting, case, row, address, question)
    told = {"question": question.value, "message_id": message_id}
    return acting.remark(case, Event.TEXTED, told)


def await_answer(
    acting: Acting, case: Case, row: Row[*tuple[object, ...]], address: Address, question: Kind
) -> None:
    """A thread of messages in which this question is open, so that the answer joins the case."""
    spoken = acting.connection.execute(
        select(ConversationRow.interview)
        .where(ConversationRow.complaint_id == case.id)
        .order_by(ConversationRow.heard_at.desc(), ConversationRow.id.desc())
        .limit(1)
    ).scalar()
    blank = Interview(step=Step.TELL, language=str(row.language), purpose=Purpose(row.purpose))
    interview = as_incoming(load(spoken)) if spoken else blank
    asked = replace(
        interview,
        step=Step.TELL,
        purpose=Purpose(row.purpose),
        asked=question,
        given_up=interview.given_up - {question},
        tries=0,
        note=None,
        offer="",
    )
    opening = Opening(
        channel=Channel.SMS,
        provider_id=f"{PURPOSE}:{secrets.token_urlsafe(16)}",
        hall_id=row.hall_id,
        hall_version=row.hall_version,
        caller_sealed=address.sealed,
        caller_index=address.index,
        case=case,
    )
    conversations.open_line(acting.connection, opening, asked, acting.at)
