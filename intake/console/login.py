"""The pages of logging in and out, and of giving the password once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import Request, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from intake.console.access import (
    LoggedIn,
    anyone,
    current_viewer,
    everyone,
    inside,
    see_other,
    viewer_or_none,
)
from intake.console.confirming import HELD, gone, waiting
from intake.console.demo_login import demo_login
from intake.console.held import HeldForm
from intake.console.layout import LANGUAGE, Room
from intake.console.login_service import CodeWanted, Entered, Logins, Refusal
from intake.console.passwords import Passwords
from intake.console.sessions import end_session, viewer_of
from intake.desk.services import Services

PENDING = "code_wanted"
PENDING_FOR = timedelta(minutes=5)
LONGEST_PASSWORD = 1000  # what is hashed at all
LONGEST_CODE = 20
STATUS = {None: 200, Refusal.WRONG: 403, Refusal.CODE_WRONG: 403, Refusal.TOO_SOON: 429}


@dataclass(frozen=True, slots=True)
class Entrance:
    """The views. Each is given its form by Flask and ends in a page or another address."""

    services: Services
    passwords: Passwords

    def show(self) -> ResponseReturnValue:
        return see_other(wanted()) if viewer_or_none() else self._page("login", None)

    def log_in(self) -> ResponseReturnValue:
        login, password = request.form.get("login", ""), request.form.get("password", "")
        match self._tries().by_password(login, password[:LONGEST_PASSWORD]):
            case Entered() as entered:
                return self._enter(entered)
            case CodeWanted(account_id=account_id):
                session[PENDING] = [account_id, self.services.clock().isoformat()]
                return see_other(url_for("console.code", next=wanted()))
            case refusal:
                return self._page("login", refusal)

    def code(self) -> ResponseReturnValue:
        account_id = pending(self.services.clock())
        if account_id is None:
            return see_other(url_for("console.login", next=wanted()))
        if request.method == "GET":
            return self._page("code", None)
        found = self._tries().by_code(account_id, request.form.get("code", "")[:LONGEST_CODE])
        return self._enter(found) if isinstance(found, Entered) else self._page("code", found)

    def confirm(self) -> ResponseReturnValue:
        ref = request.values.get(HELD)
        form = waiting(self.services, ref) if ref else None
        if ref and form is None:
            return gone(self.services)
        if request.method == "GET":
            return self._page("confirm", None, form)
        given = request.form.get("password", "")[:LONGEST_PASSWORD]
        refusal = self._tries().again(current_user.get_id(), current_viewer().login, given)
        if refusal or form is None:
            return self._page("confirm", refusal, form) if refusal else see_other(wanted())
        # 307 has the browser go on to where the form was meant for, and name the form that waits.
        return redirect(form.address, 307)

    def log_out(self) -> ResponseReturnValue:
        with self.services.database.write() as connection:
            end_session(connection, current_user.get_id(), self.services.clock())
        logout_user()
        session.clear()
        return see_other(url_for("console.login"))

    def _tries(self) -> Logins:
        return Logins(self.services, self.passwords, address_of(request))

    def _page(self, name: str, refusal: Refusal | None, form: HeldForm | None = None) -> ResponseReturnValue:
        demo, ref = demo_login(self.services.settings), request.values.get(HELD)
        page = render_template(
            f"console/{name}.html", refusal=refusal, demo=demo, next=wanted(), form=form, ref=ref
        )
        return page, STATUS[refusal]

    def _enter(self, entered: Entered) -> ResponseReturnValue:
        language = session.get(LANGUAGE)
        session.clear()  # what somebody else may have begun in this browser gives nothing to this session
        if language:
            session[LANGUAGE] = language
        with self.services.database.read() as connection:
            found = viewer_of(connection, entered.token, self.services.clock())
        if found is not None:
            login_user(LoggedIn(entered.token, found[0]))
        return see_other(wanted())


def mount(room: Room, services: Services) -> None:
    """Log in, the one-time code, log out, confirm."""
    entrance = Entrance(services, Passwords())
    both = ["GET", "POST"]
    room.add_url_rule("/login", "login", anyone(entrance.show))
    room.add_url_rule("/login", "log_in", anyone(entrance.log_in), methods=["POST"])
    room.add_url_rule("/login/code", "code", anyone(entrance.code), methods=both)
    room.add_url_rule("/logout", "log_out", everyone(entrance.log_out), methods=["POST"])
    room.add_url_rule("/confirm", "confirm", everyone(entrance.confirm), methods=both)


def address_of(sent: Request) -> str:
    """Where a request comes from; empty where only the reverse proxy on this machine knows.

    The proxy appends the address that it sees to `X-Forwarded-For`. What others say there doesn't count.
    """
    address = sent.remote_addr or ""
    if not address or not ip_address(address).is_loopback:
        return address
    return sent.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()


def wanted() -> str:
    """The page that somebody was on the way to."""
    return inside(request.values.get("next"))


def pending(now: datetime) -> int | None:
    """The account whose password was given a moment ago and whose code is still wanted."""
    kept = session.get(PENDING)
    if not kept or now - datetime.fromisoformat(kept[1]) > PENDING_FOR:
        return None
    return int(kept[0])
