"""Callbacks in any number: a million that nobody will call, for the queue; some with a number."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    String,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.sql import ColumnElement

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackReason, CallbackStatus, Kind, Task
from intake.cases.lifecycle import Status
from intake.cases.model import Channel, ComplaintRow, Doubt
from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.database import Base, Database
from intake.migrations import upgrade
from intake.words import CHINESE
from matching.decision import Attribution
from matching.interview import Purpose, Wish

Values = Mapping[str, ColumnElement[Any]]

APART = timedelta(microseconds=100)  # between two rows' due times: a hundred come due in 10 ms
FIRST_NUMBER = 22220000  # landlines of Chengdu, +86 28: they get no texts
TOGETHER = 1000


def complaint(at: datetime) -> dict[str, Any]:
    """An unfinished complaint, but for its id and number."""
    return {
        "purpose": Purpose.COMPLAINT, "status": Status.IDENTIFYING, "channel": Channel.PHONE,
        "language": CHINESE, "attribution": Attribution.NONE, "statement": "", "evidence": [], "flags": [],
        "wish": Wish.YES, "preferred": "", "received_at": at, "updated_at": at, "events": 0,
        "head": "", "urgent_at": at, "event_first": at.date(), "event_last": at.date(),
        "doubt": Doubt.UNFINISHED,
    }  # fmt: skip


def callback(at: datetime) -> dict[str, Any]:
    """A pending callback, but for its complaint and when it is due."""
    return {
        "kind": Kind.CALLBACK, "reason": CallbackReason.UNFINISHED, "status": CallbackStatus.PENDING,
        "task": Task.NONE, "requested_at": at, "updated_at": at,
    }  # fmt: skip


def fill_queue(database: Database, rows: int, start: datetime) -> None:
    """So many pending callbacks with one case each; row n is due `n * APART` after `start`."""
    upgrade(database)
    long_ago = start - timedelta(days=1)
    number: ColumnElement[int] = literal_column("n", Integer)
    own: Values = {"id": number, "case_no": cast(number, String)}
    due: Values = {"id": number, "complaint_id": number, "due_at": moment(database, number, start)}
    with database.write() as connection:
        multiply(connection, ComplaintRow, own, complaint(long_ago), rows)
        multiply(connection, CallbackRow, due, callback(long_ago), rows)
    come_to_rest(database)


def come_to_rest(database: Database) -> None:
    """What autovacuum and checkpoints bring a running store to; nothing is left for the disk to write."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if database.is_sqlite else "CHECKPOINT"))
    os.sync()


def multiply(
    connection: Connection,
    table: type[Base],
    own: Values,
    same: Mapping[str, Any],
    rows: int,
) -> None:
    """Insert so many rows in the database itself. own: expressions of `n`, from 1. same: what all have."""
    first = select(literal_column("1", Integer).label("n")).cte("series", recursive=True)
    series = first.union_all(select(first.c.n + 1).where(first.c.n < rows))
    columns = table.__table__.c
    values = [*own.values(), *(literal(value, columns[name].type) for name, value in same.items())]
    connection.execute(insert(table).from_select([*own, *same], select(*values).select_from(series)))


def moment(database: Database, number: ColumnElement[int], start: datetime) -> ColumnElement[Any]:
    """`start + number * APART`, as the database stores moments."""
    million = 1_000_000
    since = literal_column(str(int(start.timestamp() * million)), Integer)
    microseconds = since + number * (APART // timedelta(microseconds=1))
    if not database.is_sqlite:
        return func.to_timestamp(microseconds / literal_column(f"{million}.0"))
    seconds = func.strftime("%Y-%m-%d %H:%M:%S", microseconds // million, "unixepoch", type_=String)
    return seconds + func.printf(".%06d", microseconds % million, type_=String)


def fill_people(database: Database, sealer: Sealer, rows: int) -> None:
    """So many callbacks that are due now, each to a number of its own."""
    upgrade(database)
    at = datetime.now(UTC) - timedelta(hours=1)
    for first in range(1, rows + 1, TOGETHER):
        numbers = range(first, min(first + TOGETHER, rows + 1))
        with database.write() as connection:
            connection.execute(insert(ComplaintRow), [person(sealer, number, at) for number in numbers])
            due = [callback(at) | {"complaint_id": number, "due_at": at} for number in numbers]
            connection.execute(insert(CallbackRow), due)


def person(sealer: Sealer, number: int, at: datetime) -> dict[str, Any]:
    """The case of whoever has the number."""
    telephone = f"+8628{FIRST_NUMBER + number}"
    return complaint(at) | {
        "id": number,
        "case_no": str(number),
        "caller_sealed": sealer.seal(telephone, CALLER_COLUMN),
        "caller_index": sealer.index(telephone),
    }
