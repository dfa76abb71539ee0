"""The halls that somebody administers, uploads that wait, and the hall's own data."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import current_viewer, fresh_login_required, needs
from intake.console.halls import by_hand
from intake.console.halls.acting import Outcome, carried_out, change_hall, directing_in, judged, shown
from intake.console.halls.keeping import any_old, forget_old, waiting
from intake.console.halls.scope import administered, known_hall
from intake.console.halls.uploading import LARGEST, MILLION
from intake.console.layout import spoken
from intake.console.managing.tabs import PART, only_for_all_halls, tabs
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.columns import HALLS
from intake.directory.judging import Judged
from intake.directory.planning import Known
from intake.directory.store import versions
from intake.directory.writing import hall_line, heads

HALLS_PAGE = f"{PART}.directory"


def mount(managing: Blueprint, services: Services) -> None:
    """The list, and a hall more."""

    @managing.get("/directory")
    @needs(Right.ADMINISTER)
    def directory() -> ResponseReturnValue:
        return show_halls(services)

    @managing.get("/directory/new")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_new() -> ResponseReturnValue:
        only_for_all_halls()
        return show_hall(services, {"timezone": services.settings.timezone})

    @managing.post("/directory/new")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_add() -> ResponseReturnValue:
        only_for_all_halls()
        return added(services, typed())

    mount_data(managing, services)


def mount_data(managing: Blueprint, services: Services) -> None:
    """A hall's own data."""

    @managing.get("/directory/<int:hall_id>/data")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_data(hall_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            known = known_hall(connection, current_viewer(), hall_id, by_hand.NO_DAYS)
        line = hall_line(known.code, known.data)
        return show_hall(services, dict(zip(heads(HALLS), line, strict=True)), hall_id)

    @managing.post("/directory/<int:hall_id>/data")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_data_change(hall_id: int) -> ResponseReturnValue:
        given = typed()
        own = (given["name"], given["timezone"], given["hotline"])

        def drafted(_: Connection, known: Known) -> by_hand.Draft:
            return by_hand.hall(known.code, (*own, known.data.opening or ""))

        outcome = change_hall(services, hall_id, "hall", drafted, by_hand.NO_DAYS)
        if outcome.faults:
            return show_hall(services, given, hall_id, outcome.faults), 422
        return shown(services, outcome, url_for("console.managing.directory_hall", hall_id=hall_id))


def typed() -> dict[str, str]:
    """The fields of a hall as typed."""
    return {name: request.form.get(name, "").strip() for name in heads(HALLS)}


def added(services: Services, given: dict[str, str]) -> ResponseReturnValue:
    """A new hall, or the form with what is wrong."""
    draft = by_hand.hall(given["hall"], (given["name"], given["timezone"], given["hotline"], ""))

    def judge(connection: Connection) -> Judged[Outcome]:
        if given["hall"].upper() in versions(connection):
            told = spoken(services)("console.halls.error_code_taken")
            return Judged(result=Outcome(faults={"hall": told}))
        return judged(services, directing_in(services, connection), "hall", draft)

    outcome = carried_out(services, judge)
    if outcome.faults:
        return show_hall(services, given, faults=outcome.faults), 422
    return shown(services, outcome, url_for(HALLS_PAGE))


def show_halls(services: Services, fault: str | None = None) -> str:
    """The list. fault: what was wrong with an upload."""
    viewer, now = current_viewer(), services.clock()
    with services.database.read() as connection:
        halls = administered(connection, viewer)
        uploads = waiting(connection, viewer.account_id, now)
        is_old = any_old(connection, now)
    if is_old:
        with services.database.write() as connection:
            forget_old(connection, now)
    return render_template(
        "console/halls/list.html",
        halls=halls,
        uploads=uploads,
        fault=fault,
        most=LARGEST // MILLION,
        today=now.astimezone().date(),
        all_halls=viewer.hall_id is None,
        tabs=tabs(spoken(services)),
    )


def show_hall(
    services: Services,
    given: dict[str, str],
    hall_id: int | None = None,
    faults: object = None,
) -> str:
    """The form of a new hall, or of one's own data."""
    return render_template("console/halls/data.html", given=given, hall_id=hall_id, faults=faults or {})
