"""The audit: who did what, when and why; for auditors, who change nothing and take out only what is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from openpyxl import Workbook
from sqlalchemy import Connection

from intake.callbacks.facts import VERIFIED, facts
from intake.cases.lifecycle import Event
from intake.console.access import current_viewer, fresh_login_required, needs
from intake.console.auditing.asked import Asked, Origin, asked_in
from intake.console.auditing.entries import Entry, accessed, every_page, people, read_page
from intake.console.auditing.reasons import Telling, hall_names, reason_in_words
from intake.console.disclosure import Access, note_access
from intake.console.layout import Page, Room, shown
from intake.console.roles import Right
from intake.console.shown import Shown
from intake.desk.services import Services
from intake.spreadsheet import csv_file, text_cell

MOST_EXPORTED = 50_000
EXPORTED = "audit_exported"
COLUMNS = ("at", "person", "login", "deed", "case", "reason")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What the hotline does by itself is nobody's deed; so are these, which only it brings about.
BY_ITSELF = frozenset({Event.ASKED, Event.UNSETTLED, Event.PINNED, Event.CLAIMED})


def mount(room: Room, services: Services) -> None:
    """The list and its export."""
    auditing = Blueprint("auditing", __name__)

    @auditing.get("/audit")
    @needs(Right.AUDIT)
    def audit() -> ResponseReturnValue:
        return listed(services, asked_in(request.args))

    @auditing.get("/audit.<any(csv, xlsx):kind>")
    @needs(Right.AUDIT)
    @fresh_login_required
    def audit_export(kind: str) -> ResponseReturnValue:
        return exported(services, asked_in(request.args), kind)

    room.register_blueprint(auditing)
    room.add_page(
        Page(endpoint="auditing.audit", key="console.audit.title", right=Right.AUDIT, position=80, icon="eye")
    )


def listed(services: Services, asked: Asked) -> ResponseReturnValue:
    viewer, telling = current_viewer(), shown(services)
    with services.database.read() as connection:
        entries, following = read_page(connection, viewer, asked, telling.zone)
        persons, known = people(connection, viewer), accessed(connection)
        verified = facts(connection).get(VERIFIED)
        told = telling_to(telling, connection)
    return render_template(
        "console/auditing/audit.html",
        entries=entries,
        next=following,
        asked=asked,
        filters=asked.address(),
        people=persons,
        deeds=deeds(telling, known),
        deed_name=lambda entry: deed_name(telling, entry.place.origin, entry.what),
        reason_told=lambda entry: reason_told(told, entry),
        verified=verified,
        most=MOST_EXPORTED,
    )


def deeds(telling: Shown, known: Iterable[str]) -> list[tuple[str, str]]:
    """What may be asked for: what the access log has, and what people do with cases."""
    wanted = [(Origin.ACCESS, name) for name in known]
    wanted += [(Origin.CASE, event.value) for event in Event if event not in BY_ITSELF]
    named = [(f"{origin}:{name}", deed_name(telling, origin, name)) for origin, name in wanted]
    return sorted(named, key=lambda one: one[1])


def deed_name(telling: Shown, origin: Origin, what: str) -> str:
    """What was done, in words; by its own name where the catalogues have none."""
    key = f"console.{'access' if origin is Origin.ACCESS else 'event'}.{what}"
    return telling.words(key) if key in telling.words else what


def telling_to(telling: Shown, connection: Connection) -> Telling:
    """Whom reasons are told to, with what they name."""

    def named(deed: str) -> str:
        origin, _, name = deed.partition(":")
        return deed_name(telling, Origin(origin), name) if origin in set(Origin) else deed

    return Telling(shown=telling, halls=hall_names(connection), deed=named)


def reason_told(telling: Telling, entry: Entry) -> str:
    """The reason: as somebody wrote it who did something to a case; what the log keeps in codes in words."""
    if entry.place.origin is not Origin.ACCESS:
        return entry.reason
    return reason_in_words(telling, entry.what, entry.reason)


def exported(services: Services, asked: Asked, kind: str) -> ResponseReturnValue:
    """All that matches as a file, which is noted with the filters before it is given."""
    viewer, telling, now = current_viewer(), shown(services), services.clock()
    with services.database.read() as connection:
        entries = list(every_page(connection, viewer, asked, telling.zone, MOST_EXPORTED))
        to_whom = telling_to(telling, connection)
    told = " ".join(f"{name}={text}" for name, text in asked.address().items())
    with services.database.write() as connection:
        note_access(connection, viewer, Access(None, EXPORTED, f"{kind}: {len(entries)} {told}".strip()), now)
    content = csv_file(lines(entries, to_whom)) if kind == "csv" else as_xlsx(entries, to_whom)
    disposed = {"Content-Disposition": f'attachment; filename="{file_name(now, kind)}"'}
    return Response(content, content_type=KINDS[kind], headers=disposed)


def file_name(now: datetime, kind: str) -> str:
    return f"audit-{now:%Y%m%d-%H%M}.{kind}"


def lines(entries: Iterable[Entry], telling: Telling) -> Iterator[tuple[str, ...]]:
    """The head, then a line for each entry; moments in the viewer's time zone, ISO 8601."""
    shown = telling.shown
    yield tuple(shown.words(f"console.audit.{name}") for name in COLUMNS)
    for one in entries:
        deed = deed_name(shown, one.place.origin, one.what)
        yield shown.iso(one.place.at), one.name, one.who, deed, one.case_no, reason_told(telling, one)


def as_xlsx(entries: Iterable[Entry], telling: Telling) -> bytes:
    book, out = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet(telling.shown.words("console.audit.title"))
    for line in lines(entries, telling):
        sheet.append([text_cell(sheet, text) for text in line])
    book.save(out)
    return out.getvalue()
