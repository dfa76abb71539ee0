"""A change by hand from its form to the page that shows it, or back to the form with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import current_viewer, see_other
from intake.console.halls.by_hand import Draft
from intake.console.halls.deeds import Directing
from intake.console.halls.scope import known_hall
from intake.console.layout import spoken
from intake.console.managing.tabs import PART
from intake.desk.services import Services
from intake.directory.contents import Days
from intake.directory.faults import Fault
from intake.directory.judging import Judged, judge_and_store
from intake.directory.planning import Known
from intake.directory.proposing import Proposal, digest_of
from intake.directory.sheets import Source
from intake.directory.writing import sheets_of
from intake.errors import DirectoryError
from intake.words import Words

BY_HAND = "by-hand"
ABOVE = ""  # where a fault stands that is of no field
Drafting = Callable[[Connection, Known], Draft]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a change. version: the one it made; None where nothing changed or something is wrong.

    faults: texts by field; `ABOVE` for those of none.
    """

    hall_id: int | None = None
    version: int | None = None
    faults: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def directing_in(services: Services, connection: Connection) -> Directing:
    """The viewer, in a transaction."""
    zone, now = services.settings.timezone, services.clock()
    return Directing(connection=connection, viewer=current_viewer(), now=now, timezone=zone)


def change_hall(
    services: Services, hall_id: int, kind: str, drafted: Drafting, days: Days | None = None
) -> Outcome:
    """Change one of the viewer's halls. drafted: may raise DirectoryError with what speaks against it.

    days: first and last of those whose roster the change may touch; None for all.
    """
    viewer = current_viewer()
    # Whether a window never had a roster (`own.py`) is seen from the whole one.
    read = None if viewer.staff_no else days

    def judge(connection: Connection) -> Judged[Outcome]:
        known = known_hall(connection, viewer, hall_id, read)
        draft = drafted(connection, known)
        if read and not all(read[0] <= day <= read[1] for _, day in draft.cleared):
            raise ValueError("a day whose roster was not read")
        return judged(services, replace(directing_in(services, connection), loaded=(known,)), kind, draft)

    return carried_out(services, judge)


def carried_out(services: Services, judge: Callable[[Connection], Judged[Outcome]]) -> Outcome:
    """What came of a change; what speaks against all of it stands above."""
    try:
        return judge_and_store(services.database, judge)
    except DirectoryError as error:
        return Outcome(faults={ABOVE: spoken(services)(error.key, **error.values)})


def judged(services: Services, directing: Directing, kind: str, draft: Draft) -> Judged[Outcome]:
    """A draft by the one rule, and how it is stored."""
    content_hash = digest_of(draft.tables.values())
    source = Source(name=f"{BY_HAND}.{kind}", sheets=sheets_of(draft.tables), content_hash=content_hash)
    proposal = directing.propose(source, cleared=draft.cleared)
    words = spoken(services)
    if proposal.errors:
        return Judged(result=Outcome(faults=by_field(proposal.errors, draft, words)))
    outcome = made(proposal, tuple(dict.fromkeys(said(fault, words) for fault in proposal.warnings)))
    if not proposal.real:
        return Judged(result=outcome)
    return Judged(result=outcome, store=lambda writing: directing_in(services, writing).carry_out(proposal))


def made(proposal: Proposal, warned: tuple[str, ...]) -> Outcome:
    if not proposal.real:
        return Outcome(warnings=warned)
    change = proposal.real[0]
    return Outcome(hall_id=change.before.id, version=change.version, warnings=warned)


def by_field(faults: Iterable[Fault], draft: Draft, words: Words) -> Mapping[str, str]:
    """What is wrong by field of the form; what is wrong with lines beside it stands above."""
    found: dict[str, dict[str, None]] = {}
    for fault in faults:
        own = fault.row in draft.own.get(fault.place, ())
        place = fault.column if own and fault.column else ABOVE
        found.setdefault(place, {})[said(fault, words)] = None
    return {place: words("console.halls.and").join(texts) for place, texts in found.items()}


def said(fault: Fault, words: Words) -> str:
    """A fault without its row: a form has none."""
    key = f"console.halls.fault_{fault.key}"
    return words(key if key in words else f"directory.fault.{fault.key}", **fault.values)


def shown(services: Services, outcome: Outcome, back: str) -> ResponseReturnValue:
    """On to what was changed; where nothing was, back to an address."""
    words = spoken(services)
    for text in outcome.warnings:
        flash(text, "wait")
    if outcome.version is None or outcome.hall_id is None:
        flash(
            words("console.halls.nothing" if outcome.version is None else "console.halls.stored_new"), "info"
        )
        return see_other(back)
    flash(words("console.halls.stored", version=outcome.version), "good")
    page = f"{PART}.directory_version"
    return see_other(url_for(page, hall_id=outcome.hall_id, version=outcome.version))
