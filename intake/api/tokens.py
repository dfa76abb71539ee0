"""Tokens: shown once, kept as hashes. They are 256 random bits, so a plain hash can't be guessed back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, select, update

from intake.api.model import Scope, TokenRow
from intake.directory.model import HallRow
from intake.errors import AccountError

PREFIX = "hli_"  # lets scanners for leaked secrets know it
FIND = (
    select(TokenRow, HallRow.code.label("hall"))
    .outerjoin(HallRow, HallRow.id == TokenRow.hall_id)
    .where(TokenRow.digest == bindparam("digest"), TokenRow.revoked_at.is_(None))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """Another system as a request needs it. hall_id: the one hall that it sees, or None for all."""

    id: int
    name: str
    scopes: frozenset[Scope]
    hall_id: int | None
    hall: str | None
    per_minute: int

    @property
    def actor(self) -> str:
        """Who it is in timelines."""
        return f"api:{self.name}"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewToken:
    """What a token is made for."""

    name: str
    scopes: Collection[Scope]
    hall: str | None
    per_minute: int
    created_by: str


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def add_token(connection: Connection, new: NewToken, at: datetime) -> str:
    """Make a token; its text is not kept. Raises AccountError for a name in use or an unknown hall."""
    hall_id = None
    if new.hall is not None:
        hall_id = connection.scalar(select(HallRow.id).where(HallRow.code == new.hall))
        if hall_id is None:
            raise AccountError("api.error.hall", hall=new.hall)
    if connection.scalar(select(TokenRow.id).where(TokenRow.name == new.name)):
        raise AccountError("api.error.name", name=new.name)
    text = PREFIX + secrets.token_urlsafe(32)
    values = {
        "name": new.name, "digest": digest(text), "scopes": sorted(new.scopes), "hall_id": hall_id,
        "per_minute": new.per_minute, "created_at": at, "created_by": new.created_by,
    }  # fmt: skip
    connection.execute(insert(TokenRow).values(values))
    return text


def token_of(connection: Connection, text: str) -> Token | None:
    """The token with this text, unless it was revoked."""
    row = connection.execute(FIND, {"digest": digest(text)}).one_or_none()
    if row is None:
        return None
    return Token(
        id=row.id,
        name=row.name,
        scopes=frozenset(map(Scope, row.scopes)),
        hall_id=row.hall_id,
        hall=row.hall,
        per_minute=row.per_minute,
    )


def revoke(connection: Connection, name: str, at: datetime) -> None:
    """End a token; its hooks fall silent with it. Raises AccountError for none of that name."""
    ending = update(TokenRow).where(TokenRow.name == name, TokenRow.revoked_at.is_(None))
    if connection.execute(ending.values(revoked_at=at)).rowcount == 0:
        raise AccountError("api.error.no_token", name=name)
