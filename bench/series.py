"""Rows made in the database itself, in terms of the number `n` of a series, and moments as it stores them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from intake.database import Base, Database

APART = 90  # seconds from one complaint to the next: a million in nearly three years
N: ColumnElement[int] = literal_column("n", Integer)


def series(cases: int) -> Select[*tuple[Any, ...]]:
    """`n` from 1 on."""
    first = select(literal_column("1", Integer).label("n")).cte("series", recursive=True)
    return select().select_from(first.union_all(select(first.c.n + 1).where(first.c.n < cases)))


def multiply(
    connection: Connection, table: type[Base], own: Mapping[str, Any], numbers: Select[*tuple[Any, ...]]
) -> None:
    """Insert a row for each of the numbers; plain values are the same in all of them."""
    columns = table.__table__.c
    values = [
        value if isinstance(value, ColumnElement) else literal(value, columns[name].type)
        for name, value in own.items()
    ]
    connection.execute(insert(table).from_select(list(own), numbers.add_columns(*values)))


def moment(database: Database, start: int, later: int = 0) -> ColumnElement[Any]:
    """When case `n` came in, and so many seconds later, as the database stores moments."""
    seconds = literal_column(str(start + later), Integer) + N * APART
    if not database.is_sqlite:
        return func.to_timestamp(seconds)
    return func.strftime("%Y-%m-%d %H:%M:%S.000000", seconds, "unixepoch", type_=String)


def day(database: Database, start: int, later: int) -> ColumnElement[Any]:
    return func.date(
        *(
            [start + later + N * APART, "unixepoch"]
            if database.is_sqlite
            else [moment(database, start, later)]
        )
    )


def listed(database: Database, text: Any) -> ColumnElement[Any]:
    """A JSON text as the database stores it."""
    return literal_column(f"'{text}'") if database.is_sqlite else cast(literal_column(f"'{text}'"), JSONB)
