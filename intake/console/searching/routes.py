"""Search over all that one may see: one box that understands many things, and filters.

The box is sent by POST and comes back as an address in which the words are sealed and a telephone number
stands as its keyed index: neither can be read from an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.cases.lifecycle import Status
from intake.cases.model import Channel
from intake.console.access import current_viewer, needs, see_other
from intake.console.hall_choice import halls_for
from intake.console.layout import Page, Room, spoken
from intake.console.roles import Right
from intake.console.searching.asked import Asked, Term, below_of, filters_of, written
from intake.console.searching.finding import Search
from intake.console.searching.reading import Reader, Typed, typed
from intake.console.searching.results import results_of
from intake.console.searching.sealing import sealed, unsealed
from intake.desk.services import Services

POSITION = 30


def mount(room: Room, services: Services) -> None:
    """The page, and the form that leads to it."""
    searching = Blueprint("searching", __name__)

    @searching.get("/search")
    @needs(Right.SEARCH)
    def search() -> ResponseReturnValue:
        plain = request.args.get("q", "")
        asked = typed(plain or unsealed(services.sealer, request.args.get("s", "")))
        if asked.number:
            return see_other(address(services, asked, request.args))
        return render_template("console/searching/search.html", **contents(services, asked))

    @searching.post("/search")
    @needs(Right.SEARCH)
    def look() -> ResponseReturnValue:
        return see_other(address(services, typed(request.form.get("q", "")), request.form))

    room.register_blueprint(searching)
    room.add_page(
        Page(
            endpoint="searching.search", key="console.search.title", right=Right.SEARCH,
            position=POSITION, icon="search",
        )
    )  # fmt: skip


def address(services: Services, asked: Typed, given: Mapping[str, str]) -> str:
    """Where the results stand. A whole number becomes its index; a new search begins at the first page."""
    filters = filters_of(given)
    if asked.number:
        filters = replace(filters, number=services.sealer.index(asked.number))
    shown: dict[str, Any] = {"s": sealed(services.sealer, asked.text)} if asked.text else {}
    return url_for("console.searching.search", **(shown | written(filters)))


def contents(services: Services, typed_in: Typed) -> dict[str, Any]:
    """What the page shows."""
    viewer, zone, texts = current_viewer(), ZoneInfo(services.settings.timezone), spoken(services)
    with services.database.read() as connection:
        reader = Reader(connection, viewer, services.sealer)
        terms, filters = reader.read(typed_in.pieces, filters_of(request.args))
        asked = Asked(terms=terms, filters=filters, below=below_of(request.args))
        found = results = None
        if not asked.is_empty:
            found = Search(connection, viewer, services.sealer, zone).find(asked)
            results = results_of(connection, asked, found.ids)
        halls = halls_for(connection, viewer)
    return {
        "typed": typed_in.text,
        "asked": asked,
        "here_asked": ({"s": sealed(services.sealer, typed_in.text)} if typed_in.text else {})
        | written(filters_of(request.args)),
        "chosen": written(filters),
        "found": found,
        "results": results,
        "halls": halls,
        "named_channels": [(one.value, texts(f"console.channel.{one}")) for one in Channel],
        "named_statuses": [(one.value, texts(f"console.status.{one}")) for one in Status],
        "narrowed": lambda term, reading: sealed(
            services.sealer, narrowed(typed_in, term, reading.sort.value)
        ),
        "is_first": "below" not in request.args,
    }


def narrowed(typed_in: Typed, term: Term, sort: str) -> str:
    """What would be typed to mean a term in one way only."""
    text = f'"{term.text}"' if sort == "words" else f"{sort}:{term.text}"
    pieces = (
        text if piece == term.text else f'"{piece}"' if quoted else piece for piece, quoted in typed_in.pieces
    )
    return " ".join(pieces)
