"""The use cases of the public page once a case is open: show it, read back what is to be added, add it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from intake.cases.lifecycle import Status
from intake.cases.model import Channel
from intake.cases.turns import stored_answer
from intake.desk import adding
from intake.desk.adding import Addition, Effect, File, consider, file_of, scene_of
from intake.desk.remarks import Remarks
from intake.desk.services import Services
from intake.status.filled import Filled, Reading, entries, read_fields
from intake.status.shown import Item, Shown, remarks, show, stated
from intake.words import Words, words
from matching.decision import Outcome
from matching.evidence import Kind
from matching.interview import Heard

ACTOR = "complainant"
CONFIDENTIAL = "confidential"


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """An open case, and what was filled in with its faults by field."""

    shown: Shown
    filled: Filled = field(default_factory=Filled)
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadBack:
    """What was understood, before it counts. ties: what a pass must carry so that only this is confirmed.

    complete: window and staff number agree on one person. doubts: what doesn't fit, in words.
    """

    shown: Shown
    items: tuple[Item, ...]
    words: str
    complete: bool
    doubts: tuple[str, ...]
    ties: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What confirming came to, or `confidential`, and the case after it."""

    shown: Shown
    effect: str


def open_case(services: Services, case_no: str, texts: Words, filled: Filled | None = None) -> Open | None:
    """The case as it stands now; None where it is gone."""
    at = services.clock()
    with services.database.read() as connection:
        file = file_of(services, connection, case_no, lock=False)
        if file is None:
            return None
        return Open(shown=show(services, connection, file, texts, at), filled=filled or Filled())


def read_back(services: Services, case_no: str, filled: Filled, texts: Words) -> Open | ReadBack | None:
    """What the filled fields would come to, without effect; the open case again where they have faults."""
    at = services.clock()
    with services.database.read() as connection:
        file = file_of(services, connection, case_no, lock=False)
        if file is None:
            return None
        shown = show(services, connection, file, texts, at)
        scene = scene_of(services, connection, file, filled.hall, at)
        reading = read_fields(filled, scene)
        if reading.faults:
            return Open(shown=shown, filled=filled, faults=reading.faults)
        if not file.is_open:
            return noted(shown, file, filled)
        heard = consider(file, reading.form, scene)
        if heard.other_case:
            return Open(shown=shown, filled=filled, faults={"words": "status_page.error.other_case"})
        return ReadBack(
            shown=shown,
            items=stated(texts, heard.interview),
            words=filled.words,
            complete=is_complete(heard),
            doubts=doubts(texts, heard, reading),
            ties=ties_of(file, filled),
        )


def keep_confidential(services: Services, case_no: str, texts: Words) -> Done | None:
    """The complainant asks that it stays confidential; the same answer where it is so already. None where the
    case is gone."""

    def work(connection: Connection) -> Done | None:
        at = services.clock()
        if file_of(services, connection, case_no, lock=True) is None:
            return None
        Remarks(connection, at, ACTOR, services.sealer.audit_key).ask_for_confidence(case_no)
        after = file_of(services, connection, case_no, lock=False)
        if after is None:
            return None
        return Done(shown=show(services, connection, after, texts, at), effect=CONFIDENTIAL)

    return services.database.retrying(work)


def noted(shown: Shown, file: File, filled: Filled) -> ReadBack:
    """A note for a case whose window and person are settled."""
    return ReadBack(
        shown=shown, items=(), words=filled.words, complete=True, doubts=(), ties=ties_of(file, filled)
    )


def ties_of(file: File, filled: Filled) -> dict[str, Any]:
    """The case as it was read back, what was filled in, and a mark that lets it count once."""
    return {
        "case": file.case.case_no,
        "mark": file.mark,
        "filled": entries(filled),
        "once": secrets.token_urlsafe(12),
    }


def doubts(texts: Words, heard: Heard, reading: Reading) -> tuple[str, ...]:
    """What the directory doesn't have or what doesn't fit, and the nearest that it has."""
    found = list(remarks(texts, heard))
    ask = heard.decision.ask if heard.decision else None
    form = reading.form
    written = {Kind.WINDOW: form.window, Kind.STAFF_NO: form.staff_no, Kind.NAME: form.words}
    if ask and ask.offers and written.get(ask.kind):
        found.append(texts(f"status_page.offer.{ask.kind.value}", value=ask.offers[0]))
    return tuple(found)


def is_complete(heard: Heard) -> bool:
    return heard.decision is not None and heard.decision.outcome is Outcome.PIN


def confirm(services: Services, ties: Mapping[str, Any], language: str) -> Done | None:
    """Add what was read back, once, in one transaction; None where the case is another than was read back."""
    texts = words(language)

    def work(connection: Connection) -> Done | None:
        return add(services, connection, ties, texts, services.clock())

    return services.database.retrying(work)


def add(
    services: Services, connection: Connection, ties: Mapping[str, Any], texts: Words, at: datetime
) -> Done | None:
    file = file_of(services, connection, ties["case"], lock=True)
    if file is None:
        return None
    key = f"form:{ties['once']}"
    if stored_answer(connection, key) is not None:
        pinned = file.case.chain.status is Status.PINNED
        effect = Effect.PINNED if pinned else Effect.KEPT if file.is_open else Effect.NOTED
        return Done(shown=show(services, connection, file, texts, at), effect=effect.value)
    if file.mark != ties["mark"]:
        return None
    filled = Filled(**ties["filled"])
    reading = read_fields(filled, scene_of(services, connection, file, filled.hall, at))
    if reading.faults:
        return None
    addition = Addition(
        form=reading.form,
        channel=Channel.WEB,
        event_key=key,
        actor=ACTOR,
        heard=in_words(words(file.interview.language), filled),
        hall=filled.hall,
        ids={"form": entries(filled)},
    )
    effect, _ = adding.add(services, connection, file, addition, at)
    if effect is Effect.OTHER_CASE:
        return None
    after = file_of(services, connection, ties["case"], lock=False) or file
    return Done(shown=show(services, connection, after, texts, at), effect=effect.value)


def in_words(texts: Words, filled: Filled) -> str:
    """The form as it is kept among what was said, the free words first."""
    lines = [filled.words]
    if filled.window:
        lines.append(texts("status_page.heard.window", value=filled.window))
    if filled.staff_no:
        lines.append(texts("status_page.heard.staff_no", value=filled.staff_no))
    if filled.day:
        part = texts(f"status_page.part.{filled.part}") if filled.part else ""
        lines.append(texts("status_page.heard.day", value=f"{filled.day} {part}".strip()))
    return "\n".join(filter(None, lines))
