"""The console's error pages: what happened and what to do, in the viewer's language, and nothing else."""

from __future__ import annotations

import logging

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError

from intake.console.access import everyone
from intake.console.layout import Room
from intake.errors import place_of

log = logging.getLogger(__name__)
TOLD = frozenset({400, 403, 404, 405, 409, 413, 500, 503})
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def mount_mishaps(room: Room) -> None:
    """Error pages for every part of the console, and for addresses that none of them has."""
    room.register_error_handler(HTTPException, told)
    room.register_error_handler(DBAPIError, store_away)
    room.register_error_handler(Exception, unexpected)
    room.add_url_rule("/<path:rest>", "nowhere", nowhere, methods=METHODS)


@everyone
def nowhere(rest: str) -> ResponseReturnValue:
    """An address that leads nowhere."""
    return mishap(404)


def told(error: HTTPException) -> ResponseReturnValue:
    """An answer that a view ended with."""
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return Response(status=500)  # the error page itself failed
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    return mishap(error.code)


def store_away(error: DBAPIError) -> ResponseReturnValue:
    """Nothing was stored."""
    log.error("store not available: %s", type(error.orig).__name__)
    return mishap(503)


def unexpected(error: Exception) -> ResponseReturnValue:
    """A defect of ours. Only type and place are logged."""
    log.error("unexpected %s at %s", type(error).__name__, place_of(error))
    return mishap(500)


def mishap(status: int) -> Response:
    """The page of a status; within a page that htmx updates, a note in its place."""
    code = status if status in TOLD else 400 if status < 500 else 500
    partial = bool(request.headers.get("HX-Request"))
    template = "console/mishap_note.html" if partial else "console/mishap.html"
    return Response(render_template(template, code=code), status=status)
