"""The halls that somebody may choose from."""

from __future__ import annotations

from sqlalchemy import Connection, select

from intake.console.access import Viewer
from intake.directory.model import HallRow


def halls_for(connection: Connection, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Ids and names of the halls that the viewer may see, by name."""
    query = select(HallRow.id, HallRow.name).order_by(HallRow.name, HallRow.id)
    if viewer.hall_id is not None:
        query = query.where(HallRow.id == viewer.hall_id)
    return tuple((str(row.id), row.name) for row in connection.execute(query))
