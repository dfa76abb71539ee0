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
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
)
from sqlalchemy.sql import ColumnElement

from bench import history
from bench.history import table
from intake.callbacks.model import CallbackRow
from intake.callbacks.service import request
from intake.cases.complaints import Beginning, Source, open_case
from intake.cases.lifecycle import Event
from intake.cases.model import Channel, ComplaintRow
from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.cases.timeline import Happening
from intake.database import Base, Database
from intake.migrations.upgrading import upgrade
from intake.words import CHINESE
from matching.interview import Interview, Purpose, Step, Wish

Values = Mapping[str, ColumnElement[Any]]

APART = timedelta(microseconds=100)  # between two rows' due times: a hundred come due in 10 ms
FIRST_NUMBER = 22220000  # landlines of Chengdu, +86 28: they get no texts
TOGETHER = 1000
ORIGINAL = 1  # the id of the case and the callback that the others are copies of
UNFINISHED = Interview(step=Step.WINDOW, language=CHINESE, purpose=Purpose.COMPLAINT)


def begin(database: Database, at: datetime) -> None:
    """The one case and callback that all others are copied from, made by the product."""
    upgrade(database)
    happening = Happening(events=(Event.REGISTERED, Event.ASKED), at=at, actor="bench", key=b"k" * 32)
    beginning = Beginning(interview=UNFINISHED, columns={"wish": Wish.YES}, happening=happening)
    source = Source(channel=Channel.PHONE, hall_id=None, caller_sealed=None, caller_index=None, actor="bench")
    with database.write() as connection:
        request(connection, open_case(connection, source, beginning).id, at, timedelta())


def fill_queue(database: Database, rows: int, start: datetime) -> None:
    """So many pending callbacks with one case each; row n is due `n * APART` after `start`."""
    begin(database, start - timedelta(days=1))
    number: ColumnElement[int] = literal_column("n", Integer)
    own: Values = {"id": number + 1, "case_no": cast(number, String)}
    due: Values = {"id": number + 1, "complaint_id": number + 1, "due_at": moment(database, number, start)}
    with database.write() as connection:
        multiply(connection, ComplaintRow, own, rows)
        multiply(connection, CallbackRow, due, rows)
        connection.execute(delete(CallbackRow).where(CallbackRow.id == ORIGINAL))
    come_to_rest(database)


def come_to_rest(database: Database) -> None:
    """What autovacuum and checkpoints bring a running store to; nothing is left for the disk to write."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)" if database.is_sqlite else "CHECKPOINT"))
    os.sync()


def multiply(connection: Connection, of: type[Base], own: Values, rows: int) -> None:
    """Copy the original so many times, in the database itself. own: what differs, in terms of `n` from 1."""
    first = select(literal_column("1", Integer).label("n")).cte("series", recursive=True)
    series = first.union_all(select(first.c.n + 1).where(first.c.n < rows))
    columns = table(of).c
    values = [own.get(column.name, column) for column in columns]
    copies = select(*values).select_from(series.join(table(of), columns.id == ORIGINAL))
    connection.execute(insert(of).from_select(list(columns), copies))


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
    begin(database, datetime.now(UTC) - timedelta(hours=1))
    with database.write() as connection:
        (case,) = history.rows(connection, table(ComplaintRow), ComplaintRow.id == ORIGINAL)
        (callback,) = history.rows(connection, table(CallbackRow), CallbackRow.id == ORIGINAL)
        connection.execute(delete(CallbackRow).where(CallbackRow.id == ORIGINAL))
        for first in range(1, rows + 1, TOGETHER):
            numbers = range(first, min(first + TOGETHER, rows + 1))
            people = [case | person(sealer, number) for number in numbers]
            connection.execute(insert(ComplaintRow), people)
            due = [callback | {"id": one["id"], "complaint_id": one["id"]} for one in people]
            connection.execute(insert(CallbackRow), due)


def person(sealer: Sealer, number: int) -> dict[str, Any]:
    """What is their own in the case of whoever has the number."""
    telephone = f"+8628{FIRST_NUMBER + number}"
    return {
        "id": ORIGINAL + number,
        "case_no": str(number),
        "caller_sealed": sealer.seal(telephone, CALLER_COLUMN),
        "caller_index": sealer.index(telephone),
    }
