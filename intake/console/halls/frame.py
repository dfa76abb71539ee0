"""What the pages of one hall have in common: the hall's own data and the tabs between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from sqlalchemy import Connection, select

from intake.console.access import current_viewer
from intake.console.halls.scope import code_of
from intake.console.managing.tabs import PART
from intake.directory.model import HallRow
from intake.words import Words

PAGES = ("hall", "staff", "roster", "opening", "versions")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A hall in its current version."""

    id: int
    code: str
    name: str
    timezone: str
    hotline: str
    opening: str
    version: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def head_of(connection: Connection, hall_id: int) -> Head:
    """One of the viewer's halls. Ends the request with 404 for any other."""
    code_of(connection, current_viewer(), hall_id)
    columns = [getattr(HallRow, name) for name in Head.__slots__]
    row = connection.execute(select(*columns).where(HallRow.id == hall_id)).one()
    return Head(**row._mapping)


def frame(words: Words, head: Head) -> dict[str, Any]:
    """What the template of a hall's page is given besides its own."""
    here = (request.endpoint or "").rpartition("directory_")[2]
    tabs = [
        (
            words(f"console.halls.tab_{page}"),
            url_for(f"{PART}.directory_{page}", hall_id=head.id),
            here == page,
        )
        for page in PAGES
    ]
    return {"hall": head, "hall_tabs": tabs}
