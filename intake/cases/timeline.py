"""The timeline of a case: an append-only chain in which each event's hash covers the one before.

The hash is keyed, with a key outside the database, so that nobody who can write rows can also forge them.
The complaint keeps the newest hash and the count, so that rows cut off the end show too.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from intake.cases.lifecycle import Event, Status, after
from intake.cases.model import ComplaintRow, EventRow


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a case's timeline stands: its status, how many events it has, the newest hash."""

    status: Status
    events: int = 0
    head: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A place where a chain doesn't hold."""

    case_no: str
    seq: int
    fault: str


APPEND = insert(EventRow)


def link(key: bytes, head: str, case_no: str, fields: tuple[object, ...]) -> str:
    """The hash of an event that follows `head`."""
    message = json.dumps([head, case_no, *fields], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, message.encode(), sha256).hexdigest()


def moment(at: datetime) -> str:
    """A moment as it goes into a hash: UTC, to the microsecond, the same from every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """Something that happens to a case: what, in order, when, by whom, and what else is to be kept.

    `key` is the chain's. back_to: the status that an undone event leads back to; None for a remark undone.
    """

    events: tuple[Event, ...]
    at: datetime
    actor: str
    key: bytes
    data: Mapping[str, Any] = field(default_factory=dict)
    back_to: Status | None = None


def follow_on(case_no: str, chain: Chain, happening: Happening) -> tuple[list[dict[str, Any]], Chain]:
    """The rows of what happens, and where the timeline stands after them. Raises TransitionError."""
    rows: list[dict[str, Any]] = []
    for event in happening.events:
        first = event is Event.REGISTERED and chain.events == 0
        status = chain.status if first else next_status(chain.status, event, happening)
        row: dict[str, Any] = {
            "seq": chain.events + 1,
            "event": event.value,
            "from_status": "" if first else chain.status.value,
            "to_status": status.value,
            "actor": happening.actor,
            "data": json.dumps(happening.data, ensure_ascii=False, sort_keys=True),
        }
        hashed = link(happening.key, chain.head, case_no, (moment(happening.at), *row.values()))
        rows.append(row | {"at": happening.at, "hash": hashed})
        chain = Chain(status, chain.events + 1, hashed)
    return rows, chain


def next_status(status: Status, event: Event, happening: Happening) -> Status:
    """The status after an event. Raises TransitionError."""
    if event is Event.UNDONE:
        return happening.back_to or status
    return after(status, event)


def append(connection: Connection, case_id: int, rows: list[dict[str, Any]]) -> None:
    """Store the rows of a case's timeline; the chain's end goes into the case itself."""
    if rows:
        connection.execute(APPEND, [row | {"complaint_id": case_id} for row in rows])


def verify(connection: Connection, key: bytes) -> Iterator[Broken]:
    """Every place where a timeline was altered, cut or put out of order."""
    rows = connection.execute(
        select(
            EventRow,
            ComplaintRow.id.label("case"),
            ComplaintRow.case_no,
            ComplaintRow.events,
            ComplaintRow.head,
        )
        .select_from(ComplaintRow)
        .outerjoin(EventRow, EventRow.complaint_id == ComplaintRow.id)
        .order_by(ComplaintRow.id, EventRow.seq)
    )
    last: Any = None
    head, count = "", 0
    for row in rows:
        if last is not None and row.case != last.case:
            yield from ending(last, head, count)
            head, count = "", 0
        if row.seq is not None:
            count += 1
            fields = (row.seq, row.event, row.from_status, row.to_status, row.actor, row.data)
            head = link(key, head, row.case_no, (moment(row.at), *fields))
            if row.seq != count or row.hash != head:
                yield Broken(case_no=row.case_no, seq=row.seq, fault="altered")
                head, count = row.hash, row.seq
        last = row
    if last is not None:
        yield from ending(last, head, count)


def ending(row: Any, head: str, count: int) -> Iterator[Broken]:
    """A fault if the chain ends elsewhere than its case says."""
    if (row.events, row.head) != (count, head):
        yield Broken(case_no=row.case_no, seq=count + 1, fault="cut")
