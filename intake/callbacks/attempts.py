"""Attempts in the store: committed before the provider is asked, moved on by reports, ended once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.callbacks.alarms import Alarm, raise_alarm
from intake.callbacks.dossier import Attempt, Claim
from intake.callbacks.endings import RANK, Report, outcome_of
from intake.callbacks.model import AttemptEventRow, AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus, Outcome
from intake.database import UTCDateTime

ADD = insert(AttemptRow).returning(AttemptRow.id)
LAST_SEQ = select(func.coalesce(func.max(AttemptRow.seq), 0)).where(
    AttemptRow.callback_id == bindparam("callback")
)
COLUMNS = tuple(AttemptRow.__table__.c)
OF_CALLBACK = select(*COLUMNS).where(AttemptRow.callback_id == bindparam("callback")).order_by(AttemptRow.seq)
BY_TOKEN = select(*COLUMNS).where(AttemptRow.token == bindparam("token")).with_for_update()
BY_ID = select(*COLUMNS).where(AttemptRow.id == bindparam("attempt")).with_for_update()
DUE_NOW = (
    update(CallbackRow)
    .where(CallbackRow.id == bindparam("callback"), CallbackRow.status == CallbackStatus.PENDING)
    .values(due_at=bindparam("due", type_=UTCDateTime), claim=None)
)


def attempt_of(row: Row[*tuple[Any, ...]]) -> Attempt:
    values = row._asdict()
    seconds = values.pop("ring_seconds")
    return Attempt(
        ring=None if seconds is None else timedelta(seconds=seconds),
        **{name: values[name] for name in Attempt.__slots__ if name in values},
    )


def of_callback(connection: Connection, callback_id: int) -> tuple[Attempt, ...]:
    """Every attempt of a callback, in order."""
    return tuple(map(attempt_of, connection.execute(OF_CALLBACK, {"callback": callback_id})))


def by_token(connection: Connection, token: str) -> Attempt | None:
    """The attempt that an address names, locked."""
    row = connection.execute(BY_TOKEN, {"token": token}).one_or_none()
    return attempt_of(row) if row else None


def by_id(connection: Connection, attempt_id: int) -> Attempt:
    """An attempt of ours, locked."""
    return attempt_of(connection.execute(BY_ID, {"attempt": attempt_id}).one())


def start(
    connection: Connection, claim: Claim, callee_index: str, from_number: str, now: datetime
) -> tuple[int, str]:
    """A new attempt: its id, and the token for its addresses.

    Raises IntegrityError while another attempt is live for this callback or this very number.
    """
    token = secrets.token_urlsafe(16)
    last = connection.execute(LAST_SEQ, {"callback": claim.id}).scalar_one()
    values = {
        "callback_id": claim.id,
        "seq": last + 1,
        "token": token,
        "status": AttemptStatus.DIALING,
        "callee_index": callee_index,
        "from_number": from_number,
        "reached": "",
        "deferrals": 0,
        "fault": "",
        "dialed_at": now,
    }
    return connection.execute(ADD, values).scalar_one(), token


def dial_again(connection: Connection, attempt: Attempt, now: datetime) -> bool:
    """The same attempt once more, after the provider refused it without doing anything."""
    again = update(AttemptRow).where(AttemptRow.id == attempt.id, AttemptRow.status == AttemptStatus.DEFERRED)
    done = connection.execute(again.values(status=AttemptStatus.DIALING, dialed_at=now))
    return done.rowcount == 1


def put_off(connection: Connection, attempt_id: int, status: AttemptStatus, fault: str) -> None:
    """The provider was asked and did nothing (deferred), or may have done something (unknown).

    A report that came meanwhile knows better and stays.
    """
    values: dict[str, Any] = {"status": status, "fault": fault}
    if status is AttemptStatus.DEFERRED:
        values["deferrals"] = AttemptRow.deferrals + 1
    unsettled = AttemptRow.status.in_([one for one, rank in RANK.items() if rank == 0])
    connection.execute(update(AttemptRow).where(AttemptRow.id == attempt_id, unsettled).values(values))


def bind(connection: Connection, attempt_id: int, provider_call_id: str, at: datetime) -> None:
    """Give an attempt the provider's id, from its answer, a report or its list; the first one stays."""
    unbound = (AttemptRow.id == attempt_id) & AttemptRow.provider_call_id.is_(None)
    connection.execute(
        update(AttemptRow).where(unbound).values(provider_call_id=provider_call_id, placed_at=at)
    )
    move_on(connection, attempt_id, AttemptStatus.PLACED, {})


def move_on(connection: Connection, attempt_id: int, to: AttemptStatus, values: dict[str, Any]) -> bool:
    """Move an attempt on if that ranks above where it is."""
    below = [one for one, rank in RANK.items() if rank < RANK[to]]
    moved = connection.execute(
        update(AttemptRow)
        .where(AttemptRow.id == attempt_id, AttemptRow.status.in_(below))
        .values(status=to, **values)
    )
    return moved.rowcount == 1


def note_report(connection: Connection, token: str, report: Report, at: datetime) -> None:
    """A report of the provider, in any order, each once. One of no attempt of ours is kept as an orphan."""
    attempt = by_token(connection, token)
    if attempt is None:
        raise_alarm(connection, Alarm.UNCLEAR, "a status of no call of ours", at)
        note_event(connection, None, report, at)
    elif attempt.provider_call_id not in {None, report.provider_call_id}:
        raise_alarm(connection, Alarm.UNCLEAR, "a second call for one attempt", at)
        note_event(connection, attempt.id, report, at)
    elif note_event(connection, attempt.id, report, at):
        apply(connection, attempt, report, at)


def note_event(connection: Connection, attempt_id: int | None, report: Report, at: datetime) -> bool:
    """Keep what was reported; False if it is known already."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    event = build(AttemptEventRow).values(
        attempt_id=attempt_id,
        provider_call_id=report.provider_call_id,
        status=report.status,
        sequence=report.sequence,
        code=report.code or report.answered_by,
        received_at=at,
    )
    added = event.on_conflict_do_nothing().returning(AttemptEventRow.id)
    return connection.execute(added).scalar() is not None


def apply(connection: Connection, attempt: Attempt, report: Report, at: datetime) -> None:
    """What a report makes of the attempt. An ending makes the callback due at once, for the reckoning."""
    if attempt.provider_call_id is None:
        bind(connection, attempt.id, report.provider_call_id, at)
    when = report.happened(attempt.dialed_at, at)
    match report.means:
        case AttemptStatus.RINGING:
            move_on(connection, attempt.id, AttemptStatus.RINGING, {"ringing_at": when})
        case AttemptStatus.ANSWERED:
            move_on(connection, attempt.id, AttemptStatus.ANSWERED, {"answered_at": when})
        case AttemptStatus.ENDED:
            spoken_to = attempt.answered_at is not None
            rang = attempt.ringing_at is not None
            outcome = outcome_of(report, reached=attempt.reached, spoken_to=spoken_to, rang=rang)
            finish(connection, attempt, outcome, at, report=report, fault=report.code)
            if attempt.outcome is Outcome.NOT_PLACED:
                placed_after_all(connection, attempt.id, outcome)


def placed_after_all(connection: Connection, attempt_id: int, outcome: Outcome) -> None:
    """The provider has the call, though it was held never placed: it did ring, and is reckoned anew."""
    never = (AttemptRow.id == attempt_id) & (AttemptRow.outcome == Outcome.NOT_PLACED)
    connection.execute(update(AttemptRow).where(never).values(outcome=outcome, counted=None))


def note_answered(connection: Connection, attempt: Attempt, provider_call_id: str, at: datetime) -> None:
    """Our first words were fetched: somebody or something took the call."""
    bind(connection, attempt.id, provider_call_id, at)
    answered = {"status": AttemptStatus.ANSWERED, "answered_at": at}
    live = (AttemptRow.id == attempt.id) & (AttemptRow.status != AttemptStatus.ENDED)
    connection.execute(update(AttemptRow).where(live).values(answered))


def note_reached(connection: Connection, provider_call_id: str, reached: str) -> Attempt | None:
    """What the called person told us by key; corrects an ending that was reported before it."""
    row = connection.execute(
        select(*COLUMNS).where(AttemptRow.provider_call_id == provider_call_id).with_for_update()
    ).one_or_none()
    if row is None:
        return None
    values: dict[str, Any] = {"reached": reached}
    if row.status is AttemptStatus.ENDED:
        values["outcome"] = Outcome(reached)
    connection.execute(update(AttemptRow).where(AttemptRow.id == row.id).values(values))
    return attempt_of(row)


def finish(
    connection: Connection,
    attempt: Attempt,
    outcome: Outcome,
    now: datetime,
    *,
    report: Report | None = None,
    fault: str = "",
) -> None:
    """End an attempt, once; its callback is due at once, by our clock. report: what told of the end."""
    ended_at = report.happened(attempt.dialed_at, now) if report else now
    rang_to = attempt.answered_at or ended_at
    known = rang_to - (attempt.ringing_at or attempt.placed_at or attempt.dialed_at)
    rang = report.rang if report and report.rang is not None else known
    rings = outcome not in {Outcome.NOT_PLACED, Outcome.UNASSIGNED, Outcome.BUSY, Outcome.POWERED_OFF}
    values = {
        "outcome": outcome,
        "ended_at": ended_at,
        "ring_seconds": max(0, int(rang.total_seconds())) if rings else None,
        "fault": fault,
    }
    if move_on(connection, attempt.id, AttemptStatus.ENDED, values):
        connection.execute(DUE_NOW, {"callback": attempt.callback_id, "due": now})
