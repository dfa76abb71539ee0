"""How often one may try to log in. Tries are rows, so that all processes count together."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from intake.console.model import LoginAttemptRow

FREE_TRIES = 5
FREE_TRIES_FROM_AN_ADDRESS = 30  # a whole hall may share one
SHORTEST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(hours=24)


def wait(failures: int, free: int) -> timedelta:
    """How long to wait after so many failures in a row: not at all at first, then ever longer."""
    if failures < free:
        return timedelta(0)
    return min(SHORTEST_WAIT * (1 << min(failures - free, 10)), LONGEST_WAIT)


def begin_attempt(connection: Connection, login_index: str, address_index: str, now: datetime) -> int | None:
    """Note a try, as failed until it succeeds; its id, or None where it comes too soon.

    address_index: empty where nobody knows the address, which then slows nobody down.
    Noted before the password is looked at, so that tries made at once are counted as well.
    """
    connection.execute(delete(LoginAttemptRow).where(LoginAttemptRow.at < now - REMEMBERED))
    waits = [until(connection, LoginAttemptRow.login_index == login_index, FREE_TRIES)]
    if address_index:
        from_there = LoginAttemptRow.address_index == address_index
        waits.append(until(connection, from_there, FREE_TRIES_FROM_AN_ADDRESS))
    if any(moment is not None and now < moment for moment in waits):
        return None
    values = {"login_index": login_index, "address_index": address_index, "at": now, "succeeded": False}
    added: int = connection.execute(
        insert(LoginAttemptRow).values(values).returning(LoginAttemptRow.id)
    ).scalar_one()
    return added


def until(connection: Connection, which: ColumnElement[bool], free: int) -> datetime | None:
    """The moment from which the next try is let through; None without failures since the last success."""
    last_success = (
        select(func.coalesce(func.max(LoginAttemptRow.id), 0))
        .where(which, LoginAttemptRow.succeeded)
        .scalar_subquery()
    )
    failures, last = connection.execute(
        select(func.count(), func.max(LoginAttemptRow.at)).where(
            which,
            LoginAttemptRow.id > last_success,
        )
    ).one()
    return last + wait(failures, free) if failures else None


def succeed(connection: Connection, attempt_id: int) -> None:
    """The try was right after all."""
    connection.execute(update(LoginAttemptRow).where(LoginAttemptRow.id == attempt_id).values(succeeded=True))
