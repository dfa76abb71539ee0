"""The use case of a text message: it joins its case, the case follows, and the reply is stored with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.cases import conversations, wishes
from intake.cases.case_no import is_case_no
from intake.cases.complaints import statement_so_far, status_of
from intake.cases.conversations import Case, Line
from intake.cases.lifecycle import Status
from intake.cases.model import Channel
from intake.cases.turns import Answered, Turn, record_turn, replies_since, stored_answer
from intake.desk.contact import Contact, Said, placed
from intake.desk.services import Services
from intake.directory.service import hall_names
from intake.sms.answer import Texting, reply_text
from intake.sms.payloads import Message
from intake.sms.threads import other_thread, thread_of
from intake.telephony.text import fit
from intake.words import Words, words
from matching.interview import Answer, Heard, Interview, Purpose, Scene, Step, hear
from matching.interview.commands import Command, command_of

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a message led to: the interview after it, the case, and the words to send, empty for silence."""

    interview: Interview
    case: Case | None
    text: str


ReplyLate = Callable[[Connection, Line, Reply], bool]


def answer_message(services: Services, message: Message) -> str:
    """The document in answer to a message; the same one again for a repeated delivery."""
    return services.database.retrying(lambda connection: take_message(services, connection, message))


def event_key(provider_id: str) -> str:
    """What makes a message's turn unique, by the provider's id of the message."""
    return f"message:{provider_id}"


def take_message(
    services: Services, connection: Connection, message: Message, reply_late: ReplyLate | None = None
) -> str:
    """Store the message with its effect and its reply: all or nothing.

    reply_late: sends the reply where nobody waits for this answer any more, and says whether it did.
    """
    key = event_key(message.provider_id)
    if (stored := stored_answer(connection, key)) is not None:
        return stored
    at = services.clock()
    line = thread_of(services, connection, message, at)
    line, reply = respond(services, connection, line, message, at)
    replied = bool(reply.text) and may_reply(services, connection, line, message, at)
    if replied and reply_late:
        replied = reply_late(connection, line, reply)
    mouth = services.mouths[reply.interview.language]
    ids: dict[str, object] = {"message": message.provider_id}
    if message.media:
        ids["media"] = list(message.media)
    asked = line.interview.asked.value if line.interview.asked else ""
    answered = Answered(
        interview=reply.interview,
        case=reply.case,
        next_token=conversations.new_token(),
        document=mouth.message(reply.text) if replied and not reply_late else mouth.silence(),
        replied=replied,
    )
    turn = Turn(event_key=key, asked=asked, heard=message.body, provider_ids=ids, at=at)
    record_turn(connection, line, turn, answered)
    return answered.document


def respond(
    services: Services, connection: Connection, line: Line, message: Message, at: datetime
) -> tuple[Line, Reply]:
    """What the message leads to, and in which thread."""
    texts = words(line.interview.language)
    command = command_of(message.body)
    if command and (reply := obey(connection, line, command, texts, at)):
        return line, reply
    if not message.body and not message.media:
        return line, Reply(interview=line.interview, case=line.case, text=texts("sms.empty"))
    return listen(services, connection, line, message, at)


def obey(
    connection: Connection, line: Line, command: tuple[Command, str], texts: Words, at: datetime
) -> Reply | None:
    """Carry out a message that is a command as a whole; None if it turns out not to be one."""
    name, case_no = command
    text = ""
    if name is Command.STATUS:
        if not is_case_no(case_no):
            return None
        status = status_of(connection, case_no)
        text = texts(f"status.{status.value}") if status else texts("sms.no_such_case")
        text = texts("sms.status", case_no=case_no, status=text)
    elif line.caller_index is None:
        return None
    elif name is Command.OPT_OUT:
        text = "" if wishes.has_opted_out(connection, line.caller_index) else texts("sms.opted_out")
        wishes.opt_out(connection, line.caller_index, at)
    else:
        wishes.opt_in(connection, line.caller_index)
        text = texts("sms.opted_in")
    return Reply(interview=line.interview, case=line.case, text=fit(text))


def listen(
    services: Services, connection: Connection, line: Line, message: Message, at: datetime
) -> tuple[Line, Reply]:
    """Hear the words; a message about somebody else than the open case is a case of its own."""
    if message.media and line.interview.purpose is Purpose.NONE:
        # A picture without words is a complaint that still has to be asked about.
        line = replace(line, interview=replace(line.interview, purpose=Purpose.COMPLAINT))
    heard = hear_message(services, connection, line, message.body, at)
    if heard.other_case:
        line = other_thread(services, connection, line, message, at)
        heard = hear_message(services, connection, line, message.body, at)
    if line.hall_id is None and heard.interview.hall:
        # Only now can what was written before be read: in the hall that it was about.
        line = placed(connection, line, heard)
        so_far = statement_so_far(connection, line.case.id) if line.case else ""
        heard = hear_message(services, connection, line, f"{so_far}\n{message.body}", at)
    joined = line.case is not None and line.interview.is_done
    case = Contact(services, connection, line, at).follow(heard, Said(statement=statement_of(message)))
    texting = Texting(
        interview=heard.interview,
        case_no=case.case_no if case else "",
        pinned=case is not None and case.chain.status is Status.PINNED,
        joined=joined and heard.interview.evidence == line.interview.evidence,
    )
    text = reply_text(words(heard.interview.language), texting)
    return line, Reply(interview=heard.interview, case=case, text=text)


def hear_message(services: Services, connection: Connection, line: Line, body: str, at: datetime) -> Heard:
    """The interview after a message's words, read in the line's hall where that is known."""
    hall = services.halls.get(connection, line.hall_id, line.hall_version) if line.hall_id else None
    scene = Scene(hall=hall, at=at, halls={} if hall else hall_names(connection))
    return hear(replace(line.interview, step=Step.TELL), Answer(words=body), scene)


def statement_of(message: Message) -> str:
    """The message as part of the statement, with what came beside it named by its id."""
    return "\n".join(filter(None, [message.body, *(f"[MMS {media}]" for media in message.media)]))


def may_reply(services: Services, connection: Connection, line: Line, message: Message, at: datetime) -> bool:
    """Not to short codes and names, not to those who want no texts, not for ever to another machine."""
    if line.caller_index is None:
        return False
    if wishes.has_opted_out(connection, line.caller_index):
        command = command_of(message.body)
        return command is not None and command[0] is Command.OPT_OUT
    sent = replies_since(connection, line.caller_index, Channel.SMS, at - DAY)
    return sent < services.settings.sms_replies_per_day
