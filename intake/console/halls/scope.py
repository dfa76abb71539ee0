"""Which halls somebody administers: one, or all. Others are not there for them."""

from __future__ import annotations

from flask import abort
from sqlalchemy import Connection, select

from intake.console.access import Viewer
from intake.directory.contents import Days
from intake.directory.model import HallRow
from intake.directory.planning import Known
from intake.directory.service import HallSummary, list_halls
from intake.directory.store import known_halls


def administered(connection: Connection, viewer: Viewer) -> tuple[HallSummary, ...]:
    """The viewer's halls, counted."""
    return tuple(hall for hall in list_halls(connection) if viewer.hall_id in (None, hall.id))


def code_of(connection: Connection, viewer: Viewer, hall_id: int) -> str:
    """The code of one of the viewer's halls. Ends the request with 404 for any other."""
    query = select(HallRow.code).where(HallRow.id == hall_id)
    found = connection.execute(query).scalar() if viewer.hall_id in (None, hall_id) else None
    return found if found is not None else abort(404)


def known_hall(connection: Connection, viewer: Viewer, hall_id: int, days: Days | None = None) -> Known:
    """One of the viewer's halls. Ends the request with 404 for any other. days: as in `load_contents`."""
    code = code_of(connection, viewer, hall_id)
    return known_halls(connection, [code], days)[code]


def only_code(connection: Connection, viewer: Viewer) -> str | None:
    """The code of the one hall that the viewer may change; None for all."""
    return None if viewer.hall_id is None else code_of(connection, viewer, viewer.hall_id)
