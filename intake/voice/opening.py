"""How a call begins: anew, where the line dropped, or with the offer to complete an unfinished case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.cases import conversations
from intake.cases.conversations import Line, Opening
from intake.cases.lifecycle import UNFINISHED
from intake.cases.model import Channel, Ended
from intake.cases.turns import Turn, stored_answer
from intake.desk.people import caller_of, hall_dialled
from intake.desk.services import Services
from intake.telephony.text import caller_number
from intake.voice.answer import Saying, answer
from intake.voice.payloads import Call
from intake.words import language_of
from matching.interview import Interview, Note, Step, begin, resume

GREETING = Note(code="greeting")


def event_key(provider_id: str) -> str:
    """What makes the beginning of a call unique, by the provider's id of the call."""
    return f"call:{provider_id}"


def begin_call(services: Services, connection: Connection, call: Call) -> str:
    """Open the conversation and give its first document, or the stored one for a repeated delivery."""
    key = event_key(call.provider_id)
    if (stored := stored_answer(connection, key)) is not None:
        return stored
    at = services.clock()
    caller = caller_of(services.sealer, caller_number(call.caller))
    hall = hall_dialled(connection, call.dialled)
    earlier = None
    if caller.index:
        earlier = conversations.broken_off(connection, caller.index, at - services.settings.return_within)
    interview = first_question(services, earlier, at)
    taken_up = earlier if earlier and interview.step is not Step.MENU else None
    if taken_up and interview.step is not Step.RETURNING:
        conversations.end_line(connection, taken_up, Ended.RESUMED, at)
    opening = Opening(
        channel=Channel.PHONE,
        provider_id=call.provider_id,
        hall_id=hall.id if hall else taken_up.hall_id if taken_up else None,
        hall_version=hall.version if hall else taken_up.hall_version if taken_up else None,
        caller_sealed=caller.sealed,
        caller_index=caller.index,
        case=taken_up.case if taken_up else None,
        prompt_set=services.prompts.current.label,
    )
    line = conversations.open_line(connection, opening, interview, at)
    turn = Turn(event_key=key, asked="", heard="", provider_ids={"call": call.provider_id}, at=at)
    known = services.halls.get(connection, hall.id, hall.version) if hall else None
    return answer(services, connection, line, turn, Saying(interview=interview, hall=known, case=line.case))


def first_question(services: Services, earlier: Line | None, at: datetime) -> Interview:
    """Soon after a dropped line the same question again; later the offer to complete; else the menu."""
    language = language_of(services.settings.language)
    if earlier and goes_on(services, earlier, at):
        return resume(earlier.interview)
    if earlier and earlier.case and earlier.case.chain.status in UNFINISHED:
        return replace(begin(language, earlier.interview), note=GREETING)
    return replace(begin(language), note=GREETING)


def goes_on(services: Services, earlier: Line, at: datetime) -> bool:
    """Whether the call continues one that broke off moments ago."""
    recent = at - earlier.heard_at <= services.settings.resume_within
    return earlier.channel is Channel.PHONE and recent and not earlier.interview.is_done
