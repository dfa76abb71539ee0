"""Which thread a message belongs to: an open one, one of moments ago, an unfinished call's case, or none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.cases import conversations
from intake.cases.conversations import Case, Line, Opening
from intake.cases.lifecycle import UNFINISHED
from intake.cases.model import Channel
from intake.desk.people import caller_of, hall_dialled
from intake.desk.services import Services
from intake.sms.payloads import Message
from intake.telephony.text import caller_number
from intake.words import CHINESE, ENGLISH, language_of
from matching.interview import Answer, Interview, Scene, Step, amends, as_incoming

ENGLISH_WORDS = re.compile(r"[A-Za-z]{3,}[^\u3400-\u9fff]+[A-Za-z]{2,}")
CHINESE_WORDS = re.compile(r"[\u3400-\u9fff]")


def thread_of(services: Services, connection: Connection, message: Message, at: datetime) -> Line:
    """The thread, locked; a new one where the message begins a matter.

    Several messages of one sender come one after the other, even when they arrive at the same moment.
    """
    number = caller_number(message.sender)
    if number is None:
        return new_thread(services, connection, message, at)
    index = services.sealer.index(number)
    services.database.one_at_a_time(connection, index)
    since = at - services.settings.return_within
    line = conversations.thread(connection, index, since)
    if line and goes_on(services, connection, line, message, at):
        return in_language_of(line, message)
    broken_off = conversations.broken_off(connection, index, since)
    if broken_off and broken_off.case and broken_off.case.chain.status in UNFINISHED:
        unfinished = as_incoming(broken_off.interview)
        taken_up = replace(unfinished, step=Step.TELL, tries=0, note=None, offer="", asked_times=())
        return new_thread(services, connection, message, at, taken_up, broken_off.case)
    return new_thread(services, connection, message, at)


def goes_on(services: Services, connection: Connection, line: Line, message: Message, at: datetime) -> bool:
    """Whether the message belongs to the thread's case: open, heard of moments ago, or amended by it."""
    if not line.interview.is_done or at - line.heard_at <= services.settings.sms_join_within:
        return True
    if line.case is None or line.hall_id is None:
        return False
    hall = services.halls.get(connection, line.hall_id, line.hall_version)
    return amends(line.interview, Answer(words=message.body), Scene(hall=hall, at=at))


def in_language_of(line: Line, message: Message) -> Line:
    """The thread in the language of this message, if the message shows one."""
    language = language_of_text(message.body, line.interview.language)
    return replace(line, interview=replace(line.interview, language=language))


def new_thread(
    services: Services,
    connection: Connection,
    message: Message,
    at: datetime,
    interview: Interview | None = None,
    case: Case | None = None,
) -> Line:
    """A thread that begins, for a new matter or to go on with a case from an earlier call."""
    caller = caller_of(services.sealer, caller_number(message.sender))
    hall = hall_dialled(connection, message.dialled)
    opening = Opening(
        channel=Channel.SMS,
        provider_id=message.provider_id,
        hall_id=hall.id if hall else None,
        hall_version=hall.version if hall else None,
        caller_sealed=caller.sealed,
        caller_index=caller.index,
        case=case,
    )
    begun = interview or Interview(step=Step.TELL, language=language_of(services.settings.language))
    return in_language_of(conversations.open_line(connection, opening, begun, at), message)


def other_thread(
    services: Services, connection: Connection, line: Line, message: Message, at: datetime
) -> Line:
    """A thread for another case than the line's; one that was opened for this very message is used for it."""
    if line.turns:
        return new_thread(services, connection, message, at)
    return replace(line, case=None, interview=Interview(step=Step.TELL, language=line.interview.language))


def language_of_text(text: str, default: str) -> str:
    """The language to answer in: Chinese for any Chinese character, English for several Latin words."""
    if CHINESE_WORDS.search(text):
        return CHINESE
    return ENGLISH if ENGLISH_WORDS.search(text) else default
