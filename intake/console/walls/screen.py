"""What a screen on a wall may open: the page where its code is typed, and the board. It is nobody's session.

The screen keeps a cookie of its own, which no other view of the console looks at. The code is typed, or it
stands behind the `#` of the address, which no server is sent; a script types it and takes it out of there.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from intake.console.access import Viewer, anyone, see_other
from intake.console.figures.board import read_board
from intake.console.figures.charts import hours_chart, why_chart
from intake.console.guard import is_local
from intake.console.layout import TAGS, Room
from intake.console.login import address_of
from intake.console.model import AccountRow
from intake.console.review.live import part
from intake.console.shown import Shown
from intake.console.throttle import begin_attempt, succeed
from intake.console.walls.keeping import NOTED, Wall, enter, note_seen, wall_of
from intake.desk.services import Services
from intake.words import words

LONGEST_CODE = 40


def mount(room: Room, services: Services) -> None:
    """Entering, the board, and the part of it that is fetched again."""

    @room.get("/wall")
    @anyone
    def wall() -> ResponseReturnValue:
        if wall_here(services) is not None:
            return see_other(url_for("console.wall_board", wall=1))
        return render_template("console/walls/enter.html", is_wrong=False)

    @room.post("/wall")
    @anyone
    def wall_enter() -> ResponseReturnValue:
        entered = typed(services, request.form.get("code", "")[:LONGEST_CODE])
        if entered is None:
            return render_template("console/walls/enter.html", is_wrong=True), 403
        return entered

    @room.get("/wall/board")
    @anyone
    def wall_board() -> ResponseReturnValue:
        found = wall_here(services)
        if found is None:
            return see_other(url_for("console.wall"))
        return render_template("console/walls/board.html", **contents(services, found))

    @room.get("/wall/board/live")
    @anyone
    def wall_live() -> ResponseReturnValue:
        found = wall_here(services)
        if found is None:
            return see_other(url_for("console.wall"))
        return part(render_template("console/figures/board_live.html", **contents(services, found)))


def cookie_name(services: Services) -> str:
    return "hotline-wall" if is_local(services.settings.public_url) else "__Host-hotline-wall"


def typed(services: Services, code: str) -> Response | None:
    """To the board, with what the screen keeps; None for a wrong code, or too many from one address."""
    now, address, index = services.clock(), address_of(request), services.sealer.index
    attempt = None
    if address:
        with services.database.write() as connection:
            attempt = begin_attempt(connection, index(f"wall {address}"), "", now)
        if attempt is None:
            return None
    with services.database.write() as connection:
        entered = enter(connection, code, now)
        if entered and attempt:
            succeed(connection, attempt)
    if entered is None:
        return None
    token, ends_at = entered
    answer: Response = make_response(see_other(url_for("console.wall_board", wall=1)))
    answer.set_cookie(
        cookie_name(services),
        token,
        max_age=int((ends_at - now).total_seconds()),
        secure=not is_local(services.settings.public_url),
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


def wall_here(services: Services) -> Wall | None:
    """The screen that asks; noted as seen now and then."""
    token, now = request.cookies.get(cookie_name(services), ""), services.clock()
    if not token:
        return None
    with services.database.read() as connection:
        found = wall_of(connection, token, now)
    if found is not None and (found.seen_at is None or now - found.seen_at >= NOTED):
        with services.database.write() as connection:
            note_seen(connection, found, now)
    return found


def contents(services: Services, wall: Wall) -> dict[str, Any]:
    """The board of the wall's hall, in the wall's language and the hall's time."""
    telling = Shown(words(wall.language), ZoneInfo(wall.timezone or services.settings.timezone))
    now = services.clock()
    with services.database.read() as connection:
        viewer = passer_by(connection, wall)
        board = read_board(connection, viewer, now, telling.zone, wall.hall_id)
    return {
        "wall": wall,
        "viewer": viewer,
        "words": telling.words,
        "shown": telling,
        "tag": TAGS[wall.language],
        "board": board,
        "hours": hours_chart(board, telling),
        "why": why_chart(board, telling),
        "asked": {"wall": "1"},
        "now": now,
    }


def passer_by(connection: Connection, wall: Wall) -> Viewer:
    """Whoever looks at a screen: nobody in particular, without any right, in front of everybody.

    Who has an account and is a member of staff could compare it with their own board, and learn from the
    difference that there is a case about them: what concerns any of them is not counted on a wall.
    """
    staff = select(AccountRow.hall_id, AccountRow.staff_no).where(
        AccountRow.staff_no.is_not(None), AccountRow.is_active
    )
    return Viewer(
        account_id=0,
        login="",
        name="",
        roles=frozenset(),
        hall_id=wall.hall_id,
        staff_no=None,
        language=wall.language,
        fresh=False,
        timezone=wall.timezone,
        others=frozenset((row.hall_id, row.staff_no) for row in connection.execute(staff)),
    )
