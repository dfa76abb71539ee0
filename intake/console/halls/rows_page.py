"""A window or a member of staff: added, changed, ended by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import current_viewer, fresh_login_required, needs
from intake.console.halls.acting import ABOVE, change_hall, shown
from intake.console.halls.by_hand import NO_DAYS, Draft, day_of
from intake.console.halls.frame import frame, head_of
from intake.console.halls.kinds import KINDS, Kind
from intake.console.halls.scope import known_hall
from intake.console.layout import spoken
from intake.console.roles import Right
from intake.desk.services import Services
from intake.directory.planning import Known
from intake.errors import DirectoryError


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form as it is shown. row_id, key: of the row that it is about; None for a new one."""

    given: Mapping[str, str]
    row_id: int | None = None
    key: str | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


def mount(managing: Blueprint, services: Services) -> None:
    """The forms of both tables."""
    for kind in KINDS:
        mount_new(managing, services, kind)
        mount_one(managing, services, kind)
        mount_end(managing, services, kind)


def mount_new(managing: Blueprint, services: Services, kind: Kind) -> None:
    """A row more."""
    place = f"/directory/<int:hall_id>/{kind.folder}/new"

    @needs(Right.ADMINISTER)
    @fresh_login_required
    def new(hall_id: int) -> ResponseReturnValue:
        if request.method == "GET":
            return show(services, kind, hall_id, Form(given={}))
        given = typed(kind)

        def drafted(_: Connection, known: Known) -> Draft:
            if taken(kind, known, given[kind.key]):
                raise DirectoryError(f"console.halls.error_{kind.name}_taken")
            return kind.drafted(known, tuple(given[name] for name in kind.fields), None)

        outcome = change_hall(services, hall_id, kind.name, drafted, NO_DAYS)
        if outcome.faults:
            return show(services, kind, hall_id, Form(given=given, faults=outcome.faults)), 422
        return shown(services, outcome, url_for(kind.page, hall_id=hall_id))

    managing.add_url_rule(place, f"directory_{kind.name}_new", new, methods=["GET", "POST"])


def taken(kind: Kind, known: Known, key: str) -> bool:
    """Whether there is a row of that key: the import would say so of another line, the form of its field."""
    read = kind.table.columns[1].read
    try:
        return kind.line(known.contents, read(key)) is not None
    except ValueError:
        return False


def mount_one(managing: Blueprint, services: Services, kind: Kind) -> None:
    """A row, and its change."""
    place = f"/directory/<int:hall_id>/{kind.folder}/<int:row_id>"

    @needs(Right.ADMINISTER)
    @fresh_login_required
    def one(hall_id: int, row_id: int) -> ResponseReturnValue:
        form, is_current = form_of(services, kind, hall_id, row_id)
        if request.method == "GET":
            return show(services, kind, hall_id, form)
        given = typed(kind) | {kind.key: form.key or ""}
        if not is_current:
            return changed_since(services, kind, hall_id, form, given)

        def drafted(_: Connection, known: Known) -> Draft:
            refuse_other(kind, known, form, given)
            return kind.drafted(known, tuple(given[name] for name in kind.fields), form.key)

        outcome = change_hall(services, hall_id, kind.name, drafted, NO_DAYS)
        if outcome.faults:
            again = Form(given=given, row_id=row_id, key=form.key, faults=outcome.faults)
            return show(services, kind, hall_id, again), 422
        return shown(services, outcome, url_for(kind.page, hall_id=hall_id))

    managing.add_url_rule(place, f"directory_{kind.name}", one, methods=["GET", "POST"])


def mount_end(managing: Blueprint, services: Services, kind: Kind) -> None:
    """A row's end."""
    place = f"/directory/<int:hall_id>/{kind.folder}/<int:row_id>/end"

    @needs(Right.ADMINISTER)
    @fresh_login_required
    def end(hall_id: int, row_id: int) -> ResponseReturnValue:
        form, _ = form_of(services, kind, hall_id, row_id)
        last, key, words = day_of(request.form.get("last", "")), form.key or "", spoken(services)
        if last is None:
            told = words("console.halls.error_last_day")
            return show(services, kind, hall_id, replace(form, faults={"last": told})), 422
        outcome = change_hall(
            services,
            hall_id,
            f"{kind.name}_end",
            lambda _, known: kind.ended(known, key, last),
            kind.days_of_end(last),
        )
        if outcome.faults:
            told = words("console.halls.and").join(outcome.faults.values())
            return show(services, kind, hall_id, replace(form, faults={"last": told})), 422
        return shown(services, outcome, url_for(kind.page, hall_id=hall_id))

    managing.add_url_rule(place, f"directory_{kind.name}_end", end, methods=["POST"])


def form_of(services: Services, kind: Kind, hall_id: int, row_id: int) -> tuple[Form, bool]:
    """The row as it is now, and whether that is still the one of the address. 404 where it is no more."""
    with services.database.read() as connection:
        known = known_hall(connection, current_viewer(), hall_id, NO_DAYS)
        key = kind.key_of(connection, hall_id, row_id)
        line = kind.line(known.contents, key) if key is not None else None
        if key is None or line is None:
            abort(404)
        current = kind.current_id(connection, hall_id, key)
    given = dict(zip(kind.fields, line, strict=True))
    return Form(given=given, row_id=current, key=key), current == row_id


def changed_since(
    services: Services, kind: Kind, hall_id: int, form: Form, given: Mapping[str, str]
) -> ResponseReturnValue:
    """Somebody was there first: what was typed is kept, and what it was changed to stands beside it."""
    error = other_now(form.given, given)
    told = spoken(services)(error.key, **error.values)
    return show(services, kind, hall_id, replace(form, given=given, faults={ABOVE: told})), 409


def other_now(now: Mapping[str, str], given: Mapping[str, str]) -> DirectoryError:
    """The row is not what the form was made from. now: what it is."""
    differing = (text for name, text in now.items() if text and text != given[name])
    return DirectoryError("console.halls.error_row_changed", now=", ".join(differing) or "–")


def refuse_other(kind: Kind, known: Known, form: Form, given: Mapping[str, str]) -> None:
    """Raises DirectoryError where somebody changed the row at this very moment."""
    now = kind.line(known.contents, form.key or "")
    if now != tuple(form.given[name] for name in kind.fields):
        raise other_now(dict(zip(kind.fields, now or (), strict=False)), given)


def typed(kind: Kind) -> dict[str, str]:
    """The fields as typed."""
    return {name: request.form.get(name, "").strip() for name in kind.fields}


def show(services: Services, kind: Kind, hall_id: int, form: Form) -> str:
    """The form."""
    words = spoken(services)
    with services.database.read() as connection:
        head = head_of(connection, hall_id)
    today = services.clock().astimezone(head.zone).date()
    return render_template("console/halls/row.html", kind=kind, form=form, today=today, **frame(words, head))
