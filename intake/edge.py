"""What every answer has in common: health, error answers without content, headers."""

from __future__ import annotations

import logging

from flask import Flask, Request, Response, jsonify
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from intake.desk.services import Services
from intake.errors import PayloadError, place_of
from intake.migrations import current, head

log = logging.getLogger(__name__)
CONSOLE = "/console/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class ConsoleSessions(SecureCookieSessionInterface):
    """Cookies are for the console alone: a webhook has none, and looking for one costs time on every turn."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if request.path.startswith(CONSOLE) else None


def register_edge(app: Flask, services: Services) -> None:
    """Health addresses, error answers and headers for the whole application."""

    app.session_interface = ConsoleSessions()

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        faults = what_is_missing(services)
        return jsonify(status="ready" if not faults else "not ready", missing=faults), 503 if faults else 200

    app.register_error_handler(PayloadError, malformed)
    app.register_error_handler(DBAPIError, store_away)
    app.register_error_handler(HTTPException, plain)
    app.register_error_handler(Exception, unexpected)
    app.after_request(add_headers)


def malformed(error: PayloadError) -> Response:
    """Signed, so from the provider, but nothing that we can act on: no retry would make it better."""
    log.warning("webhook without %s", error.values.get("field"))
    return Response(status=400)


def store_away(error: DBAPIError) -> Response:
    """Nothing was stored, so nothing may be acknowledged: the provider tries again or falls back."""
    log.error("store not available: %s", type(error.orig).__name__)
    return Response(status=503, headers={"Retry-After": "5"})


def plain(error: HTTPException) -> Response:
    """The status alone; a page of the framework would quote the request."""
    return Response(status=error.code)


def unexpected(error: Exception) -> Response:
    """A defect of ours. Only type and place are logged: the message of an exception may quote a caller."""
    log.error("unexpected %s at %s", type(error).__name__, place_of(error))
    return Response(status=500)


def add_headers(response: Response) -> Response:
    """Headers that every answer carries unless its room set stricter ones."""
    for name, value in HEADERS.items():
        if name not in response.headers:
            response.headers.add(name, value)
    return response


def what_is_missing(services: Services) -> list[str]:
    """Why this process can't take calls, in codes; empty when it can."""
    faults = []
    if not services.settings.twilio_auth_token:
        faults.append("auth_token")
    if not services.settings.public_url:
        faults.append("public_url")
    try:
        with services.database.read() as connection:
            connection.execute(text("SELECT 1"))
        if current(services.database) != head():
            faults.append("migrations")
    except DBAPIError:
        faults.append("database")
    return faults
