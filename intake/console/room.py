"""The console: its parts mounted in one room, under `/console/`."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from intake.console import code_recovery, login, own_account
from intake.console.access import current_viewer, everyone, see_other
from intake.console.auditing import routes as auditing
from intake.console.figures import pages as figures
from intake.console.guard import mount_guard
from intake.console.layout import Room, furnishing
from intake.console.managing import routes as managing
from intake.console.mishaps import mount_mishaps
from intake.console.registering import routes as registering
from intake.console.review import routes as review
from intake.console.searching import routes as searching
from intake.console.summary import routes as summary
from intake.console.walls import pages as walls
from intake.desk.services import Services

# Every part has `mount(room, services)`: it adds its views, and `room.add_page(Page(...))` links it.
PARTS = (
    login,
    own_account,
    review,
    registering,
    searching,
    summary,
    figures,
    walls,
    auditing,
    managing,
    code_recovery,
)


def console_blueprint(services: Services) -> Room:
    """The operators' console with all its parts."""
    room = Room()
    mount_guard(room, services)
    room.context_processor(furnishing(room, services))

    @room.get("/")
    @everyone
    def home() -> ResponseReturnValue:
        pages = room.pages_for(current_viewer())
        return see_other(url_for(pages[0].full_endpoint) if pages else url_for("console.account"))

    for part in PARTS:
        part.mount(room, services)
    mount_mishaps(room)
    return room
