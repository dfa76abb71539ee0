"""Sessions of the console: who is logged in where, since when, and until when."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select, update

from intake.console.access import Viewer
from intake.console.accounts import roles_by_account
from intake.console.model import AccountRow, SessionRow
from intake.directory.model import HallRow

IDLE = timedelta(minutes=60)
ABSOLUTE = timedelta(hours=12)  # a shift with its breaks (OWASP ASVS 5.0, 7.3)
FRESH = timedelta(minutes=10)
NOTED = timedelta(minutes=1)  # deeds are noted to the minute: not every click writes
KEPT = timedelta(days=30)


def open_session(connection: Connection, account_id: int, now: datetime) -> str:
    """Log in: the token that the browser keeps. The account's sessions of long ago are forgotten."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        delete(SessionRow).where(SessionRow.account_id == account_id, SessionRow.seen_at < now - KEPT)
    )
    moments = dict.fromkeys(("begun_at", "seen_at", "confirmed_at"), now)
    connection.execute(
        insert(SessionRow).values(moments | {"token_hash": kept(token), "account_id": account_id})
    )
    connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(last_login_at=now))
    return token


def viewer_of(connection: Connection, token: str, now: datetime) -> tuple[Viewer, bool] | None:
    """Whoever the token belongs to, and whether their deed is to be noted; None once the session is over."""
    row = connection.execute(
        select(AccountRow, SessionRow.begun_at, SessionRow.seen_at, SessionRow.confirmed_at, HallRow.timezone)
        .join(SessionRow, SessionRow.account_id == AccountRow.id)
        .outerjoin(HallRow, HallRow.id == AccountRow.hall_id)
        .where(SessionRow.token_hash == kept(token), SessionRow.ended_at.is_(None), AccountRow.is_active)
    ).first()
    if row is None or row.begun_at < row.sessions_from:
        return None
    if now - row.seen_at > IDLE or now - row.begun_at > ABSOLUTE:
        return None
    viewer = Viewer(
        account_id=row.id,
        login=row.login,
        name=row.name,
        roles=roles_by_account(connection, [row.id])[row.id],
        hall_id=row.hall_id,
        staff_no=row.staff_no,
        language=row.language,
        fresh=now - row.confirmed_at <= FRESH,
        timezone=row.timezone or "",
    )
    return viewer, now - row.seen_at >= NOTED


def note_deed(connection: Connection, token: str, now: datetime) -> None:
    """The person did something: the session lives on."""
    change(connection, token, "seen_at", now)


def confirm(connection: Connection, token: str, now: datetime) -> None:
    """The password was given again."""
    change(connection, token, "confirmed_at", now)


def end_session(connection: Connection, token: str, now: datetime) -> None:
    """Log out here."""
    change(connection, token, "ended_at", now)


def end_other_sessions(connection: Connection, account_id: int, token: str, now: datetime) -> None:
    """Log out everywhere else."""
    connection.execute(
        update(SessionRow)
        .where(
            SessionRow.account_id == account_id,
            SessionRow.token_hash != kept(token),
            SessionRow.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def change(connection: Connection, token: str, moment: str, now: datetime) -> None:
    connection.execute(update(SessionRow).where(SessionRow.token_hash == kept(token)).values({moment: now}))


def kept(token: str) -> str:
    """All of a token that the database holds: whoever reads it there can't log in with it."""
    return sha256(token.encode()).hexdigest()
