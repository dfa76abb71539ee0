"""What is done to a case from its page: each a form, one transaction, and the page that follows."""

from __future__ import annotations

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.case_view import read_case
from intake.console.claims import release
from intake.console.disclosure import Look, Masked, ruling_of, unmask
from intake.console.layout import spoken
from intake.console.review import acts
from intake.console.review.asked import filters_of, written
from intake.console.review.case_page import Fault, case_page, changes, held_by_other, matters
from intake.console.review.done import Done, remember
from intake.console.review.following import next_case
from intake.console.review.hands import give_back
from intake.console.roles import Right
from intake.console.sight import find_case
from intake.desk.services import Services
from intake.errors import HotlineError, RulingError, SealError, TransitionError

CONFLICT = 409


class PassedOver(RulingError):
    """Something happened to the case that whoever decides has not seen."""


def mount(review: Blueprint, services: Services) -> None:
    """Every deed under one address each, the next case, and showing a number."""
    known = ",".join(acts.ACTS)

    @review.post(f"/queue/<case_no>/<any({known}):deed>")
    @needs(Right.DECIDE)
    def act(case_no: str, deed: str) -> ResponseReturnValue:
        try:
            seq = perform(services, case_no, deed)
        except PassedOver as passed:
            return refused(services, case_no, deed, passed, CONFLICT)
        except TransitionError:
            return refused(services, case_no, deed, PassedOver("console.case.moved"), CONFLICT)
        except (RulingError, SealError) as error:
            return refused(services, case_no, deed, error, 422)
        return follow(services, case_no, deed, seq)

    @review.post("/queue/<case_no>/skip")
    @needs(Right.DECIDE)
    def skip(case_no: str) -> ResponseReturnValue:
        with services.database.write() as connection:
            case_id = find_case(connection, current_viewer(), case_no) or abort(404)
            give_back(connection, current_viewer(), case_id, services.clock())
        return to_next(services, case_no)

    @review.post("/queue/<case_no>/unmask")
    @needs(Right.UNMASK)
    @fresh_login_required
    def show_number(case_no: str) -> ResponseReturnValue:
        what, viewer, now = request.form.get("what", ""), current_viewer(), services.clock()
        if what not in set(Masked):
            abort(400)
        look = Look(case_no=case_no, what=Masked(what), reason=request.form.get("reason", ""))
        try:
            with services.database.write() as connection:
                number = unmask(services, connection, viewer, look, now)
        except (RulingError, SealError) as error:
            return refused(services, case_no, "unmask", error, 422)
        return case_page(services, case_no, unmasked=(what, number))


def perform(services: Services, case_no: str, deed: str) -> int:
    """Do it, unless the case is in other hands or not what the person saw; gives the last entry's number."""
    viewer, now = current_viewer(), services.clock()
    with services.database.write() as connection:
        find_case(connection, viewer, case_no) or abort(404)
        ruling = ruling_of(services, connection, viewer, now)
        ruling.case(case_no)  # locked: what is looked at now is what is decided about
        check(services, connection, case_no, deed)
        given = acts.Given(
            services=services, viewer=viewer, ruling=ruling, case_no=case_no, form=request.form
        )
        case = acts.ACTS[deed](given)
        if deed in acts.MOVES:
            release(connection, case.id, viewer.account_id)
        return case.chain.events


def check(services: Services, connection: Connection, case_no: str, deed: str) -> None:
    """Raises PassedOver where somebody else works on the case, or has changed it since it was looked at."""
    viewer, now = current_viewer(), services.clock()
    case = read_case(services, connection, viewer, case_no, now) or abort(404)
    if deed == "note":
        return
    if case.holder and held_by_other(case.holder, viewer):
        raise PassedOver("console.case.held", name=case.holder.name)
    seen = request.form.get("seen", type=int)
    if deed not in acts.MOVES or seen is None:
        return
    if any(matters(one, viewer) for one in changes(case, seen)):
        raise PassedOver("console.case.changed")


def refused(
    services: Services, case_no: str, deed: str, error: HotlineError, status: int
) -> ResponseReturnValue:
    """The page once more, with what was filled in, and why nothing was done."""
    seen = request.form.get("seen", type=int) if isinstance(error, PassedOver) else None
    text = spoken(services)(error.key, **error.values)
    fault = Fault(deed=deed, text=text, status=status, seen=seen, given=request.form)
    return case_page(services, case_no, fault)


def follow(services: Services, case_no: str, deed: str, seq: int) -> ResponseReturnValue:
    """After a deed that moves the case the next one opens; else the case is shown as it is now."""
    if deed in acts.MOVES:
        remember(Done(deed=deed, case_no=case_no, seq=seq))
        return to_next(services, case_no)
    flash(spoken(services)(f"console.case.done_{deed}"), "good")
    asked = written(filters_of(request.args))
    return see_other(url_for("console.review.case", case_no=case_no, **asked))


def to_next(services: Services, case_no: str) -> ResponseReturnValue:
    """The next case that nobody has in hand, else the queue."""
    filters, viewer = filters_of(request.args), current_viewer()
    with services.database.read() as connection:
        following = next_case(connection, viewer, filters, case_no, services.clock())
    asked = written(filters)
    if following is None:
        return see_other(url_for("console.review.queue", **asked))
    return see_other(url_for("console.review.case", case_no=following, **asked))
