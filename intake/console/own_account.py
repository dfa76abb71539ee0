"""The viewer's own account: language, password, one-time codes, where they are logged in."""

from __future__ import annotations

from base64 import b64decode, b64encode

from flask import abort, flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from intake.console.access import (
    LoggedIn,
    current_viewer,
    everyone,
    fresh_login_required,
    see_other,
    way_back,
)
from intake.console.accounts import get_account, set_language, set_password, set_totp
from intake.console.layout import Room, spoken
from intake.console.passwords import COLUMN, Passwords, code_address, fault_of, new_code_key, step_of_code
from intake.console.qr import qr_picture
from intake.console.roles import Role
from intake.console.sessions import end_other_sessions, open_session
from intake.desk.services import Services
from intake.words import LANGUAGES

NEW_KEY = "new_code_key"


def mount(room: Room, services: Services) -> None:
    """The page of one's own account, and its forms."""
    passwords = Passwords()

    @room.get("/account")
    @everyone
    def account() -> ResponseReturnValue:
        return account_page(services)

    @room.post("/account/language")
    @everyone
    def language() -> ResponseReturnValue:
        chosen = request.form.get("language", "")
        if chosen in LANGUAGES:
            with services.database.write() as connection:
                set_language(connection, current_viewer().account_id, chosen)
        return see_other(way_back())

    @room.post("/account/password")
    @everyone
    @fresh_login_required
    def password() -> ResponseReturnValue:
        viewer, now, given = current_viewer(), services.clock(), request.form.get("new", "")
        if fault := fault_of(given, (viewer.login, viewer.name)):
            return account_page(services, password_fault=fault), 422
        hashed = passwords.hashed(given)
        with services.database.write() as connection:
            set_password(connection, viewer.account_id, hashed, now)
            token = open_session(connection, viewer.account_id, now)
        login_user(LoggedIn(token, viewer))
        return done(services, "console.account.password_changed")

    @room.post("/account/elsewhere")
    @everyone
    def leave_elsewhere() -> ResponseReturnValue:
        with services.database.write() as connection:
            account_id, token = current_viewer().account_id, current_user.get_id()
            end_other_sessions(connection, account_id, token, services.clock())
        return done(services, "console.account.left")

    mount_codes(room, services)


def mount_codes(room: Room, services: Services) -> None:
    """One-time codes: set up, and given up."""

    @room.route("/account/codes", methods=["GET", "POST"])
    @everyone
    @fresh_login_required
    def codes() -> ResponseReturnValue:
        viewer, given, wrong = current_viewer(), request.form.get("code", ""), False
        key = kept_key(services)
        if request.method == "POST":
            if step_of_code(key, given, services.clock()) is not None:
                with services.database.write() as connection:
                    set_totp(connection, viewer.account_id, services.sealer.seal(key, COLUMN))
                session.pop(NEW_KEY)
                return done(services, "console.account.codes_on")
            wrong = True
        address = code_address(key, viewer.login)
        page = render_template("console/codes.html", key=key, address=address, wrong=wrong)
        return page, 422 if wrong else 200

    @room.get("/account/codes.svg")
    @everyone
    @fresh_login_required
    def codes_picture() -> ResponseReturnValue:
        if NEW_KEY not in session:
            abort(404)
        return qr_picture(code_address(kept_key(services), current_viewer().login))

    @room.post("/account/codes/end")
    @everyone
    @fresh_login_required
    def end_codes() -> ResponseReturnValue:
        with services.database.write() as connection:
            set_totp(connection, current_viewer().account_id, None)
        return done(services, "console.account.codes_off")


def account_page(services: Services, password_fault: str | None = None) -> str:
    """The page as it is now."""
    with services.database.read() as connection:
        found = get_account(connection, current_viewer().account_id)
    roles = [spoken(services)(f"console.role.{role}") for role in Role if role in current_viewer().roles]
    return render_template(
        "console/account.html", account=found, role_names=roles, password_fault=password_fault
    )


def done(services: Services, key: str) -> ResponseReturnValue:
    """Back to the page, which says what was done."""
    flash(spoken(services)(key), "good")
    return see_other(url_for("console.account"))


def kept_key(services: Services) -> str:
    """The key that is being set up; sealed in the cookie, which a browser could read otherwise."""
    if NEW_KEY not in session:
        session[NEW_KEY] = b64encode(services.sealer.seal(new_code_key(), COLUMN)).decode()
    return services.sealer.open(b64decode(session[NEW_KEY]), COLUMN)
