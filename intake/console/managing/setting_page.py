"""One setting: its value, what another would do, how it came to be; changed in two steps, seen and done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.callbacks.in_force import ABOUT, SETTABLE, as_written
from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.layout import spoken
from intake.console.managing.foreseen import Foreseen, foresee
from intake.console.managing.policy_values import (
    ERROR,
    LONGEST_REASON,
    Change,
    change,
    kind_of,
    source_of,
    understood,
    versions,
)
from intake.console.managing.tabs import only_for_all_halls
from intake.console.roles import Right
from intake.desk.services import Services
from intake.errors import SettingsError

TO_DEFAULT = "default"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """The form. previewed: the value whose effect was shown; only that one is kept. seen: a version's id."""

    value: str
    reason: str = ""
    previewed: str = ""
    seen: int = 0


def mount(managing: Blueprint, services: Services) -> None:
    """The form, and what is sent with it."""

    @managing.get("/settings/<name>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def settings_one(name: str) -> ResponseReturnValue:
        settable(name)
        return page(services, name, begun(services, name))

    @managing.post("/settings/<name>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def settings_change(name: str) -> ResponseReturnValue:
        settable(name)
        if name in services.in_force.fixed:
            abort(409)
        text = {key: request.form.get(key, "").strip() for key in ("value", "reason", "previewed")}
        return sent(services, name, Filled(**text, seen=request.form.get("seen", 0, int)))


def settable(name: str) -> None:
    """Ends the request for a setting that is none of the console's, or of somebody for one hall."""
    only_for_all_halls()
    if name not in SETTABLE:
        abort(404)


def begun(services: Services, name: str) -> Filled:
    """The form as it opens: with the value in force, or one of before that is to come back."""
    back = request.args.get("back", "")
    with services.database.read() as connection:
        now_set, kept = (
            as_written(getattr(services.in_force.settings(connection), name)),
            versions(connection, name),
        )
    default = as_written(services.in_force.default(name))
    earlier = {str(one.id): one.value or default for one in kept} | {TO_DEFAULT: default}
    return Filled(value=earlier.get(back, now_set), seen=kept[0].id if kept else 0)


def sent(services: Services, name: str, filled: Filled) -> ResponseReturnValue:
    """What the value would do, the first time; then it is kept. Or the form with what is wrong."""
    viewer, now = current_viewer(), services.clock()
    try:
        value = understood(name, filled.value)
    except SettingsError as error:
        return page(services, name, filled, faults={"value": error})
    written = as_written(value)
    with services.database.read() as connection:
        same = value == getattr(services.in_force.settings(connection), name)
        found = None if same else foresee(services, connection, viewer, {name: value}, now)
    faults = {}
    if same:
        faults["value"] = SettingsError(ERROR + "same")
    if not 0 < len(filled.reason) <= LONGEST_REASON:
        faults["reason"] = SettingsError(ERROR + "reason")
    if faults or filled.previewed != written:
        return page(services, name, filled, faults=faults, foreseen=found, previewed=written)
    wanted = Change(name=name, value=filled.value, reason=filled.reason, seen=filled.seen)
    try:
        with services.database.write() as connection:
            change(services, connection, viewer, wanted, now)
    except SettingsError as error:
        return page(services, name, filled, faults={"": error}, foreseen=found)
    words = spoken(services)
    flash(words("console.policy.saved", name=words(f"console.setting.{name}"), value=written), "good")
    return see_other(url_for("console.managing.settings"))


def page(
    services: Services,
    name: str,
    filled: Filled,
    *,
    faults: Mapping[str, SettingsError] | None = None,
    foreseen: Foreseen | None = None,
    previewed: str = "",
) -> ResponseReturnValue:
    """The form as it was filled in, with what it would do and the values of before."""
    with services.database.read() as connection:
        kept = versions(connection, name)
        in_force = as_written(getattr(services.in_force.settings(connection), name))
    newest, faults = (kept[0] if kept else None), faults or {}
    shown: dict[str, Any] = {
        "name": name,
        "kind": kind_of(name),
        "variable": ABOUT[name]["name"],
        "in_force": in_force,
        "default": ABOUT[name]["default"],
        "source": source_of(services.in_force, name, newest),
        "filled": filled,
        "seen": newest.id if newest and "" in faults else filled.seen,
        "previewed": previewed,
        "faults": faults,
        "foreseen": foreseen,
        "versions": kept,
    }
    return render_template("console/managing/setting.html", **shown), 422 if faults else 200
