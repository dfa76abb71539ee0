"""What stands before weighty deeds: the password given within the last ten minutes.

A form that was sent without it waits sealed in the database while the password is asked for, and is then
taken up as if it had been sent just now: nothing that was typed is lost, and nothing is done twice.
"""

from __future__ import annotations

import io
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from intake.console.access import current_viewer, inside, see_other, way_back
from intake.console.held import LARGEST, HeldFile, HeldForm, held, hold, opened, sealed, take
from intake.console.layout import spoken
from intake.desk.services import Services

HELD = "held"  # the field that names a form which waits
BACK = "back"
BY_SESSION = "csrf_token"  # the token of whoever sends; not kept, that of the session then counts
SECRETS = frozenset({"password", "new", "code"})  # a form with one of these is never kept


def confirmed(services: Services) -> ResponseReturnValue | None:
    """None where the deed may be done; else the way to the password, or back from a form that is gone."""
    if not current_viewer().fresh:
        return see_other(url_for("console.confirm", **asked_for(services)))
    if request.method != "POST" or HELD not in request.form:
        return None
    return take_up(services, request.form[HELD])


def asked_for(services: Services) -> dict[str, Any]:
    """What the page that asks for the password is told: the form that waits, or where to go on."""
    if request.method == "POST" and HELD in request.form:
        return {HELD: request.form[HELD]}
    form = form_sent() if request.method == "POST" and not SECRETS & set(request.form) else None
    if form is None or form.size > LARGEST:
        return {"next": way_back()}
    packet, viewer, now = sealed(services.sealer, form), current_viewer(), services.clock()
    with services.database.write() as connection:
        return {HELD: hold(connection, viewer.account_id, packet, now)}


def form_sent() -> HeldForm:
    """The form of this request, as it was sent."""
    files = (
        HeldFile(field=field, name=one.filename or "", kind=one.content_type or "", data=one.read())
        for field, one in request.files.items(multi=True)
    )
    fields = ((name, text) for name, text in request.form.items(multi=True) if name != BY_SESSION)
    return HeldForm(address=own_address(), back=way_back(), fields=tuple(fields), files=tuple(files))


def waiting(services: Services, ref: str) -> HeldForm | None:
    """The viewer's form that waits under this reference; None where there is none any more."""
    with services.database.read() as connection:
        packet = held(connection, current_viewer().account_id, ref, services.clock())
    return opened(services.sealer, packet) if packet else None


def take_up(services: Services, ref: str) -> ResponseReturnValue | None:
    """Put the form that waited in the place of the one that was sent with the password."""
    form = waiting(services, ref)
    if form is None or form.address != own_address():
        return gone(services)
    with services.database.write() as connection:
        if take(connection, current_viewer().account_id, ref, services.clock()) is None:
            return gone(services)
    request.form = ImmutableMultiDict([*form.fields, (BY_SESSION, request.form[BY_SESSION])])
    request.files = ImmutableMultiDict([(one.field, file_of(one)) for one in form.files])
    return None


def file_of(one: HeldFile) -> FileStorage:
    return FileStorage(io.BytesIO(one.data), one.name, one.field, one.kind)


def gone(services: Services) -> ResponseReturnValue:
    """The form was done already, or nobody gave the password in time."""
    flash(spoken(services)("console.confirm.gone"), "wait")
    return see_other(inside(request.form.get(BACK)))


def own_address() -> str:
    return inside(request.full_path.rstrip("?"))
