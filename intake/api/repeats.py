"""Idempotency keys: the same key and request get the first one's answer; another request gets none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from sqlalchemy import Connection, insert, select

from intake.api.model import RequestRow
from intake.api.problems import Problem
from intake.cases.privacy import Sealer

COLUMN = "api_request.answer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An answer as it went out."""

    code: int
    body: str
    location: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A token's key, and what was asked under it: method, address and body, as a keyed hash."""

    token_id: int
    key: str
    print: str


def key_for(sealer: Sealer, token_id: int, key: str, asked: tuple[str, str, bytes]) -> Key:
    """The key of one request. What was sent holds personal data, so a plain hash won't do."""
    method, path, body = asked
    text = json.dumps([method, path, body.decode(errors="replace")])
    return Key(token_id=token_id, key=key, print=sealer.index(text))


def kept_answer(connection: Connection, sealer: Sealer, key: Key) -> Kept | None:
    """The answer that was given under this key. Raises Problem where something else was asked then."""
    row = connection.execute(
        select(RequestRow.print, RequestRow.code, RequestRow.answer_sealed).where(
            RequestRow.token_id == key.token_id, RequestRow.key == key.key
        )
    ).one_or_none()
    if row is None:
        return None
    if row.print != key.print:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "key_reused")
    body, location = json.loads(sealer.open(row.answer_sealed, COLUMN))
    return Kept(code=row.code, body=body, location=location)


def keep_answer(connection: Connection, sealer: Sealer, key: Key, kept: Kept, at: datetime) -> None:
    """In the transaction of its effect. Raises IntegrityError where the same request was first meanwhile."""
    values = {
        "token_id": key.token_id,
        "key": key.key,
        "print": key.print,
        "code": kept.code,
        "answer_sealed": sealer.seal(json.dumps([kept.body, kept.location]), COLUMN),
        "at": at,
    }
    connection.execute(insert(RequestRow), values)
