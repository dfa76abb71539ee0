"""Who is in touch with which hall: the caller sealed and indexed, the hall by the number dialled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.directory.model import HallRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """A number as it is kept; both None for a withheld one, so that the anonymous don't become one person."""

    sealed: bytes | None
    index: str | None


def caller_of(sealer: Sealer, number: str | None) -> Caller:
    """A caller by the E.164 number, or the absence of one."""
    if number is None:
        return Caller(sealed=None, index=None)
    return Caller(sealed=sealer.seal(number, CALLER_COLUMN), index=sealer.index(number))


@dataclass(frozen=True, kw_only=True, slots=True)
class HallRef:
    """A hall and the version of its directory that is current."""

    id: int
    version: int


HALLS = select(HallRow.id, HallRow.version)
WITH_HOTLINE = HALLS.where(HallRow.hotline == bindparam("number"))
FIRST_TWO = HALLS.limit(2)


def hall_named(connection: Connection, code: str) -> HallRef | None:
    """A hall by its code."""
    row = connection.execute(select(HallRow.id, HallRow.version).where(HallRow.code == code)).first()
    return HallRef(id=row.id, version=row.version) if row else None


def hall_dialled(connection: Connection, number: str) -> HallRef | None:
    """The hall whose hotline number was dialled; a single hall serves any number."""
    row = connection.execute(WITH_HOTLINE, {"number": number}).first() if number else None
    if row is None:
        only = connection.execute(FIRST_TWO).all()
        row = only[0] if len(only) == 1 else None
    return HallRef(id=row.id, version=row.version) if row else None
