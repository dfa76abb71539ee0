"""The people who may log in: listed, added, changed, disabled, given another password."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.accounts import Account, Profile, get_account, list_accounts, login_fault, plain_login
from intake.console.hall_choice import halls_for
from intake.console.layout import spoken
from intake.console.managing.changing import Administering
from intake.console.managing.filled import Filled, filled_in, filled_with, read
from intake.console.managing.tabs import administers, tabs
from intake.console.passwords import Passwords, new_password
from intake.console.roles import Right, Role
from intake.desk.services import Services
from intake.errors import AccountError

# The field that a fault of the use case belongs to; others stand above the form.
FIELDS = {
    "console.error.login_form": "login",
    "console.error.login_taken": "login",
    "console.error.last_administrator": "roles",
    "console.managing.error_own_staff_no": "staff_no",
}


def mount(managing: Blueprint, services: Services) -> None:
    """The list, a new account, and the accounts."""
    passwords = Passwords()

    @managing.get("/users")
    @needs(Right.ADMINISTER)
    def users() -> ResponseReturnValue:
        viewer = current_viewer()
        with services.database.read() as connection:
            accounts = [one for one in list_accounts(connection) if administers(viewer, one)]
            halls = dict(halls_for(connection, viewer))
        beside = tabs(spoken(services))
        return render_template(
            "console/managing/users.html", accounts=accounts, halls=halls, roles=tuple(Role), tabs=beside
        )

    @managing.get("/users/new")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def users_new() -> ResponseReturnValue:
        return form(services, Filled(language=spoken(services).language))

    @managing.post("/users/new")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def users_add() -> ResponseReturnValue:
        return added(services, passwords, filled_in(request.form))

    mount_one(managing, services, passwords)


def mount_one(managing: Blueprint, services: Services, passwords: Passwords) -> None:
    """An account, its changes, another password."""

    @managing.get("/users/<int:account_id>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def users_one(account_id: int) -> ResponseReturnValue:
        account = account_or_404(services, account_id)
        return form(services, filled_with(account), account)

    @managing.post("/users/<int:account_id>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def users_change(account_id: int) -> ResponseReturnValue:
        account = account_or_404(services, account_id)
        return changed(services, account, filled_in(request.form))

    @managing.post("/users/<int:account_id>/password")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def users_password(account_id: int) -> ResponseReturnValue:
        account_or_404(services, account_id)
        viewer, now, password = current_viewer(), services.clock(), new_password()
        hashed = passwords.hashed(password)
        with services.database.write() as connection:
            deed = Administering(connection=connection, viewer=viewer, now=now)
            account = deed.give_password(account_id, hashed)
        return shown_once(services, account.login, password)


def added(services: Services, passwords: Passwords, filled: Filled) -> ResponseReturnValue:
    """The password of the new account, shown once; or the form with what is wrong."""
    viewer, now, password = current_viewer(), services.clock(), new_password()
    found = understood(services, filled, is_new=True)
    if isinstance(found, Mapping):
        return form(services, filled, faults=found)
    hashed = passwords.hashed(password)
    try:
        with services.database.write() as connection:
            Administering(connection=connection, viewer=viewer, now=now).add(filled.login, found, hashed)
    except AccountError as error:
        return form(services, filled, faults={FIELDS.get(error.key, ""): error.key})
    return shown_once(services, filled.login, password)


def changed(services: Services, account: Account, filled: Filled) -> ResponseReturnValue:
    """Back to the list, which says so; or the form with what is wrong."""
    viewer, now, found = current_viewer(), services.clock(), understood(services, filled)
    if isinstance(found, Mapping):
        return form(services, filled, account, faults=found)
    try:
        with services.database.write() as connection:
            deed = Administering(connection=connection, viewer=viewer, now=now)
            deed.change(services.database, account.id, found, is_active=filled.is_active)
    except AccountError as error:
        return form(services, filled, account, faults={FIELDS.get(error.key, ""): error.key})
    flash(spoken(services)("console.user.stored", login=account.login), "good")
    return see_other(url_for("console.managing.users"))


def understood(services: Services, filled: Filled, *, is_new: bool = False) -> Profile | Mapping[str, str]:
    """The profile that the form describes, or all its faults by field, in the order of the fields."""
    viewer = current_viewer()
    with services.database.read() as connection:
        halls = [hall for hall, _ in halls_for(connection, viewer)]
        wrong = login_fault(connection, filled.login) if is_new else None
    found = read(filled, halls, all_halls=viewer.hall_id is None)
    faults = ({"login": wrong} if wrong else {}) | dict(found.faults)
    return faults if faults or found.profile is None else found.profile


def account_or_404(services: Services, account_id: int) -> Account:
    with services.database.read() as connection:
        account = get_account(connection, account_id)
    return account if account is not None and administers(current_viewer(), account) else abort(404)


def form(
    services: Services,
    filled: Filled,
    account: Account | None = None,
    faults: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    """The form of a new account, or of one that exists, as it was filled in."""
    viewer = current_viewer()
    with services.database.read() as connection:
        halls = halls_for(connection, viewer)
    page = render_template(
        "console/managing/user.html",
        filled=filled,
        account=account,
        faults=faults or {},
        halls=halls,
        all_halls=viewer.hall_id is None,
        roles=tuple(Role),
    )
    return page, 422 if faults else 200


def shown_once(services: Services, login: str, password: str) -> ResponseReturnValue:
    """The page with a password that is kept nowhere: it is in this answer and in no other."""
    return render_template("console/managing/password.html", login=plain_login(login), password=password)
