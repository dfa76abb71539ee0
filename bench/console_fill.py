"""A store as it is after three years: a million complaints with all that belongs to them, one in fifty open.

Made in the database itself, in terms of the case's number `n`; timelines' hashes don't hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    literal,
    literal_column,
    select,
)

from bench.callbacks_fill import come_to_rest
from bench.console_hall import HALLS, PEOPLE, WINDOWS, make_halls, viewer
from bench.series import APART, N, day, listed, moment, multiply, series
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.cases.model import CandidateRow, ComplaintRow, ConversationRow, EventRow, TurnRow
from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.console.access import Viewer
from intake.database import Database
from intake.migrations.upgrading import upgrade

OPEN_EACH = 50  # every so manieth case is open; every second of those with four candidates
TASK_EACH = 2500
CALLED_EACH = 5  # every so manieth case has a callback
RATING_EACH = 13  # every so manieth that is not open is a rating of the service
WORDS = "号窗口的工作人员态度恶劣，我等了47分钟，她一直在打电话，问她话爱理不理，最后说材料不齐让我下次再来。"
EVIDENCE = '[{"kind": "window", "source": "sms", "value": "3", "raw": "3号窗口", "start": 0, "end": 4}]'
DECISION = (
    '{"outcome": "ask", "staff_no": null, "window": "3", "attribution": "group", "rule_version": "1",'
    ' "ask": "staff_no", "candidates": [{"staff_no": "1003", "score": 0.5, "reasons": [{"code":'
    ' "on_duty_am", "values": [["staff_no", "1003"], ["window", "3"], ["day", "2026-11-18"]]}]}],'
    ' "reasons": [{"code": "said_window", "values": [["value", "3"]]}, {"code": "one_identifier",'
    ' "values": []}]}'
)
INTERVIEW = '{"step":"done","language":"zh","purpose":"complaint","wish":"yes"}'


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What was made, and who looks at it: somebody for all halls, and a member of staff."""

    now: datetime
    cases: int
    all_seeing: Viewer
    concerned: Viewer


def fill(database: Database, sealer: Sealer, cases: int) -> Filled:
    """Fill an empty store with so many complaints, the last one now."""
    upgrade(database)
    now = datetime.now(UTC).replace(microsecond=0)
    start = int(now.timestamp()) - cases * APART
    with database.write() as connection:
        make_halls(connection, now)
        viewers = [viewer(connection, now, name) for name in ("all", "staff")]
    with database.write() as connection:
        number = sealer.seal("+8613800138000", CALLER_COLUMN)
        multiply(connection, ComplaintRow, complaint(database, start, number), series(cases))
        multiply(connection, CandidateRow, candidate(), candidates(cases))
        multiply(connection, ConversationRow, conversation(database, start, number), series(cases))
        for seq, words in enumerate(("1", "3"), 1):
            multiply(connection, TurnRow, turn(database, start, seq, words), series(cases))
            multiply(connection, EventRow, event(database, start, seq), series(cases))
        multiply(connection, EventRow, correction(database, start), series(cases).where(N % OPEN_EACH == 1))
        multiply(
            connection, CallbackRow, callback(database, start), series(cases).where(N % CALLED_EACH == 0)
        )
        called = series(cases).where(N % CALLED_EACH == 0, N % OPEN_EACH != 0)
        multiply(connection, AttemptRow, attempt(database, start), called)
    come_to_rest(database)
    return Filled(now=now, cases=cases, all_seeing=viewers[0], concerned=viewers[1])


def candidates(cases: int) -> Select[*tuple[Any, ...]]:
    """Four people for each open case, one for each other: `n` and `rank`."""
    ranks = select(literal_column("0", Integer).label("rank")).cte("ranks", recursive=True)
    ranks = ranks.union_all(select(ranks.c.rank + 1).where(ranks.c.rank < 3))
    some = (literal_column("rank", Integer) == 0) | (N % OPEN_EACH == 0)
    return series(cases).join(ranks, literal(value=True)).where(some)


def complaint(database: Database, start: int, number: bytes) -> dict[str, Any]:
    is_open = N % OPEN_EACH == 0
    received, due = moment(database, start), moment(database, start, 7 * 86400)
    is_rating = and_(~is_open, N % RATING_EACH == 0)
    flags = case(
        (N % (20 * OPEN_EACH) == 0, listed(database, '["safety"]')),
        (N % (5 * OPEN_EACH) == 0, listed(database, '["repeat"]')),
        else_=listed(database, "[]"),
    )
    return {
        "id": N, "case_no": cast(100_000_000 + N, String),
        "purpose": case((is_rating, "rating"), else_="complaint"),
        "rating": case((is_rating, N % 5 + 1)), "handling_rating": case((N % 11 == 1, N % 5 + 1)),
        "status": status(), "channel": case((N % 3 == 0, "sms"), else_="phone"), "language": "zh",
        "hall_id": N % HALLS + 1, "window": cast(N % WINDOWS + 1, String),
        "staff_no": case((is_open, None), else_=cast(1000 + N % PEOPLE, String)),
        "attribution": case((is_open, "group"), else_="exact"),
        "statement": cast(N % WINDOWS + 1, String) + literal(WORDS) + cast(N, String),
        "evidence": listed(database, EVIDENCE), "decision": listed(database, DECISION),
        "decided_at": received,
        "directory_version": 1, "flags": flags, "caller_sealed": number,
        "caller_index": cast(N % 400_000, String), "wish": literal_column("'yes'"), "preferred": "",
        "received_at": received, "pinned_at": case((is_open, None), else_=received), "updated_at": received,
        "events": 2, "head": "", "due_at": due, "urgent_at": due,
        "event_first": day(database, start, -30 * 86400), "event_last": day(database, start, 0),
        "doubt": case((N % 7 == 0, "contradictory"), (N % 3 == 0, "unfinished"), else_="doubtful"),
    }  # fmt: skip


def status() -> ColumnElement[str]:
    """Most are pinned, and a part of them settled."""
    return case(
        (N % (2 * OPEN_EACH) == 0, "in_review"),
        (N % OPEN_EACH == 0, "identifying"),
        (N % 97 == 0, "not_a_complaint"),
        (N % 101 == 0, "transferred"),
        (N % 103 == 0, "unreachable"),
        (N % 10 == 1, "substantiated"),
        (N % 10 == 2, "unsubstantiated"),
        else_="pinned",
    )


def candidate() -> dict[str, Any]:
    rank = literal_column("rank", Integer)
    return {
        "complaint_id": N, "staff_no": cast(1000 + (N + rank) % PEOPLE, String), "hall_id": N % HALLS + 1,
        "rank": rank, "score": 0.25,
    }  # fmt: skip


def conversation(database: Database, start: int, number: bytes) -> dict[str, Any]:
    token = cast(N, String)
    return {
        "id": N, "channel": literal_column("'phone'"), "provider_id": token, "token": token,
        "step_token": token, "complaint_id": N, "hall_id": N % HALLS + 1, "caller_sealed": number,
        "caller_index": cast(N % 400_000, String), "interview": INTERVIEW, "turns": 2,
        "ended": literal_column("'finished'"), "started_at": moment(database, start),
        "heard_at": moment(database, start, 60), "ended_at": moment(database, start, 60),
    }  # fmt: skip


def turn(database: Database, start: int, seq: int, words: str) -> dict[str, Any]:
    return {
        "conversation_id": N, "seq": seq, "event_key": cast(N, String) + f":{seq}", "asked": "window",
        "heard": words, "provider_ids": listed(database, "{}"), "answer": WORDS, "replied": True,
        "at": moment(database, start, seq),
    }  # fmt: skip


def event(database: Database, start: int, seq: int) -> dict[str, Any]:
    """How it came in; then what was asked of an open one, or the pinning."""
    is_open = N % OPEN_EACH == 0
    names: tuple[tuple[Any, ...], ...] = (
        (literal_column("'registered'"), literal_column("''"), literal_column("'received'")),
        (
            case((is_open, "asked"), else_="pinned"),
            literal_column("'received'"),
            case((is_open, "identifying"), else_="pinned"),
        ),
    )
    name, before, after = names[seq - 1]
    return {
        "complaint_id": N, "seq": seq, "at": moment(database, start, seq), "event": name,
        "from_status": before, "to_status": after, "actor": "complainant", "data": "{}", "hash": "0" * 64,
    }  # fmt: skip


def correction(database: Database, start: int) -> dict[str, Any]:
    """Somebody decided otherwise than the rule had."""
    return {
        "complaint_id": N, "seq": 3, "at": moment(database, start, 3600), "event": "decided",
        "from_status": "pinned", "to_status": "pinned", "actor": "account:1", "data": "{}", "hash": "0" * 64,
    }  # fmt: skip


def callback(database: Database, start: int) -> dict[str, Any]:
    """Pending for open cases, of which some wait for a person; completed for others."""
    is_open = N % OPEN_EACH == 0
    waits = N % TASK_EACH == 0
    at = moment(database, start, 900)
    return {
        "id": N, "complaint_id": N, "kind": literal_column("'callback'"),
        "reason": literal_column("'unfinished'"),
        "status": case((waits, "operator"), (is_open, "pending"), else_="completed"),
        "task": case((waits, "unreachable"), else_=""), "due_at": at, "requested_at": at, "updated_at": at,
    }  # fmt: skip


def attempt(database: Database, start: int) -> dict[str, Any]:
    """One a completed callback; most reached somebody."""
    at = moment(database, start, 1200)
    return {
        "callback_id": N, "seq": 1, "token": cast(N, String), "status": literal_column("'ended'"),
        "callee_index": cast(N % 400_000, String), "from_number": "+862888000001",
        "outcome": case((N % 4 == 0, "no_answer"), else_="confirmed"), "reached": "", "counted": True,
        "deferrals": 0, "fault": "", "dialed_at": at, "ended_at": at,
    }  # fmt: skip
