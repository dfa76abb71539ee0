"""Conversations in the store, in few and short statements: this is the webhook's path."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult, Select, bindparam, exists, insert, or_, select, update
from sqlalchemy.orm import aliased

from intake.cases.model import Channel, ComplaintRow, ConversationRow, Ended
from intake.cases.timeline import Chain
from intake.directory.model import HallRow
from matching.interview import Interview
from matching.interview.storage import dump, load


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A case as a turn needs it: its number and where its timeline stands."""

    id: int
    case_no: str
    chain: Chain


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A conversation as a turn needs it, with its case and the current version of its hall's directory."""

    id: int
    channel: Channel
    token: str
    case: Case | None
    hall_id: int | None
    hall_version: int | None
    caller_sealed: bytes | None
    caller_index: str | None
    interview: Interview
    turns: int
    heard_at: datetime


class Place(NamedTuple):
    """Where a recording belongs."""

    conversation_id: int | None
    complaint_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """A conversation that begins; `case` is the one that it goes on with, if any.

    prompt_set: which set of prompts a call is held with.
    """

    channel: Channel
    provider_id: str
    hall_id: int | None
    hall_version: int | None
    caller_sealed: bytes | None
    caller_index: str | None
    case: Case | None = None
    prompt_set: str | None = None


def new_token() -> str:
    """An opaque name for an address; 128 random bits (ASVS 5.0, 11.5.1)."""
    return secrets.token_urlsafe(16)


LINES = (
    select(
        ConversationRow.id,
        ConversationRow.channel,
        ConversationRow.token,
        ConversationRow.complaint_id,
        ComplaintRow.case_no,
        ComplaintRow.status,
        ComplaintRow.events,
        ComplaintRow.head,
        ConversationRow.hall_id,
        HallRow.version.label("hall_version"),
        ConversationRow.caller_sealed,
        ConversationRow.caller_index,
        ConversationRow.interview,
        ConversationRow.turns,
        ConversationRow.heard_at,
    )
    .outerjoin(ComplaintRow, ComplaintRow.id == ConversationRow.complaint_id)
    .outerjoin(HallRow, HallRow.id == ConversationRow.hall_id)
)
# Locked, so that parallel deliveries of one webhook come one after the other (no-op on SQLite, where the
# unit of work holds the only write lock).
# A recording that is reported meanwhile refers to the conversation: a lock that shut it out could deadlock.
AT_STEP = LINES.where(ConversationRow.step_token == bindparam("token")).with_for_update(
    of=ConversationRow, key_share=True
)
OF_CALLER = (
    LINES.where(ConversationRow.caller_index == bindparam("caller"))
    .where(ConversationRow.heard_at >= bindparam("since"))
    .order_by(ConversationRow.heard_at.desc(), ConversationRow.id.desc())
    .limit(1)
    .with_for_update(of=ConversationRow, key_share=True)
)
LATER = aliased(ConversationRow)
BROKEN_OFF = OF_CALLER.where(
    ConversationRow.complaint_id.is_not(None),
    or_(ConversationRow.ended.is_(None), ConversationRow.ended == Ended.DROPPED),
    # What went on elsewhere, say by text, is not gone on with where it broke off.
    ~exists().where(LATER.complaint_id == ConversationRow.complaint_id, LATER.id > ConversationRow.id),
)
OPEN = insert(ConversationRow)
END = (
    update(ConversationRow)
    .where(
        ConversationRow.channel == bindparam("on"),
        ConversationRow.provider_id == bindparam("called"),
        ConversationRow.ended.is_(None),
    )
    .values(ended=bindparam("how"), ended_at=bindparam("at"))
)
THREAD = OF_CALLER.where(ConversationRow.channel == Channel.SMS)


def line_of(connection: Connection, query: Select[*tuple[Any, ...]], **values: object) -> Line | None:
    row = connection.execute(query, values).one_or_none()
    if row is None:
        return None
    case = None
    if row.complaint_id is not None:
        case = Case(id=row.complaint_id, case_no=row.case_no, chain=Chain(row.status, row.events, row.head))
    return Line(
        id=row.id,
        channel=row.channel,
        token=row.token,
        case=case,
        hall_id=row.hall_id,
        hall_version=row.hall_version,
        caller_sealed=row.caller_sealed,
        caller_index=row.caller_index,
        interview=load(row.interview),
        turns=row.turns,
        heard_at=row.heard_at,
    )


def at_step(connection: Connection, token: str) -> Line | None:
    """The conversation whose open question this token names, locked; None once it was answered."""
    return line_of(connection, AT_STEP, token=token)


def broken_off(connection: Connection, caller: str, since: datetime) -> Line | None:
    """The caller's latest conversation about a case that did not come to its end, locked."""
    return line_of(connection, BROKEN_OFF, caller=caller, since=since)


def thread(connection: Connection, caller: str, since: datetime) -> Line | None:
    """The sender's latest thread of messages, finished or not, locked."""
    return line_of(connection, THREAD, caller=caller, since=since)


def open_line(connection: Connection, opening: Opening, interview: Interview, at: datetime) -> Line:
    """A new conversation. Raises IntegrityError if another delivery of the same event was first."""
    token = new_token()
    inserted = connection.execute(
        OPEN,
        {
            "channel": opening.channel,
            "provider_id": opening.provider_id,
            "token": token,
            "step_token": new_token(),
            "complaint_id": opening.case.id if opening.case else None,
            "hall_id": opening.hall_id,
            "caller_sealed": opening.caller_sealed,
            "caller_index": opening.caller_index,
            "interview": dump(interview),
            "turns": 0,
            "started_at": at,
            "heard_at": at,
            "prompt_set": opening.prompt_set,
        },
    )
    return Line(
        id=new_id(inserted),
        channel=opening.channel,
        token=token,
        case=opening.case,
        hall_id=opening.hall_id,
        hall_version=opening.hall_version,
        caller_sealed=opening.caller_sealed,
        caller_index=opening.caller_index,
        interview=interview,
        turns=0,
        heard_at=at,
    )


def new_id(inserted: CursorResult[*tuple[Any, ...]]) -> int:
    """The id that the database gave to the row just inserted."""
    key = inserted.inserted_primary_key
    if key is None:
        raise LookupError("no key for an inserted row")
    return int(key[0])


def place_of(connection: Connection, token: str) -> Place:
    """Which conversation a token names, and its case; both None for a token that we never gave."""
    row = connection.execute(
        select(ConversationRow.id, ConversationRow.complaint_id).where(ConversationRow.token == token)
    ).one_or_none()
    return Place(*row) if row else Place(None, None)


def end(connection: Connection, channel: Channel, provider_id: str, how: Ended, at: datetime) -> bool:
    """Note that a conversation is over, unless it already was. Says whether there was one to end."""
    ended = connection.execute(END, {"on": channel, "called": provider_id, "how": how, "at": at})
    return ended.rowcount == 1


def place_in_hall(connection: Connection, line: Line, hall_id: int, hall_version: int) -> Line:
    """The line with the hall that the person named; its case belongs there too."""
    connection.execute(update(ConversationRow).where(ConversationRow.id == line.id).values(hall_id=hall_id))
    if line.case:
        connection.execute(
            update(ComplaintRow).where(ComplaintRow.id == line.case.id).values(hall_id=hall_id)
        )
    return replace(line, hall_id=hall_id, hall_version=hall_version)


def end_line(connection: Connection, line: Line, how: Ended, at: datetime) -> None:
    """Note how this conversation ended."""
    connection.execute(
        update(ConversationRow).where(ConversationRow.id == line.id).values(ended=how, ended_at=at)
    )
