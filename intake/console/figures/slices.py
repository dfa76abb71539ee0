"""Stretches of time, of which one statement counts all the cases, as one or each by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, and_, cast, func, literal, or_

from intake.cases.model import ComplaintRow
from intake.database import UTCDateTime

AS_STORED = "%Y-%m-%d %H:%M:%S.%f"  # a moment in SQLite
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Slices:
    """Stretches [since, until) that don't overlap. number: its place among them, from 0, of a case's stretch;
    group: by what to group for that; within: the conditions that the case came in within one."""

    number: ColumnElement[int]
    group: tuple[ColumnElement[int], ...]
    within: tuple[ColumnElement[bool], ...]


def whole(stretches: Sequence[Stretch]) -> Slices:
    """A few stretches that are counted as one, the number 0: the database knows how much there is to read."""
    at = ComplaintRow.received_at
    inside = or_(*(and_(at >= since, at < until) for since, until in stretches))
    return Slices(number=literal(0).label("slice"), group=(), within=(inside,))


def slices(connection: Connection, stretches: Sequence[Stretch]) -> Slices:
    """Each counted by itself. They are one value of the statement, whose text is the same for any number."""
    return of_json(stretches) if connection.dialect.name == "sqlite" else of_arrays(stretches)


def of_json(stretches: Sequence[Stretch]) -> Slices:
    listed = [[moment.astimezone(UTC).strftime(AS_STORED) for moment in each] for each in stretches]
    row: Any = func.json_each(json.dumps(listed)).table_valued("key", "value", name="slice")
    since, until = (func.json_extract(row.c.value, f"$[{place}]", type_=UTCDateTime) for place in (0, 1))
    number, at = cast(row.c.key, Integer).label("slice"), ComplaintRow.received_at
    return Slices(number=number, group=(number,), within=(at >= since, at < until))


def of_arrays(stretches: Sequence[Stretch]) -> Slices:
    sinces, untils = (cast([each[place] for each in stretches], ARRAY(UTCDateTime)) for place in (0, 1))
    numbers = cast(list(range(len(stretches))), ARRAY(Integer))
    table = func.unnest(numbers, sinces, untils).table_valued("number", "since", "until", name="slice")
    row: Any = table.render_derived()
    number, at = row.c.number.label("slice"), ComplaintRow.received_at
    # The ends of all are said too: from these PostgreSQL sees how few of the cases it is about.
    ends = [at >= min(since for since, _ in stretches), at < max(until for _, until in stretches)]
    return Slices(number=number, group=(number,), within=(*ends, at >= row.c.since, at < row.c.until))
