"""The pages of figures: the wall board, reports, the quality of the matcher. Mounted in the console."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, needs
from intake.console.figures.board import read_board
from intake.console.figures.charts import hours_chart, why_chart
from intake.console.layout import Page, Room, shown
from intake.console.review.live import part
from intake.console.review.queue_page import halls_for
from intake.console.roles import Right
from intake.desk.services import Services


def mount(room: Room, services: Services) -> None:
    """Board, reports, quality."""
    figures = Blueprint("figures", __name__)
    mount_board(figures, services)
    room.register_blueprint(figures)
    room.add_page(
        Page(
            endpoint="figures.board", key="console.board.title", right=Right.BOARD, position=40, icon="board"
        )
    )


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
