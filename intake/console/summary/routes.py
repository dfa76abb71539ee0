"""The neutral summaries: a list of one's hall, and a page for each case that can be printed."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, needs
from intake.console.disclosure import Access, is_noted, note_access
from intake.console.hall_choice import halls_for
from intake.console.layout import Page, Room
from intake.console.roles import Right
from intake.console.summary.audience import Shows, shows
from intake.console.summary.reading import list_summaries, read_summary
from intake.desk.services import Services

READ = "summary"  # what the access log calls it
WHY = "supervision"
POSITION = 30


def mount(room: Room, services: Services) -> None:
    """The list and the page."""
    summary = Blueprint("summary", __name__, url_prefix="/summaries")

    @summary.get("")
    @needs(Right.SUMMARY)
    def summaries() -> ResponseReturnValue:
        viewer, hall_id = current_viewer(), request.args.get("hall", type=int)
        with services.database.read() as connection:
            before = request.args.get("before", "")
            listed = list_summaries(services, connection, viewer, hall_id, before)
            halls = halls_for(connection, viewer)
        return render_template(
            "console/summary/list.html", listed=listed, halls=halls, hall_id=hall_id, before=before
        )

    @summary.get("/<case_no>")
    @needs(Right.SUMMARY, Right.DECIDE)
    def one(case_no: str) -> ResponseReturnValue:
        viewer, now = current_viewer(), services.clock()
        with services.database.read() as connection:
            found = read_summary(services, connection, viewer, case_no) or abort(404)
            is_known = is_noted(connection, viewer, found.line.complaint_id, READ, now)
        if not is_known:
            with services.database.write() as connection:
                note_access(connection, viewer, Access(found.line.complaint_id, READ, WHY), now)
        return render_template(
            "console/summary/one.html", summary=found, sees_case=shows(viewer) is Shows.CASE
        )

    room.register_blueprint(summary)
    room.add_page(
        Page(
            endpoint="summary.summaries", key="console.summary.title", right=Right.SUMMARY,
            position=POSITION, icon="list",
        )
    )  # fmt: skip
