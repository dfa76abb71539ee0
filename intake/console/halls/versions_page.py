"""The versions of a hall: which when, by whom, what it changed; and taking one back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from intake.console.access import fresh_login_required, needs, see_other
from intake.console.halls import by_hand
from intake.console.halls.acting import BY_HAND, Outcome, change_hall, shown
from intake.console.halls.by_hand import Draft
from intake.console.halls.frame import frame, head_of
from intake.console.halls.in_words import cell_in_words
from intake.console.halls.told import tell
from intake.console.layout import shown as telling
from intake.console.layout import spoken
from intake.console.model import AccountRow
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.history import Version, change_of, list_versions, taken_back
from intake.directory.model import StaffRow
from intake.directory.planning import Known
from intake.errors import DirectoryError
from intake.words import Words

PAGE = 50


def mount(managing: Blueprint, services: Services) -> None:
    """The list, and each version."""

    @managing.get("/directory/<int:hall_id>/versions")
    @needs(Right.ADMINISTER)
    def directory_versions(hall_id: int) -> ResponseReturnValue:
        before = request.args.get("before", type=int)
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
            versions = list_versions(connection, hall_id, before, PAGE + 1)
            people = names_of(connection, {one.actor for one in versions})
        return render_template(
            "console/halls/versions.html",
            versions=versions[:PAGE],
            more=len(versions) > PAGE,
            people=people,
            source=lambda version: source_of(version, spoken(services)),
            **frame(spoken(services), head),
        )

    mount_one(managing, services)


def mount_one(managing: Blueprint, services: Services) -> None:
    """A version, and taking it back."""

    @managing.get("/directory/<int:hall_id>/versions/<int:version>")
    @needs(Right.ADMINISTER)
    def directory_version(hall_id: int, version: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
            change = change_of(connection, hall_id, version)
            about = list_versions(connection, hall_id, version + 1, 1)
            if change is None:
                abort(404)
            people = names_of(connection, {one.actor for one in about})
            told = tell(change, staff_names(connection, hall_id))
        return render_template(
            "console/halls/version.html",
            about=about[0],
            told=told,
            in_words=cell_in_words(telling(services)),
            people=people,
            source=source_of(about[0], spoken(services)),
            **frame(spoken(services), head),
        )

    @managing.post("/directory/<int:hall_id>/versions/<int:version>/take-back")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_version_back(hall_id: int, version: int) -> ResponseReturnValue:
        outcome = take_back(services, hall_id, version)
        here = url_for("console.managing.directory_version", hall_id=hall_id, version=version)
        if outcome.faults:
            for text in outcome.faults.values():
                flash(text, "bad")
            return see_other(here)
        return shown(services, outcome, here)


def take_back(services: Services, hall_id: int, version: int) -> Outcome:
    """A further version without what this one changed."""

    def drafted(connection: Connection, known: Known) -> Draft:
        change = change_of(connection, hall_id, version)
        if change is None:
            raise DirectoryError("console.halls.error_first")
        data, contents, days = taken_back(known, change)
        return by_hand.restored(known, data, contents, days)

    return change_hall(services, hall_id, f"back_{version}", drafted)


def names_of(connection: Connection, logins: set[str]) -> dict[str, str]:
    """The names of accounts by login."""
    query = select(AccountRow.login, AccountRow.name).where(AccountRow.login.in_(sorted(logins)))
    return {row.login: row.name for row in connection.execute(query)}


def staff_names(connection: Connection, hall_id: int) -> dict[str, str]:
    """Names by staff number, also of people who are no longer there; the present ones count."""
    query = select(StaffRow.staff_no, StaffRow.name).where(StaffRow.hall_id == hall_id)
    return {row.staff_no: row.name for row in connection.execute(query.order_by(StaffRow.since_version))}


def source_of(version: Version, words: Words) -> str:
    """Where a version came from: a file's name, or what was done by hand."""
    place, _, kind = version.source.partition(".")
    if place != BY_HAND:
        return version.source
    deed, _, number = kind.rpartition("_")
    if deed == "back":
        return words("console.halls.source_back", version=number)
    key = f"console.halls.source_{kind}"
    return words(key) if key in words else version.source
