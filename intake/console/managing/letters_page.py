"""Dead letters: what was given up, by kind and reason, to be tried again or settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.callbacks.days import Days
from intake.callbacks.history import text_hours
from intake.console.access import current_viewer, fresh_login_required, needs, see_other
from intake.console.disclosure import Access, note_access
from intake.console.layout import shown, spoken
from intake.console.managing.failing import chosen, latest, pile, reasons
from intake.console.managing.tabs import tabs
from intake.console.roles import Right
from intake.desk.given_up import Again, Box
from intake.desk.services import Services
from intake.telephony.reasons import meaning_of
from intake.words import Words

LONGEST_REASON = 500
IDS_WRITTEN = 20
AGAIN, SETTLE = "again", "settle"
NOTED = {AGAIN: "failures_retried", SETTLE: "failures_settled"}
PAGE = "console.managing.letters"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is to be done with which entries. ids: None for all that have the reason."""

    deed: str
    ids: tuple[int, ...] | None
    reason: str
    why: str


def mount(managing: Blueprint, services: Services) -> None:
    """The list, and what is done with its entries."""

    @managing.get("/letters")
    @needs(Right.ADMINISTER)
    def letters() -> ResponseReturnValue:
        box = box_of(services, request.args.get("kind", services.boxes[0].name))
        return page(services, box, request.args.get("reason", ""))

    @managing.post("/letters/<kind>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def letters_deed(kind: str) -> ResponseReturnValue:
        box = box_of(services, kind)
        ids = tuple(int(one) for one in request.form.getlist("ids") if one.isdecimal() and len(one) < 10)
        form = {name: request.form.get(name, "").strip() for name in ("deed", "reason", "why")}
        asked = Asked(**form, ids=None if request.form.get("which") == "all" else ids)
        return done(services, box, asked)


def box_of(services: Services, name: str) -> Box:
    return next((box for box in services.boxes if box.name == name), None) or abort(404)


def page(services: Services, box: Box, reason: str, fault: str = "", why: str = "") -> ResponseReturnValue:
    """The box as the address asks for it."""
    viewer, words = current_viewer(), spoken(services)
    below = request.args.get("below", type=int)
    with services.database.read() as connection:
        piles = [pile(connection, viewer, one) for one in services.boxes]
        found = reasons(connection, viewer, box)
        entries, following = latest(connection, viewer, box, reason, below)
        count = pile(connection, viewer, box, reason)
    content: dict[str, Any] = {
        "tabs": tabs(words),
        "box": box,
        "piles": piles,
        "count": count,
        "reason": reason,
        "reasons": [(name, f"{name} ({shown(services).number(times)})") for name, times in found],
        "meanings": {one.reason: meaning(words, box, one.reason) for one in entries},
        "entries": entries,
        "next": following,
        "is_first": below is None,
        "fault": fault,
        "why": why,
    }
    return render_template("console/managing/letters.html", **content), 422 if fault else 200


def meaning(words: Words, box: Box, reason: str) -> str:
    """What a reason means, in words; empty where nobody knows."""
    own = f"console.letters.{box.name}_{reason}"
    if own in words or box.name == "deliveries":
        return words(own) if own in words else ""
    key, code = meaning_of(reason)
    return words(key, code=code) if key in words else ""


def done(services: Services, box: Box, asked: Asked) -> ResponseReturnValue:
    """Back to the list, which says what came of it; or the list with what is missing."""
    viewer, now, words = current_viewer(), services.clock(), spoken(services)
    if asked.deed not in NOTED:
        abort(400)
    if asked.ids == ():
        return page(services, box, asked.reason, "console.letters.error_none", asked.why)
    if asked.deed == SETTLE and not 0 < len(asked.why) <= LONGEST_REASON:
        return page(services, box, asked.reason, "console.letters.error_why", asked.why)
    with services.database.write() as connection:
        ids = chosen(connection, viewer, box, asked.ids, asked.reason)
        if asked.deed == SETTLE:
            count = box.settle(connection, ids, now)
        else:
            count = box.again(connection, ids, with_what(services, connection, now))
        access = Access(None, NOTED[asked.deed], told_in_audit(box, asked, ids, count))
        note_access(connection, viewer, access, now)
    told = shown(services).counted(f"console.letters.{asked.deed}_done", count)
    left = len(ids) - count
    flash(
        told + (" " + words("console.letters.left", count=left) if left else ""), "good" if count else "wait"
    )
    return see_other(url_for(PAGE, kind=box.name, reason=asked.reason or None))


def with_what(services: Services, connection: Connection, now: datetime) -> Again:
    """What trying again goes by: texts wait for the hours in which they may go out."""
    settings = services.in_force.settings(connection)
    days = Days(calendar=services.calendar, zone=ZoneInfo(settings.timezone), workdays_only=False)
    return Again(sealer=services.sealer, now=now, texts_at=days.first(now, text_hours(settings)))


def told_in_audit(box: Box, asked: Asked, ids: list[int], count: int) -> str:
    """What is written down: the kind, how many, which, and why."""
    which = ", ".join(map(str, ids[:IDS_WRITTEN])) + ("…" if len(ids) > IDS_WRITTEN else "")
    return f"{box.name}: {count} ({which}). {asked.why}".strip()
