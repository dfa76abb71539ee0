"""Somebody has lost what shows their one-time codes: an administrator lets them in with the password."""

from __future__ import annotations

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.accounts import get_account, set_totp
from intake.console.disclosure import Access, note_access
from intake.console.layout import Room, spoken
from intake.console.managing.tabs import administers
from intake.console.roles import Right
from intake.desk.services import Services

ENDED = "account_codes_ended"


def mount(room: Room, services: Services) -> None:
    """One form on the page of an account."""

    @room.post("/managing/users/<int:account_id>/codes/end")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def end_codes_of(account_id: int) -> ResponseReturnValue:
        viewer, now = current_viewer(), services.clock()
        with services.database.write() as connection:
            account = get_account(connection, account_id)
            if account is None or not administers(viewer, account):
                abort(404)
            if account.has_totp:
                set_totp(connection, account_id, None)
                note_access(connection, viewer, Access(None, ENDED, account.login), now)
        flash(spoken(services)("console.managing.codes_ended", login=account.login), "good")
        return see_other(url_for("console.managing.users_one", account_id=account_id))
