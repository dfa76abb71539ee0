"""The page on which a complaint is registered by hand, with the matcher beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow
from intake.console.access import current_viewer, needs, see_other
from intake.console.hall_choice import halls_for
from intake.console.layout import Page, Room
from intake.console.registering.filled import (
    CHANNELS,
    OTHER,
    Filled,
    Read,
    filled_in,
    hall_in,
    moment_in,
    read,
)
from intake.console.registering.keeping import Desk
from intake.console.registering.understood import scene_of, understood
from intake.console.review import told
from intake.console.roles import Right
from intake.console.sight import visible
from intake.desk.services import Services
from intake.errors import RulingError, TransitionError

POSITION = 20
FOCUS = (
    "channel",
    "hall",
    "received",
    "external_no",
    "statement",
    "phone",
    "name",
)  # as they stand on the page


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """Why nothing was saved. faults: catalogue keys by field. text: of the whole form, in words."""

    faults: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def mount(room: Room, services: Services) -> None:
    """The page, what it shows while one types, saving, joining."""
    registering = Blueprint("registering", __name__)

    @registering.get("/register")
    @needs(Right.REGISTER)
    def form() -> ResponseReturnValue:
        filled = filled_in(request.args)
        return page(services, Filled(channel=filled.channel, hall=filled.hall, token=filled.token))

    @registering.post("/register")
    @needs(Right.REGISTER)
    def save() -> ResponseReturnValue:
        filled = filled_in(request.form)
        if request.form.get("do") == "check":
            return page(services, filled)
        return kept(services, filled, lambda desk, given: desk.register(filled, given))

    @registering.post("/register/join")
    @needs(Right.REGISTER)
    def join() -> ResponseReturnValue:
        filled, case_no = filled_in(request.form), request.form.get("case_no", "")
        return kept(services, filled, lambda desk, given: desk.join(filled, given, case_no))

    @registering.post("/register/understood")
    @needs(Right.REGISTER)
    def understand() -> ResponseReturnValue:
        return render_template(
            "console/registering/understood.html", **contents(services, filled_in(request.form))
        )

    room.register_blueprint(registering)
    room.add_page(
        Page(
            endpoint="registering.form", key="console.register.title", right=Right.REGISTER,
            position=POSITION, icon="pen",
        )
    )  # fmt: skip


def kept(services: Services, filled: Filled, deed: Callable[[Desk, Any], str]) -> ResponseReturnValue:
    """Save in one transaction and say so on an empty form; or the same form with what is wrong."""
    given, viewer, now = entry_of(services, filled), current_viewer(), services.clock()
    if given.entry is None:
        return page(services, filled, Trouble(faults=given.faults))
    try:
        case_no = services.database.retrying(
            lambda connection: deed(Desk(services, connection, viewer, now), given.entry)
        )
    except (RulingError, TransitionError) as error:
        return page(services, filled, Trouble(key=error.key, values=error.values))
    again: dict[str, Any] = {"channel": filled.channel or None, "hall": filled.hall or None}
    return see_other(url_for("console.registering.form", done=case_no, **again))


def entry_of(services: Services, filled: Filled) -> Read:
    viewer, zone = current_viewer(), ZoneInfo(services.settings.timezone)
    with services.database.read() as connection:
        halls = [hall for hall, _ in halls_for(connection, viewer)]
    return read(filled, halls, zone, services.clock())


def page(services: Services, filled: Filled, trouble: Trouble | None = None) -> ResponseReturnValue:
    """The form as it was filled in."""
    trouble = trouble or Trouble()
    shown = contents(services, filled)
    first = next((name for name in FOCUS if name in trouble.faults), "")
    is_wrong = bool(trouble.faults or trouble.key)
    with services.database.read() as connection:
        done = done_case(connection, request.args.get("done", "")) if request.method == "GET" else None
    return render_template(
        "console/registering/register.html", trouble=trouble, first=first, done=done, **shown
    ), 422 if is_wrong else 200


def contents(services: Services, filled: Filled) -> dict[str, Any]:
    """What the form and the part beside it show."""
    viewer, now, zone = current_viewer(), services.clock(), ZoneInfo(services.settings.timezone)
    with services.database.read() as connection:
        halls = halls_for(connection, viewer)
        hall_id = hall_in(filled, [hall for hall, _ in halls])
        said_at = moment_in(filled.received, zone) or now
        scene = scene_of(services, connection, hall_id, min(said_at, now))
        seen = understood(services, connection, viewer, filled, scene)
    return {
        "filled": filled,
        "halls": halls,
        "channels": CHANNELS,
        "other": OTHER,
        "seen": seen,
        "windows": [window.label for window in scene.hall.windows] if scene.hall else [],
        "told": told,
    }


def done_case(connection: Connection, case_no: str) -> dict[str, Any] | None:
    """What was just registered, as far as the viewer may see it."""
    if not (case_no.isascii() and case_no.isdecimal() and len(case_no) == 9):
        return None
    query = select(ComplaintRow.status, ComplaintRow.caller_index, ComplaintRow.window, ComplaintRow.staff_no)
    row = connection.execute(visible(current_viewer(), query.where(ComplaintRow.case_no == case_no))).first()
    outcome = "kept"
    if row is not None and row.status is Status.PINNED:
        outcome = "pinned"
    elif row is not None:
        outcome = "called" if row.status is Status.IDENTIFYING and row.caller_index else "reviewed"
    return {"case_no": case_no, "row": row, "outcome": outcome}
