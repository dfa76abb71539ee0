"""Turns in the store: every exchange once, with the answer that it got, in the transaction of its effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from intake.cases.conversations import Case, Line
from intake.cases.model import Channel, ConversationRow, Ended, TurnRow
from matching.interview import Interview, Reached
from matching.interview.storage import dump


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What came in, under the key that makes it unique, and what was open when it came."""

    event_key: str
    asked: str
    heard: str
    provider_ids: dict[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What the turn led to: where the interview stands, the case, and the document that we answer with.

    next_token names the next question. replied: the document says something; silence is an answer too.
    """

    interview: Interview
    case: Case | None
    next_token: str
    document: str
    replied: bool = True


STORED = select(TurnRow.answer).where(TurnRow.event_key == bindparam("event_key"))
GO_ON = (
    update(ConversationRow)
    .where(ConversationRow.id == bindparam("line"))
    .values(
        step_token=bindparam("next_token"),
        complaint_id=bindparam("case"),
        interview=bindparam("state"),
        turns=bindparam("count"),
        heard_at=bindparam("at"),
        ended=bindparam("how"),
        ended_at=bindparam("when"),
    )
)
ADD_TURN = insert(TurnRow)
MISSED = frozenset({Reached.NOBODY, Reached.THIRD_PARTY, Reached.LATER})
REPLIES = (
    select(func.count())
    .select_from(TurnRow)
    .join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
    .where(
        ConversationRow.caller_index == bindparam("caller"),
        ConversationRow.channel == bindparam("channel"),
        ConversationRow.heard_at >= bindparam("since"),
        TurnRow.at >= bindparam("since"),
        TurnRow.replied,
    )
)


def stored_answer(connection: Connection, event_key: str) -> str | None:
    """What we answered to this very event before, word for word."""
    answer: str | None = connection.execute(STORED, {"event_key": event_key}).scalar()
    return answer


def latest_answer(connection: Connection, channel: Channel, provider_id: str) -> str | None:
    """What we answered last in this conversation; None for one that never began."""
    query = (
        select(TurnRow.answer)
        .join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
        .where(ConversationRow.channel == channel, ConversationRow.provider_id == provider_id)
        .order_by(TurnRow.seq.desc())
        .limit(1)
    )
    answer: str | None = connection.execute(query).scalar()
    return answer


def record_turn(connection: Connection, line: Line, turn: Turn, answered: Answered) -> None:
    """Store the exchange and move the conversation on to its next question."""
    connection.execute(
        ADD_TURN,
        {
            "conversation_id": line.id,
            "seq": line.turns + 1,
            "event_key": turn.event_key,
            "asked": turn.asked,
            "heard": turn.heard,
            "provider_ids": turn.provider_ids,
            "answer": answered.document,
            "replied": answered.replied,
            "at": turn.at,
        },
    )
    how = ending_of(answered.interview)
    connection.execute(
        GO_ON,
        {
            "line": line.id,
            "next_token": answered.next_token,
            "case": answered.case.id if answered.case else None,
            "state": dump(answered.interview),
            "count": line.turns + 1,
            # What was brought in late is older than what was heard since.
            "at": max(turn.at, line.heard_at),
            "how": how,
            "when": turn.at if how else None,
        },
    )


def ending_of(interview: Interview) -> Ended | None:
    """How a conversation ended, if it has. A call of ours that missed its person finished nothing."""
    if not interview.is_done:
        return None
    return Ended.DROPPED if interview.called and interview.reached in MISSED else Ended.FINISHED


def replies_since(connection: Connection, caller: str, channel: Channel, since: datetime) -> int:
    """How many turns with this caller ended in an answer of ours since a moment."""
    values = {"caller": caller, "channel": channel, "since": since}
    return int(connection.execute(REPLIES, values).scalar_one())
