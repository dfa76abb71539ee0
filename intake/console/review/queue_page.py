"""The page of the review queue, the part of it that keeps itself up to date, and the way to a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from intake.cases.model import Channel
from intake.console.access import Viewer, current_viewer, needs, see_other
from intake.console.layout import Room, spoken
from intake.console.queue import count_queue, read_queue
from intake.console.queue_parts import Counts
from intake.console.review.asked import after_of, filters_of, written
from intake.console.review.done import last_done
from intake.console.review.live import part
from intake.console.roles import Right
from intake.console.searching.sealing import sealed
from intake.console.sight import find_case
from intake.desk.services import Services
from intake.directory.model import HallRow

# Each tab by its name, which is also the count's, and what it asks for.
TABS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("total", {}),
    ("unfinished", {"doubt": "unfinished"}),
    ("contradictory", {"doubt": "contradictory"}),
    ("doubtful", {"doubt": "doubtful"}),
    ("tasks", {"task": "any"}),
    ("overdue", {"age": "overdue"}),
    ("safety", {"flag": "safety"}),
    ("repeat", {"flag": "repeat"}),
    ("mine", {"owner": "me"}),
)
OF_TABS = {"doubt", "task", "age", "flag", "owner"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tab:
    """A kind of cases. asks: for the address. count: at least so many where `is_all` is False."""

    name: str
    asks: Mapping[str, str]
    count: int
    is_all: bool
    is_present: bool


def tabs(asked: Mapping[str, str], counts: Counts) -> tuple[Tab, ...]:
    """The tabs beside each other; what is chosen besides the kind stays."""
    kind = {name: value for name, value in asked.items() if name in OF_TABS}
    others = {name: value for name, value in asked.items() if name not in OF_TABS}
    return tuple(
        Tab(
            name=name,
            asks=others | dict(asks),
            count=getattr(counts, name),
            is_all=counts.is_all or name == "mine",
            is_present=kind == dict(asks),
        )
        for name, asks in TABS
    )


def mount(review: Blueprint, room: Room, services: Services) -> None:
    """The queue, its live part, and looking for a case number."""

    @review.get("/queue")
    @needs(Right.REVIEW)
    def queue() -> ResponseReturnValue:
        shown = contents(services)
        return render_template("console/review/queue.html", done=last_done(), **shown)

    @review.get("/queue/live")
    @needs(Right.REVIEW)
    def queue_live() -> ResponseReturnValue:
        return part(render_template("console/review/queue_live.html", **contents(services)))

    @review.post("/queue/find")
    @needs(Right.REVIEW, Right.SEARCH)
    def find() -> ResponseReturnValue:
        text = request.form.get("q", "").strip()
        case_no = "".join(text.split())
        with services.database.read() as connection:
            found = find_case(connection, current_viewer(), case_no)
        if found is not None:
            return see_other(url_for("console.review.case", case_no=case_no))
        for page in room.pages_for(current_viewer()):
            if page.right is Right.SEARCH and text:
                return see_other(url_for(page.full_endpoint, s=sealed(services.sealer, text)))
        flash(spoken(services)("console.queue.not_found"), "wait")
        return see_other(url_for("console.review.queue"))


def contents(services: Services) -> dict[str, Any]:
    """What the page and its live part show."""
    viewer, now, filters = current_viewer(), services.clock(), filters_of(request.args)
    after, asked, words = after_of(request.args), written(filters), spoken(services)
    with services.database.read() as connection:
        page = read_queue(connection, viewer, filters, now, after)
        counts = count_queue(connection, viewer, filters, now)
        halls = halls_for(connection, viewer)
    return {
        "page": page,
        "tabs": tabs(asked, counts),
        "asked": asked,
        "kind": {name: value for name, value in asked.items() if name in OF_TABS},
        "after": after,
        "halls": halls,
        "channels": tuple((one.value, words(f"console.channel.{one}")) for one in Channel),
        "now": now,
    }


def halls_for(connection: Connection, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The halls that the viewer may choose from, by id; none for whoever works for one."""
    if viewer.hall_id is not None:
        return ()
    rows = connection.execute(select(HallRow.id, HallRow.name).order_by(HallRow.name, HallRow.id))
    return tuple((str(row.id), row.name) for row in rows)
