"""The page of a case: opened, it is in the viewer's hand; left or idle, it is free again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.callbacks.outcomes import CallbackStatus
from intake.cases.lifecycle import REMARKS, TABLE, Event, Status
from intake.console.access import Viewer, current_viewer, needs, see_other
from intake.console.case_parts import CaseView, EventView, Holder
from intake.console.case_view import read_case
from intake.console.review import told
from intake.console.review.asked import filters_of, written
from intake.console.review.done import last_done
from intake.console.review.hands import give_back, take_from, take_in_hand
from intake.console.review.live import part
from intake.console.review.queue_page import halls_for
from intake.console.roles import Right
from intake.console.sight import find_case
from intake.console.summary.audience import SUMMARISED
from intake.desk.asking import QUESTIONS
from intake.desk.rulings import EVIDENCE
from intake.desk.services import Services

QUEUED = frozenset({Status.RECEIVED, Status.IDENTIFYING, Status.IN_REVIEW})
KEYS = 9  # candidates that have a key of their own
UNSEEN = frozenset(
    {Event.CLAIMED, Event.UNMASKED, Event.SUMMARISED}
)  # change nothing that anybody decides by


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why a deed was not done. seen: up to which entry of the timeline the person knew the case.

    deed: whose form is shown again as it was filled in.
    """

    deed: str
    text: str
    status: int = 422
    seen: int | None = None
    given: Mapping[str, str] = field(default_factory=dict)


def mount(review: Blueprint, services: Services) -> None:
    """The case, its live part, whom it might be about; taking it over, letting it go."""

    @review.get("/queue/<case_no>")
    @needs(Right.REVIEW, Right.SEARCH)
    def case(case_no: str) -> ResponseReturnValue:
        return case_page(services, case_no)

    @review.get("/queue/<case_no>/live")
    @needs(Right.REVIEW, Right.SEARCH)
    def case_live(case_no: str) -> ResponseReturnValue:
        is_active = request.args.get("active") == "1"
        shown = contents(services, case_no, keep=is_active)
        seen = request.args.get("seen", type=int) or 0
        return part(
            render_template("console/review/case_live.html", changes=changes(shown["case"], seen), **shown)
        )

    @review.get("/queue/<case_no>/people")
    @needs(Right.DECIDE)
    def people(case_no: str) -> ResponseReturnValue:
        with services.database.read() as connection:
            found = read_case(services, connection, current_viewer(), case_no, services.clock()) or abort(404)
            hall = services.halls.get(connection, found.head.hall_id) if found.head.hall_id else None
        day = found.head.strip_day or found.head.event_last
        staff = [one for one in hall.staff if one.in_service(day)] if hall else []
        return render_template("console/review/people.html", staff=staff)

    mount_claiming(review, services)


def mount_claiming(review: Blueprint, services: Services) -> None:
    """Taking a case over, and letting it go."""

    @review.post("/queue/<case_no>/take")
    @needs(Right.DECIDE)
    def take_case(case_no: str) -> ResponseReturnValue:
        with services.database.write() as connection:
            case_id = find_case(connection, current_viewer(), case_no) or abort(404)
            take_from(services, connection, current_viewer(), case_no, case_id, services.clock())
        asked = written(filters_of(request.args))
        return see_other(url_for("console.review.case", case_no=case_no, **asked))

    @review.post("/queue/<case_no>/release")
    @needs(Right.DECIDE)
    def release_case(case_no: str) -> ResponseReturnValue:
        with services.database.write() as connection:
            case_id = find_case(connection, current_viewer(), case_no) or abort(404)
            give_back(connection, current_viewer(), case_id, services.clock())
        return see_other(url_for("console.review.queue", **written(filters_of(request.args))))


def case_page(
    services: Services, case_no: str, fault: Fault | None = None, unmasked: tuple[str, str] | None = None
) -> ResponseReturnValue:
    """The page. unmasked: a number by what it is, shown this once."""
    shown = contents(services, case_no, keep=True)
    changed = changes(shown["case"], fault.seen) if fault and fault.seen is not None else ()
    page = render_template(
        "console/review/case.html", fault=fault, unmasked=unmasked, changed=changed, done=last_done(), **shown
    )
    return page, fault.status if fault else 200


def contents(services: Services, case_no: str, *, keep: bool) -> dict[str, Any]:
    """What the page and its live part show. keep: take the case, or keep it, if nobody else has it."""
    viewer, now = current_viewer(), services.clock()
    with services.database.read() as connection:
        case = read_case(services, connection, viewer, case_no, now) or abort(404)
        halls = halls_for(connection, viewer) if case.head.hall_id is None else ()
    if keep and viewer.may(Right.DECIDE) and is_queued(case) and not held_by_other(case.holder, viewer):
        with services.database.write() as connection:
            case = replace(case, holder=take_in_hand(connection, viewer, case.head.complaint_id, now))
    is_held = held_by_other(case.holder, viewer)
    return {
        "case": case,
        "is_held": is_held,
        "may_act": viewer.may(Right.DECIDE) and not is_held,
        "is_queued": is_queued(case),
        "seen": case.timeline[-1].seq if case.timeline else 0,
        "undoable": next((one.seq for one in reversed(case.timeline) if one.can_undo), None),
        "deeds": possible(case),
        "is_summarised": case.head.status in SUMMARISED and case.head.staff_no is not None,
        "asked": written(filters_of(request.args)),
        "halls": halls,
        "questions": QUESTIONS,
        "keys": KEYS,
        "strip": told.strip_of(case),
        "told": told,
        "now": now,
    }


def is_queued(case: CaseView) -> bool:
    """Whether the case waits for a person, and so is worked on by one at a time."""
    waits = any(one.status is CallbackStatus.OPERATOR for one in case.callbacks)
    return waits or case.head.status in QUEUED


def held_by_other(holder: Holder | None, viewer: Viewer) -> bool:
    return holder is not None and holder.account_id != viewer.account_id


def possible(case: CaseView) -> frozenset[str]:
    """The deeds that the case's status allows."""
    moves = {
        "decide": Event.DECIDED,
        "transfer": Event.TRANSFERRED,
        "merge": Event.MERGED,
        "set_aside": Event.SET_ASIDE,
        "reopen": Event.REOPENED,
    }
    allowed = {deed for deed, event in moves.items() if (case.head.status, event) in TABLE}
    tasks = {one.task for one in case.callbacks if one.status is CallbackStatus.OPERATOR}
    if tasks & EVIDENCE and (case.head.status, Event.DECLARED_UNREACHABLE) in TABLE:
        allowed.add("unreachable")
    if case.head.status in QUEUED:
        allowed.discard("reopen")
    allowed |= {"note", "link", "summarise", "open_up" if case.head.is_confidential else "keep_confidential"}
    return frozenset(allowed)


def changes(case: CaseView, seen: int) -> tuple[EventView, ...]:
    """What happened to the case since somebody looked, that a decision may depend on."""
    return tuple(one for one in case.timeline if one.seq > seen and Event(one.event) not in UNSEEN)


def matters(event: EventView, viewer: Viewer) -> bool:
    """Whether a decision must not pass over it: everything but one's own remarks."""
    return Event(event.event) not in REMARKS or event.actor != viewer.login
