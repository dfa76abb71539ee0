"""One duty: changed, taken over by a substitute, swapped with another's, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from intake.console.access import fresh_login_required, needs, see_other
from intake.console.halls import by_hand
from intake.console.halls.acting import ABOVE, change_hall, shown
from intake.console.halls.by_hand import Draft, day_of, days_of
from intake.console.halls.frame import frame, head_of
from intake.console.halls.people import number_of
from intake.console.halls.roster_page import LONGEST_SPAN, choices_of
from intake.console.halls.week import Shift, shifts_between
from intake.console.layout import spoken
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.model import DutyRow
from intake.directory.planning import Known
from intake.directory.writing import in_order
from intake.errors import DirectoryError
from matching.hall import Duty

FIELDS = ("start", "end", "window", "staff_no", "until", "other")
Deed = Callable[[Known, Duty, Mapping[str, str]], Draft]


def mount(managing: Blueprint, services: Services) -> None:
    """The page of a duty, and its deeds."""

    @managing.get("/directory/<int:hall_id>/roster/<int:duty_id>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_duty(hall_id: int, duty_id: int) -> ResponseReturnValue:
        return show(services, hall_id, duty_id)

    @managing.post("/directory/<int:hall_id>/roster/<int:duty_id>/<deed>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def directory_duty_change(hall_id: int, duty_id: int, deed: str) -> ResponseReturnValue:
        if deed not in DEEDS:
            abort(404)
        return done(services, hall_id, duty_id, deed)


def done(services: Services, hall_id: int, duty_id: int, deed: str) -> ResponseReturnValue:
    """The deed done; or the page again with what is wrong."""
    given = {name: request.form.get(name, "").strip() for name in FIELDS}
    duty, is_current = duty_of(services, hall_id, duty_id)
    back = url_for("console.managing.directory_roster", hall_id=hall_id, week=duty.on.isoformat())
    if not is_current:
        return changed_since(services, back)

    def drafted(_: Connection, known: Known) -> Draft:
        if duty not in known.contents.duties:
            raise DirectoryError("console.halls.error_duty_changed")
        return DEEDS[deed](known, duty, given)

    days = days_of(duty.on.isoformat(), given["until"], LONGEST_SPAN)
    outcome = change_hall(services, hall_id, f"duty_{deed}", drafted, days)
    if outcome.faults and not duty_of(services, hall_id, duty_id)[1]:
        return changed_since(services, back)
    if outcome.faults:
        return show(services, hall_id, duty_id, deed, given, outcome.faults), 422
    return shown(services, outcome, back)


def changed_since(services: Services, back: str) -> ResponseReturnValue:
    """Somebody was there first: the duty is no more what the page showed."""
    flash(spoken(services)("console.halls.error_duty_changed"), "wait")
    return see_other(back)


def duty_of(services: Services, hall_id: int, duty_id: int) -> tuple[Duty, bool]:
    """A duty by the id of its row, and whether it still is. Ends the request with 404 for another hall's."""
    with services.database.read() as connection:
        head_of(connection, hall_id)
        row = connection.execute(
            select(DutyRow.__table__).where(DutyRow.id == duty_id, DutyRow.hall_id == hall_id)
        ).one_or_none()
    if row is None:
        abort(404)
    duty = Duty(
        on=row.day, start=row.start_time, end=row.end_time, window=row.window_label, staff_no=row.staff_no
    )
    return duty, row.until_version is None


def changed(known: Known, duty: Duty, given: Mapping[str, str]) -> Draft:
    """Another time, window or person that day."""
    staff_no = number_of(known.contents.staff.values(), given["staff_no"])
    line = (duty.on.isoformat(), given["start"], given["end"], given["window"], staff_no, "")
    return by_hand.roster(known, [duty], [line])


def substituted(known: Known, duty: Duty, given: Mapping[str, str]) -> Draft:
    """Somebody else does the person's duties: this one, or all up to a day, at whatever window."""
    until = until_of(duty, given)
    staff_no = number_of(known.contents.staff.values(), given["staff_no"])
    if not staff_no or staff_no == duty.staff_no:
        raise DirectoryError("console.halls.error_substitute")
    theirs = [
        one
        for one in known.contents.duties
        if one.staff_no == duty.staff_no and (one == duty if until is None else duty.on <= one.on <= until)
    ]
    return by_hand.shifted(known, {one: replace(one, staff_no=staff_no) for one in in_order(theirs)})


def swapped(known: Known, duty: Duty, given: Mapping[str, str]) -> Draft:
    """Two change places: the other's duty of that day is theirs, and theirs the other's."""
    others = [one for one in known.contents.duties if one.on == duty.on and written(one) == given["other"]]
    if len(others) != 1 or others[0].staff_no == duty.staff_no:
        raise DirectoryError("console.halls.error_swap")
    other = others[0]
    exchanged = {duty: replace(duty, staff_no=other.staff_no), other: replace(other, staff_no=duty.staff_no)}
    return by_hand.shifted(known, exchanged)


def ended(known: Known, duty: Duty, given: Mapping[str, str]) -> Draft:
    """Nobody there: for this duty, or for all of the person's at this window up to a day."""
    until = until_of(duty, given)
    place = (duty.window, duty.staff_no)
    gone = [
        one
        for one in known.contents.duties
        if one == duty
        or (until is not None and (one.window, one.staff_no) == place and duty.on <= one.on <= until)
    ]
    return by_hand.roster(known, set(gone), ())


DEEDS: Mapping[str, Deed] = {"change": changed, "substitute": substituted, "swap": swapped, "end": ended}


def until_of(duty: Duty, given: Mapping[str, str]) -> date | None:
    """The last day that a deed holds for; None for this duty alone. Raises DirectoryError."""
    if not given["until"]:
        return None
    until = day_of(given["until"])
    if until is None or not timedelta() <= until - duty.on <= LONGEST_SPAN:
        raise DirectoryError("console.halls.error_span", most=LONGEST_SPAN.days)
    return until


def written(duty: Duty | Shift) -> str:
    """A duty of a known day as a form's choice names it."""
    return f"{duty.window} {clock(duty.start)} {duty.staff_no}"


def clock(at: time) -> str:
    return at.isoformat("minutes" if not at.second else "seconds")


def show(
    services: Services,
    hall_id: int,
    duty_id: int,
    deed: str = "",
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> str:
    """The page of a duty. deed: the form that was sent, as it was filled in."""
    duty, is_current = duty_of(services, hall_id, duty_id)
    if not is_current:
        abort(404)
    with services.database.read() as connection:
        head = head_of(connection, hall_id)
        shifts = shifts_between(connection, hall_id, duty.on, duty.on)
        choices = choices_of(connection, head, duty.on)
    mine = next(one for one in shifts if one.id == duty_id)
    others = [(written(one), one) for one in shifts if one.staff_no != duty.staff_no]
    now = {
        "start": clock(duty.start),
        "end": clock(duty.end),
        "window": duty.window,
        "staff_no": duty.staff_no,
    }
    return render_template(
        "console/halls/duty.html",
        duty=mine,
        others=others,
        deed=deed,
        given=given or {},
        now_given=given if deed == "change" and given else now,
        faults=faults or {},
        above=(faults or {}).get(ABOVE, ""),
        **choices,
        **frame(spoken(services), head),
    )
