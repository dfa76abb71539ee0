"""What stands before every view of the console: cookies, who is logged in, who is admitted, the form's token,
and the headers of every answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from intake.console.access import FRESH, LARGEST, MARK, LoggedIn, see_other, viewer_or_none, way_back
from intake.console.confirming import confirmed
from intake.console.layout import CONSOLE, Room
from intake.console.sessions import note_deed, viewer_of
from intake.desk.services import Services

LOCAL = {"localhost", "127.0.0.1"}
STATIC = f"{CONSOLE}.static"
BY_ITSELF = "X-Live"  # console.js marks what a page fetches by itself: that keeps nobody logged in
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; frame-src 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def is_local(public_url: str) -> bool:
    """Whether browsers reach us on this machine only, without TLS: they then refuse `__Host-` cookies."""
    parts = urlsplit(public_url)
    return parts.scheme == "http" and parts.hostname in LOCAL


def mount_guard(room: Room, services: Services) -> None:
    """Close the room to all who are not admitted."""
    csrf = CSRFProtect()

    def prepare(state: BlueprintSetupState) -> None:
        app = state.app
        app.config.update(cookie_settings(services.settings.public_url))
        csrf.init_app(app)
        logins(services).init_app(app, add_context_processor=False)

    def admit() -> ResponseReturnValue | None:
        if request.endpoint == STATIC:
            return None
        view = current_app.view_functions[str(request.endpoint)]
        request.max_content_length = getattr(view, LARGEST, current_app.config["MAX_CONTENT_LENGTH"])
        if not hasattr(view, MARK):
            abort(403)
        wanted, viewer = getattr(view, MARK), viewer_or_none()
        if wanted is not None and viewer is None:
            return see_other(url_for("console.login", next=way_back()))
        csrf.protect()
        if viewer is None or not hasattr(view, FRESH) or not viewer.is_among(wanted):
            return None
        return confirmed(services)

    room.record_once(prepare)
    room.before_request(admit)
    room.after_request(protect)


def cookie_settings(public_url: str) -> dict[str, Any]:
    local = is_local(public_url)
    return {
        "SESSION_COOKIE_NAME": "hotline" if local else "__Host-hotline",
        "SESSION_COOKIE_SECURE": not local,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "WTF_CSRF_CHECK_DEFAULT": False,  # webhooks are signed; the guard asks for the token in the console
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may lie open for a shift
        "WTF_CSRF_SSL_STRICT": False,  # behind the proxy we don't see whether it was https
    }


def logins(services: Services) -> LoginManager:
    """Flask-Login over our session rows. What it keeps in the cookie is the row's token."""
    manager = LoginManager()
    manager.session_protection = None  # rows end sessions, not a changed network

    @manager.user_loader  # type: ignore[untyped-decorator]  # ships no types
    def load(token: str) -> LoggedIn | None:
        now = services.clock()
        with services.database.read() as connection:
            found = viewer_of(connection, token, now)
        if found is None:
            session.clear()
            return None
        viewer, to_be_noted = found
        if to_be_noted and BY_ITSELF not in request.headers:
            with services.database.write() as connection:
                note_deed(connection, token, now)
        return LoggedIn(token, viewer)

    return manager


def protect(response: Response) -> Response:
    """Nothing but our own files, no frame, nothing kept but files that carry their version."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == STATIC:
        lasting = "v" in request.args and response.status_code in (200, 304)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
