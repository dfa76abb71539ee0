"""The pages of figures: the wall board, reports, the quality of the matcher. Mounted in the console."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, needs
from intake.console.figures.board import read_board
from intake.console.figures.charts import hours_chart, months_chart, times_chart, why_chart
from intake.console.figures.quality import GUESSES, read_quality
from intake.console.figures.rates import rates
from intake.console.figures.reports import read_report
from intake.console.figures.spans import NAMES, span_of
from intake.console.figures.workbook import write_report
from intake.console.layout import Page, Room, shown
from intake.console.review.live import part
from intake.console.review.queue_page import halls_for
from intake.console.roles import Right
from intake.desk.services import Services

ENTRIES = (
    ("board", Right.BOARD, 40, "board"),
    ("reports", Right.REPORTS, 50, "chart"),
    ("quality", Right.QUALITY, 60, "target"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def mount(room: Room, services: Services) -> None:
    """Board, reports, quality."""
    figures = Blueprint("figures", __name__)
    mount_board(figures, services)
    mount_reports(figures, services)
    mount_quality(figures, services)
    room.register_blueprint(figures)
    for name, right, position, icon in ENTRIES:
        endpoint, key = f"figures.{name}", f"console.{name}.title"
        room.add_page(Page(endpoint=endpoint, key=key, right=right, position=position, icon=icon))


def mount_board(figures: Blueprint, services: Services) -> None:
    """The wall board and its live part."""

    @figures.get("/board")
    @needs(Right.BOARD)
    def board() -> ResponseReturnValue:
        return render_template("console/figures/board.html", **board_contents(services))

    @figures.get("/board/live")
    @needs(Right.BOARD)
    def board_live() -> ResponseReturnValue:
        return part(render_template("console/figures/board_live.html", **board_contents(services)))


def board_contents(services: Services) -> dict[str, Any]:
    """What the board and its live part show."""
    viewer, now, telling = current_viewer(), services.clock(), shown(services)
    hall_id = request.args.get("hall", type=int)
    with services.database.read() as connection:
        found = read_board(connection, viewer, now, telling.zone, hall_id)
        halls = halls_for(connection, viewer)
    asked = {"hall": hall_id, "wall": "1" if request.args.get("wall") == "1" else None}
    return {
        "board": found,
        "hours": hours_chart(found, telling),
        "why": why_chart(found, telling),
        "halls": halls,
        "asked": {name: value for name, value in asked.items() if value is not None},
        "now": now,
    }


def mount_reports(figures: Blueprint, services: Services) -> None:
    """Reports as a page and as a workbook."""

    @figures.get("/reports")
    @needs(Right.REPORTS)
    def reports() -> ResponseReturnValue:
        return render_template("console/figures/reports.html", **report_contents(services))

    @figures.get("/reports.xlsx")
    @needs(Right.REPORTS)
    def workbook() -> ResponseReturnValue:
        found = report_contents(services)["report"]
        out = BytesIO()
        write_report(found, shown(services), out)
        name = f"report-{found.span.first}-{found.span.last}.xlsx"
        disposed = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(out.getvalue(), mimetype=XLSX, headers=disposed)


def report_contents(services: Services) -> dict[str, Any]:
    """What a report shows, as the address asks for it."""
    viewer, telling = current_viewer(), shown(services)
    today = telling.local(services.clock()).date()
    name, span = span_of(request.args, today, telling.zone)
    hall_id = request.args.get("hall", type=int)
    with services.database.read() as connection:
        found = read_report(connection, viewer, span, hall_id)
        halls = halls_for(connection, viewer)
    own = {"from": span.first.isoformat(), "to": span.last.isoformat()}
    return {
        "report": found,
        "rates": rates(found),
        "times": times_chart(found, telling),
        "months": months_chart(found, telling) if len(found.months) > 1 else None,
        "halls": halls,
        "hall_id": hall_id,
        "span_name": name,
        "span_names": NAMES,
        "own": own,
        "asked": (own if name == "custom" else {"span": name}) | ({"hall": hall_id} if hall_id else {}),
    }


def mount_quality(figures: Blueprint, services: Services) -> None:
    """How good the matcher is."""

    @figures.get("/quality")
    @needs(Right.QUALITY)
    def quality() -> ResponseReturnValue:
        viewer, telling = current_viewer(), shown(services)
        name, span = span_of(request.args, telling.local(services.clock()).date(), telling.zone)
        with services.database.read() as connection:
            found = read_quality(connection, viewer, span, services.halls)
        values = {"quality": found, "span_name": name, "span_names": NAMES, "guesses": GUESSES}
        return render_template("console/figures/quality.html", **values)
