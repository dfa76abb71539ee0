"""How screens come, show the board, and are revoked. Who calls holds the transaction and has the right."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from intake.console.access import Viewer
from intake.console.disclosure import Access, note_access
from intake.console.model import AccountRow
from intake.console.passwords import ALPHABET
from intake.console.walls.model import WallRow
from intake.directory.model import HallRow

LONGEST = 400  # days; browsers keep no cookie longer (RFC 6265bis, 5.5)
CODE_FOR = timedelta(minutes=30)
CODE_SIZE = 10  # characters: about 49 bits, for half an hour and one use
NOTED = timedelta(minutes=5)
KEPT = timedelta(days=30)  # that a screen which is over stays in the list


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What somebody asks for. hall_id None: all halls. days: 1 to `LONGEST`. language: `zh` or `en`."""

    name: str
    hall_id: int | None
    days: int
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """A screen. is_over: revoked, or its time is up. is_shown: some screen has it."""

    id: int
    name: str
    hall_id: int | None
    hall_name: str
    timezone: str
    language: str
    made_by: str
    made_at: datetime
    ends_at: datetime
    seen_at: datetime | None
    is_shown: bool
    is_over: bool


def make_wall(connection: Connection, viewer: Viewer, made: Made, now: datetime) -> tuple[int, str]:
    """A new screen: its id, and the code that is typed on it."""
    values = {"name": made.name, "hall_id": made.hall_id, "language": made.language}
    span = timedelta(days=min(max(made.days, 1), LONGEST))
    moments = {"made_by": viewer.account_id, "made_at": now, "ends_at": now + span}
    added = insert(WallRow).values(values | moments).returning(WallRow.id)
    wall_id: int = connection.execute(added).scalar_one()
    whose = f"hall={made.hall_id if made.hall_id is not None else 'all'}"
    note_access(
        connection, viewer, Access(None, "wall_made", f"wall={wall_id} {whose} days={span.days}"), now
    )
    return wall_id, new_code(connection, wall_id, now)


def new_code(connection: Connection, wall_id: int, now: datetime) -> str:
    """Another code for a screen; what shows it now goes on until the code is typed elsewhere."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIZE))
    values = {"code_hash": kept(code), "code_until": now + CODE_FOR}
    connection.execute(update(WallRow).where(WallRow.id == wall_id).values(values))
    return code


def enter(connection: Connection, code: str, now: datetime) -> tuple[str, datetime] | None:
    """What the screen keeps, and until when; None for a code that is wrong, used up or too old."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    token = secrets.token_urlsafe(32)
    taken = (
        update(WallRow)
        .where(WallRow.code_hash == kept(plain), WallRow.code_until > now, *going_on(now))
        .values(token_hash=kept(token), code_hash=None, code_until=None, seen_at=now)
        .returning(WallRow.ends_at)
    )
    ends_at: datetime | None = connection.execute(taken).scalar()
    return (token, ends_at) if ends_at is not None else None


def wall_of(connection: Connection, token: str, now: datetime) -> Wall | None:
    """The screen that keeps this; None once it is over."""
    found = read(connection, now, WallRow.token_hash == kept(token), *going_on(now))
    return found[0] if found else None


def note_seen(connection: Connection, wall: Wall, now: datetime) -> None:
    """The screen is on; noted every few minutes."""
    connection.execute(update(WallRow).where(WallRow.id == wall.id).values(seen_at=now))


def revoke(connection: Connection, viewer: Viewer, wall_id: int, now: datetime) -> None:
    """It shows nothing from its next breath on."""
    over = update(WallRow).where(WallRow.id == wall_id, *going_on(now))
    if connection.execute(over.values(revoked_at=now, code_hash=None, token_hash=None)).rowcount:
        note_access(connection, viewer, Access(None, "wall_revoked", f"wall={wall_id}"), now)


def walls_for(connection: Connection, viewer: Viewer, now: datetime) -> list[Wall]:
    """The screens that the viewer may change, the newest first; those that are over for a month yet."""
    fresh = or_(*(moment > now - KEPT for moment in (WallRow.revoked_at, WallRow.ends_at)))
    recent = fresh & or_(WallRow.revoked_at.is_(None), WallRow.revoked_at > now - KEPT)
    return read(connection, now, recent, *theirs(viewer))


def wall_for(connection: Connection, viewer: Viewer, wall_id: int, now: datetime) -> Wall | None:
    """A screen that the viewer may change and that isn't over."""
    found = read(connection, now, WallRow.id == wall_id, *theirs(viewer), *going_on(now))
    return found[0] if found else None


def going_on(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return WallRow.revoked_at.is_(None), WallRow.ends_at > now


def theirs(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """Whoever has to do with one hall has to do with that hall's screens."""
    return () if viewer.hall_id is None else (WallRow.hall_id == viewer.hall_id,)


def read(connection: Connection, now: datetime, *which: ColumnElement[bool]) -> list[Wall]:
    query = (
        select(WallRow, HallRow.name.label("hall_name"), HallRow.timezone, AccountRow.name.label("maker"))
        .join(AccountRow, AccountRow.id == WallRow.made_by)
        .outerjoin(HallRow, HallRow.id == WallRow.hall_id)
        .where(*which)
        .order_by(WallRow.id.desc())
    )
    same = ("id", "name", "hall_id", "language", "made_at", "ends_at", "seen_at")
    return [
        Wall(
            **{name: getattr(row, name) for name in same},
            hall_name=row.hall_name or "",
            timezone=row.timezone or "",
            made_by=row.maker,
            is_shown=row.token_hash is not None,
            is_over=row.revoked_at is not None or row.ends_at <= now,
        )
        for row in connection.execute(query)
    ]


def kept(secret: str) -> str:
    """All of a code or a token that the database holds."""
    return sha256(secret.encode()).hexdigest()
