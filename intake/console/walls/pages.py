"""The screens on walls: listed, added, given another code, revoked."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.hall_choice import halls_for
from intake.console.layout import Room, spoken
from intake.console.roles import Right
from intake.console.walls import screen
from intake.console.walls.keeping import LONGEST, Made, make_wall, new_code, revoke, wall_for, walls_for
from intake.desk.services import Services
from intake.words import LANGUAGES

LONGEST_NAME = 60


def mount(room: Room, services: Services) -> None:
    """The list and what is done there; the screens themselves."""
    screen.mount(room, services)

    @room.get("/walls")
    @needs(Right.WALLS)
    def walls() -> ResponseReturnValue:
        return listed(services)

    @room.post("/walls")
    @needs(Right.WALLS)
    @fresh_login_required
    def walls_add() -> ResponseReturnValue:
        found = understood(services)
        if isinstance(found, Mapping):
            return listed(services, found)
        with services.database.write() as connection:
            wall_id, code = make_wall(connection, current_viewer(), found, services.clock())
        return shown_once(services, wall_id, code)

    @room.post("/walls/<int:wall_id>/code")
    @needs(Right.WALLS)
    @fresh_login_required
    def walls_code(wall_id: int) -> ResponseReturnValue:
        with services.database.write() as connection:
            wall_for(connection, current_viewer(), wall_id, services.clock()) or abort(404)
            code = new_code(connection, wall_id, services.clock())
        return shown_once(services, wall_id, code)

    @room.post("/walls/<int:wall_id>/revoke")
    @needs(Right.WALLS)
    @fresh_login_required
    def walls_revoke(wall_id: int) -> ResponseReturnValue:
        with services.database.write() as connection:
            found = wall_for(connection, current_viewer(), wall_id, services.clock()) or abort(404)
            revoke(connection, current_viewer(), wall_id, services.clock())
        flash(spoken(services)("console.walls.revoked", name=found.name), "good")
        return see_other(url_for("console.walls"))


def understood(services: Services) -> Made | Mapping[str, str]:
    """What the form asks for, or its faults by field."""
    form, viewer, faults = request.form, current_viewer(), {}
    name, days, language = form.get("name", "").strip(), form.get("days", ""), form.get("language", "")
    with services.database.read() as connection:
        halls = [hall for hall, _ in halls_for(connection, viewer)]
    hall = form.get("hall", "")
    if not name or len(name) > LONGEST_NAME:
        faults["name"] = "console.walls.error_name"
    if not days.isascii() or not days.isdecimal() or not 1 <= int(days) <= LONGEST:
        faults["days"] = "console.walls.error_days"
    if hall not in halls and (hall or viewer.hall_id is not None):
        faults["hall"] = "console.walls.error_hall"
    if language not in LANGUAGES:
        faults["language"] = "console.walls.error_language"
    if faults:
        return faults
    return Made(name=name, hall_id=int(hall) if hall else None, days=int(days), language=language)


def listed(services: Services, faults: Mapping[str, str] | None = None) -> ResponseReturnValue:
    """The list with the form below it."""
    viewer, now = current_viewer(), services.clock()
    with services.database.read() as connection:
        walls = walls_for(connection, viewer, now)
        halls = halls_for(connection, viewer)
    page = render_template(
        "console/walls/list.html", walls=walls, halls=halls, all_halls=viewer.hall_id is None,
        faults=faults or {}, filled=request.form, longest=LONGEST,
    )  # fmt: skip
    return page, 422 if faults else 200


def shown_once(services: Services, wall_id: int, code: str) -> ResponseReturnValue:
    """The code, which is kept nowhere: it is in this answer and in no other."""
    with services.database.read() as connection:
        found = wall_for(connection, current_viewer(), wall_id, services.clock()) or abort(404)
    address = services.settings.public_url.rstrip("/") + url_for("console.wall")
    return render_template("console/walls/code.html", wall=found, code=code, address=address)
