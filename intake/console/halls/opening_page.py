"""The opening hours of a hall: by the week, on holidays and make-up days, on single days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import fresh_login_required, needs
from intake.console.halls import by_hand
from intake.console.halls.acting import ABOVE, change_hall, shown
from intake.console.halls.frame import Head, frame, head_of
from intake.console.halls.roster_page import opening_of
from intake.console.halls.week import DAYS, monday_of, week_from
from intake.console.layout import spoken
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.calendar import Calendar
from intake.directory.cells import CellFault, clock
from intake.directory.opening import HOLIDAY, MAKEUP, WEEK, Opening, Spans, in_order, parsed, told, written

NAMES = (*WEEK, HOLIDAY, MAKEUP)
ENDS = ("from_1", "to_1", "from_2", "to_2")
AS_WEEKDAY = "as_weekday"
WEEKS = 4  # of days to come that are shown
LONGEST = 3_000


def mount(managing: Blueprint, services: Services) -> None:
    """The hours of the days to come."""

    @managing.get("/directory/<int:hall_id>/opening")
    @needs(Right.ADMINISTER)
    def directory_opening(hall_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
        opening, today = opening_of(head.opening), services.clock().astimezone(head.zone).date()
        return render_template(
            "console/halls/opening.html",
            opening=opening,
            names=NAMES,
            special=to_come(opening, services.calendar, today) if opening else [],
            weeks=weeks_from(opening, services.calendar, today),
            today=today,
            **frame(spoken(services), head),
        )

    mount_form(managing, services)


def mount_form(managing: Blueprint, services: Services) -> None:
    """The form."""

    @managing.get("/directory/<int:hall_id>/opening/change")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_opening_form(hall_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
        return show(services, head, filled_with(opening_of(head.opening) or Opening()))

    @managing.post("/directory/<int:hall_id>/opening/change")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_opening_change(hall_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
        given = {name: value.strip() for name, value in request.form.items()}
        text, faults = read(services, given)
        if not faults:
            outcome = change_hall(
                services, hall_id, "opening", lambda _, known: by_hand.opening(known, text), by_hand.NO_DAYS
            )
            faults = outcome.faults
        if faults:
            return show(services, head, given, faults), 422
        return shown(services, outcome, url_for("console.managing.directory_opening", hall_id=hall_id))


def to_come(opening: Opening, calendar: Calendar, today: date) -> list[tuple[date, str, Spans]]:
    """Holidays, make-up days and single days from today on: the day, the calendar's name, the hours."""
    stated = (day for day in {*calendar.exceptions, *opening.days} if day >= today)
    return [(day, calendar.names.get(day, ""), opening.on(day, calendar)) for day in sorted(stated)]


def weeks_from(opening: Opening | None, calendar: Calendar, today: date) -> list[object]:
    first = monday_of(today)
    return [week_from(first + timedelta(days=DAYS * week), opening, calendar) for week in range(WEEKS)]


def filled_with(opening: Opening) -> dict[str, str]:
    """The fields of the form."""
    given: dict[str, str] = {}
    for name in NAMES:
        spans = opening.stated.get(name, ())
        moments = [moment.isoformat("minutes") for span in spans for moment in span]
        given |= {f"{name}_{end}": moment for end, moment in zip(ENDS, moments, strict=False)}
    if MAKEUP not in opening.stated:
        given[AS_WEEKDAY] = "yes"
    given["days"] = "\n".join(
        f"{day.isoformat()} {told(spans)}" for day, spans in sorted(opening.days.items())
    )
    return given


def read(services: Services, given: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """The hours as the directory writes them, and what is wrong by field."""
    words, faults = spoken(services), {}
    stated: dict[str, Spans] = {}
    for name in NAMES:
        try:
            stated[name] = spans_in(given.get(f"{name}_{end}", "") for end in ENDS)
        except CellFault as fault:
            faults[name] = words(f"directory.fault.{fault.key}", **fault.values)
    if given.get(AS_WEEKDAY):
        stated.pop(MAKEUP, None)
    days: Mapping[date, Spans] = {}
    try:
        days = parsed(given.get("days", "")[:LONGEST]).days
    except CellFault as fault:
        faults["days"] = words(f"directory.fault.{fault.key}", **fault.values)
    return written(Opening(stated=stated, days=days)), faults


def spans_in(texts: Iterable[str]) -> Spans:
    """Up to two spans from four fields. Raises CellFault."""
    ends = list(texts)
    pairs = [pair for pair in (ends[:2], ends[2:]) if any(pair)]
    return in_order((clock(start), clock(end)) for start, end in pairs)


def show(
    services: Services, head: Head, given: Mapping[str, str], faults: Mapping[str, str] | None = None
) -> str:
    """The form."""
    return render_template(
        "console/halls/opening_form.html",
        given=given,
        faults=faults or {},
        above=(faults or {}).get(ABOVE, ""),
        names=NAMES,
        ends=ENDS,
        **frame(spoken(services), head),
    )
