"""The roster of a hall, week by week, and the form of a duty more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import fresh_login_required, needs
from intake.console.halls import by_hand
from intake.console.halls.acting import change_hall, shown
from intake.console.halls.by_hand import Draft, day_of, days_of
from intake.console.halls.frame import Head, frame, head_of
from intake.console.halls.hall_page import people_of, windows_of
from intake.console.halls.kinds import KINDS
from intake.console.halls.people import number_of
from intake.console.halls.week import DAYS, lines_of, monday_of, open_days, shifts_between, week_from
from intake.console.layout import spoken
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.opening import Opening, parsed
from intake.directory.planning import Known
from intake.errors import DirectoryError

FIELDS = ("date", "until", "start", "end", "window", "staff_no")
PAGE = 60  # windows
LONGEST_SPAN = timedelta(days=92)
START, END = "09:00", "17:00"


def mount(managing: Blueprint, services: Services) -> None:
    """The week, and a duty more."""

    @managing.get("/directory/<int:hall_id>/roster")
    @needs(Right.ADMINISTER)
    def directory_roster(hall_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            return render_template("console/halls/roster.html", **week(services, connection, hall_id))

    @managing.get("/directory/<int:hall_id>/roster/new")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_duty_new(hall_id: int) -> ResponseReturnValue:
        start = {"start": START, "end": END} | {
            name: request.args.get(name, "") for name in ("date", "window")
        }
        return show_new(services, hall_id, start)

    @managing.post("/directory/<int:hall_id>/roster/new")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_duty_add(hall_id: int) -> ResponseReturnValue:
        given = {name: request.form.get(name, "").strip() for name in FIELDS}
        days = days_of(given["date"], given["until"], LONGEST_SPAN)
        outcome = change_hall(services, hall_id, "duty", lambda _, known: added(services, known, given), days)
        if outcome.faults:
            return show_new(services, hall_id, given, outcome.faults), 422
        back = url_for("console.managing.directory_roster", hall_id=hall_id, week=given["date"])
        return shown(services, outcome, back)


def opening_of(text: str) -> Opening | None:
    """A hall's hours; None where nobody stated any."""
    return parsed(text) if text else None


def week(services: Services, connection: Connection, hall_id: int) -> dict[str, Any]:
    """What the page of a week shows. ?week: any day of it. ?person: id of somebody to be seen alone."""
    head = head_of(connection, hall_id)
    today = services.clock().astimezone(head.zone).date()
    monday = monday_of(day_of(request.args.get("week", "")) or today)
    person = KINDS[1].key_of(connection, hall_id, request.args.get("person", 0, type=int))
    sunday = monday + timedelta(days=DAYS - 1)
    shifts = shifts_between(connection, hall_id, monday, sunday, person)
    labels = [] if person else [window.label for window in windows_of(connection, hall_id)]
    lines = lines_of(labels, shifts, monday)
    page = max(1, request.args.get("page", 1, type=int))
    return {
        "days": week_from(monday, opening_of(head.opening), services.calendar),
        "lines": lines[(page - 1) * PAGE : page * PAGE],
        "page": page,
        "last": max(1, -(-len(lines) // PAGE)),
        "monday": monday,
        "sunday": sunday,
        "before": monday - timedelta(days=DAYS),
        "after": monday + timedelta(days=DAYS),
        "today": today,
        "person": person,
        "person_id": request.args.get("person"),
        "count": len(shifts),
        **frame(spoken(services), head),
    }


def added(services: Services, known: Known, given: Mapping[str, str]) -> Draft:
    """A duty on one day, or on every open day of a span. Raises DirectoryError for a span of none."""
    first, last = day_of(given["date"]), day_of(given["until"])
    days: list[str] = [given["date"]]
    if first is not None and given["until"]:
        if last is None or not timedelta() <= last - first <= LONGEST_SPAN:
            raise DirectoryError("console.halls.error_span", most=LONGEST_SPAN.days)
        opening = opening_of(known.data.opening or "")
        days = [day.isoformat() for day in open_days(first, last, opening, services.calendar)]
    if not days:
        raise DirectoryError("console.halls.error_no_open_day")
    staff_no = number_of(known.contents.staff.values(), given["staff_no"])
    rest = (given["start"], given["end"], given["window"], staff_no, "")
    return by_hand.roster(known, (), [(day, *rest) for day in days])


def show_new(
    services: Services, hall_id: int, given: Mapping[str, str], faults: Mapping[str, str] | None = None
) -> str:
    """The form of a duty more."""
    with services.database.read() as connection:
        head = head_of(connection, hall_id)
        choices = choices_of(connection, head, services.clock().astimezone(head.zone).date())
    return render_template(
        "console/halls/duty_new.html",
        given=given,
        faults=faults or {},
        **choices,
        **frame(spoken(services), head),
    )


def choices_of(connection: Connection, head: Head, today: date) -> dict[str, Any]:
    """The windows and people that a duty may be given to."""
    people = [one for one in people_of(connection, head.id) if one.state(today) != "ended"]
    windows = [(one.label, one.label) for one in windows_of(connection, head.id)]
    return {"windows": windows, "people": people}
