"""Calls that came in while nobody answered them, and calls of which we never heard that they are over.

A call without a conversation here is a missed call: kept as a message without words, at the provider's time,
for an operator to see. Whoever called again and was heard needs no such case; whoever tried several times
gets one; a caller with an unfinished case was trying to complete it, so the call belongs to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from intake.callbacks import service as callbacks
from intake.cases import conversations
from intake.cases.complaints import Beginning, Source, open_case
from intake.cases.conversations import Case, Opening
from intake.cases.lifecycle import UNFINISHED, Event, Status
from intake.cases.model import Channel, ComplaintRow, ConversationRow, Ended
from intake.cases.tails import tail_of
from intake.cases.timeline import Chain, Happening
from intake.cases.turns import Answered, Turn, record_turn
from intake.database import Database
from intake.desk.people import Caller, caller_of, hall_dialled
from intake.desk.services import Services
from intake.reconcile.provider import GRACE, Lists, chunks
from intake.reconcile.report import Mark, Marks
from intake.telephony.lists import ListedCall
from intake.telephony.text import caller_number
from intake.voice.opening import event_key
from intake.words import language_of
from matching.interview import Interview, Purpose, Step

SHORTEST_CALL = timedelta(seconds=2)
HUNG_UP = frozenset({"completed", "canceled"})  # the caller ended it; the others ended without asking them
SAME_CALLER_WITHIN = timedelta(days=1)
MISSED = "missed_call"
ACTOR = "reconcile"


def bring_in(services: Services, provider: Lists, since: datetime, now: datetime) -> Marks:
    """Compare calls. Raises ProviderFault with nothing done."""
    listed = provider.list_calls(since)
    known = known_calls(services.database, listed)
    incoming = [one for one in listed if one.is_incoming]
    marks = Marks({Mark.SEEN: len(incoming), Mark.KNOWN: sum(one.provider_id in known for one in incoming)})
    open_here = [one for one in listed if one.is_over and known.get(one.provider_id, Ended.DROPPED) is None]
    marks[Mark.MENDED] += end_all(services.database, open_here, now)
    for one in incoming:
        over = one.is_over and now - (one.ended_at or one.created_at) >= GRACE
        if over and one.provider_id not in known:
            marks[take(services, one, now)] += 1
    return marks


def known_calls(database: Database, listed: Iterable[ListedCall]) -> dict[str, Ended | None]:
    """How those ended that have a conversation here, by the provider's id; None for one still open."""
    row = ConversationRow
    known: dict[str, Ended | None] = {}
    with database.read() as connection:
        for ids in chunks(one.provider_id for one in listed):
            query = select(row.provider_id, row.ended).where(row.channel == Channel.PHONE)
            rows = connection.execute(query.where(row.provider_id.in_(ids)))
            known |= {one.provider_id: one.ended for one in rows}
    return known


def end_all(database: Database, over: Iterable[ListedCall], now: datetime) -> int:
    """Note the end of conversations whose calls are over; says how many were still open."""
    ended = 0
    for some in chunks(over):
        with database.write() as connection:
            for one in some:
                at = one.ended_at or now
                ended += conversations.end(connection, Channel.PHONE, one.provider_id, Ended.DROPPED, at)
    return ended


def take(services: Services, call: ListedCall, now: datetime) -> Mark:
    """Keep a missed call, unless there is nothing to keep of it."""
    caller = caller_of(services.sealer, caller_number(call.from_))
    if caller.index is None or is_short(call):
        return Mark.PASSED_OVER
    return services.database.retrying(lambda connection: keep(services, connection, call, caller))


def is_short(call: ListedCall) -> bool:
    """Whether the caller hung up at once; an unknown length is none."""
    if call.status not in HUNG_UP:
        return False
    if call.duration is not None and call.status == "completed":
        return timedelta(seconds=call.duration) < SHORTEST_CALL
    return call.ended_at is not None and call.ended_at - call.created_at < SHORTEST_CALL


def keep(services: Services, connection: Connection, call: ListedCall, caller: Caller) -> Mark:
    """A conversation that ended at once, with the case that it belongs to. Once for a call."""
    row, index = ConversationRow, caller.index or ""
    services.database.one_at_a_time(connection, index)
    same = select(row.id).where(row.channel == Channel.PHONE, row.provider_id == call.provider_id)
    if connection.execute(same).first():
        return Mark.KNOWN
    since = call.created_at - services.settings.return_within
    heard_since = select(row.id).where(row.caller_index == index, row.heard_at > call.created_at).limit(1)
    earlier = conversations.broken_off(connection, index, since)
    interview = missed(services)
    case = None
    if connection.execute(heard_since).first():
        mark = Mark.PASSED_OVER
    elif earlier and earlier.case and earlier.case.chain.status in UNFINISHED:
        case, interview, mark = earlier.case, earlier.interview, Mark.BROUGHT_IN
    else:
        case = missed_before(connection, index, call) or open_missed(services, connection, call, caller)
        mark = Mark.BROUGHT_IN
    store(services, connection, call, caller, (interview, case))
    return mark


def missed(services: Services) -> Interview:
    """An interview in which nothing was said."""
    language = language_of(services.settings.language)
    return Interview(step=Step.DONE, language=language, purpose=Purpose.MESSAGE)


def missed_before(connection: Connection, index: str, call: ListedCall) -> Case | None:
    """The case of an earlier missed call of the same caller, if nobody has dealt with it yet."""
    row = ComplaintRow
    query = select(row.id, row.case_no, row.status, row.events, row.head, row.flags).where(
        row.caller_index == index,
        row.received_at >= call.created_at - SAME_CALLER_WITHIN,
        row.status == Status.IN_REVIEW,
        row.purpose == Purpose.MESSAGE,
    )
    for one in connection.execute(query.order_by(row.received_at.desc())).all():
        if MISSED in one.flags:
            return Case(id=one.id, case_no=one.case_no, chain=Chain(one.status, one.events, one.head))
    return None


def open_missed(services: Services, connection: Connection, call: ListedCall, caller: Caller) -> Case:
    """A new case without a word: who called when, for an operator to see, and to be called back."""
    hall = hall_dialled(connection, call.to)
    source = Source(
        channel=Channel.PHONE,
        hall_id=hall.id if hall else None,
        caller_sealed=caller.sealed,
        caller_index=caller.index,
        actor=ACTOR,
        caller_tail=tail_of(services.sealer, caller.sealed),
    )
    happening = Happening(
        events=(Event.REGISTERED, Event.UNSETTLED),
        at=call.created_at,
        actor=ACTOR,
        key=services.sealer.audit_key,
    )
    beginning = Beginning(interview=missed(services), columns={"flags": [MISSED]}, happening=happening)
    case = open_case(connection, source, beginning)
    delay = services.in_force.settings(connection).callback_first_delay
    callbacks.request(connection, case.id, call.created_at, delay)
    return case


def store(
    services: Services,
    connection: Connection,
    call: ListedCall,
    caller: Caller,
    led_to: tuple[Interview, Case | None],
) -> None:
    """The conversation and its one turn, so that a webhook of this call that is late after all finds it."""
    interview, case = led_to
    hall = hall_dialled(connection, call.to)
    opening = Opening(
        channel=Channel.PHONE,
        provider_id=call.provider_id,
        hall_id=hall.id if hall else None,
        hall_version=hall.version if hall else None,
        caller_sealed=caller.sealed,
        caller_index=caller.index,
        case=case,
    )
    line = conversations.open_line(connection, opening, interview, call.created_at)
    turn = Turn(
        event_key=event_key(call.provider_id),
        asked="",
        heard="",
        provider_ids={"call": call.provider_id},
        at=call.created_at,
    )
    answered = Answered(
        interview=replace(interview, note=None),
        case=case,
        next_token=conversations.new_token(),
        document=services.mouths[interview.language].hang_up([]),
        replied=False,
    )
    record_turn(connection, line, turn, answered)
    conversations.end_line(connection, line, Ended.DROPPED, call.ended_at or call.created_at)
