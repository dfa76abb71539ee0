"""Which case comes next: the one behind this in the queue's order that nobody works on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.queue import read_queue
from intake.console.queue_parts import Entry, Filters, Position
from intake.console.sight import visible

LOOKED_AT = 20


def next_case(
    connection: Connection, viewer: Viewer, filters: Filters, case_no: str, now: datetime
) -> str | None:
    """The number of the next case, from the top again at the end; None where nothing is left."""
    for entry in around(connection, viewer, filters, case_no, now):
        if entry.case_no != case_no and entry.owner_id in {None, viewer.account_id}:
            return entry.case_no
    return None


def around(
    connection: Connection, viewer: Viewer, filters: Filters, case_no: str, now: datetime
) -> Iterator[Entry]:
    """What stands behind a case, then what stands at the top."""
    place = visible(viewer, select(ComplaintRow.urgent_at, ComplaintRow.id))
    row = connection.execute(place.where(ComplaintRow.case_no == case_no)).one_or_none()
    if row is not None:
        here = Position(urgent_at=row.urgent_at, complaint_id=row.id)
        yield from read_queue(connection, viewer, filters, now, here, LOOKED_AT).entries
    yield from read_queue(connection, viewer, filters, now, most=LOOKED_AT).entries
