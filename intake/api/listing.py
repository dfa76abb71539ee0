"""Cases a page at a time, by keyset: pages neither repeat nor leave out what stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select

from intake.api.answers import ComplaintPage
from intake.api.operations import Answer, Call
from intake.api.schemas import ListQuery
from intake.api.shown import CASES, complaint, visible
from intake.cases.model import ComplaintRow
from intake.desk.people import hall_named

Case = Row[*tuple[Any, ...]]
Cases = Select[*tuple[Any, ...]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def listed(call: Call) -> Answer:
    """Some cases, newest first; with `updated_since` in the order of their changes."""
    wanted = call.asked(ListQuery)
    rows = found(call, wanted)
    page, more = rows[: wanted.limit], len(rows) > wanted.limit
    following = cursor(page[-1], changes=wanted.updated_since is not None) if more else None
    items = [complaint(row, call.services.sealer, call.texts) for row in page]
    return Answer(body=ComplaintPage(items=items, next=following))


def found(call: Call, wanted: ListQuery) -> list[Case]:
    """The page and the first row after it."""
    query = visible(call.token, CASES)
    if wanted.window is not None:
        query = query.where(ComplaintRow.window == wanted.window)
    if wanted.hall is not None:
        hall = hall_named(call.connection, wanted.hall)
        if hall is None:
            return []
        query = query.where(ComplaintRow.hall_id + 0 == hall.id)
    if wanted.updated_since is not None:
        if wanted.status:
            query = query.where(ComplaintRow.status.in_(wanted.status))
        return run(call, in_order_of_change(query, wanted, wanted.updated_since), wanted)
    return newest_first(call, query, wanted)


def newest_first(call: Call, query: Cases, wanted: ListQuery) -> list[Case]:
    """By id, downwards. Each status and each hall has its own order at hand, which a mixture would lose."""
    if wanted.cursor:
        query = query.where(ComplaintRow.id < int(wanted.cursor.rpartition("-")[2]))
    query = query.order_by(ComplaintRow.id.desc())
    if wanted.status:
        each = [query.where(ComplaintRow.status == status) for status in dict.fromkeys(wanted.status)]
        rows = [row for one in each for row in run(call, one, wanted)]
        return sorted(rows, key=lambda row: row.id, reverse=True)[: wanted.limit + 1]
    hall_id = call.token.hall_id
    if wanted.hall is not None and (hall := hall_named(call.connection, wanted.hall)):
        hall_id = hall.id
    return run(call, query if hall_id is None else query.where(ComplaintRow.hall_id == hall_id), wanted)


def in_order_of_change(query: Cases, wanted: ListQuery, since: datetime) -> Cases:
    """By when they changed, upwards. Who keeps up begins some minutes before the last change they saw: one
    that was stored late may stand before it."""
    query = query.where(ComplaintRow.updated_at >= min(max(since, EPOCH), LAST))
    if wanted.cursor:
        micros, _, last = wanted.cursor.rpartition("-")
        at = min(EPOCH + int(micros or 0) * MICROSECOND, LAST)
        # Said twice, so that the order's index is entered at the cursor.
        query = query.where(ComplaintRow.updated_at >= at).where(
            (ComplaintRow.updated_at > at) | (ComplaintRow.id > int(last))
        )
    return query.order_by(ComplaintRow.updated_at, ComplaintRow.id)


def run(call: Call, query: Cases, wanted: ListQuery) -> list[Case]:
    return list(call.connection.execute(query.limit(wanted.limit + 1)))


def cursor(row: Case, *, changes: bool) -> str:
    """Where a page ended."""
    return f"{(row.updated_at - EPOCH) // MICROSECOND}-{row.id}" if changes else str(row.id)
