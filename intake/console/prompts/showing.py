"""What the pages of call prompts show: the list with both languages, one prompt with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from intake.console.access import current_viewer
from intake.console.hall_choice import halls_for
from intake.console.layout import spoken
from intake.console.managing.tabs import PART, tabs
from intake.console.model import AccountRow
from intake.console.prompts.listed import Looked, Which, by_place, found, heard_when, listed
from intake.console.prompts.steps import step_of
from intake.desk.services import Services
from intake.errors import PromptError
from intake.prompts.kept import EVERY
from intake.prompts.model import Place
from intake.prompts.policy import (
    LONGEST_TEXT,
    PACE,
    PRIVACY,
    keys_lost,
    named,
    placeholders,
)
from intake.prompts.sound import LARGEST, LONGEST, TELEPHONE_RATE
from intake.prompts.store import history, latest
from intake.words import LANGUAGES, words


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What was sent and couldn't be kept: by field, with what is wrong."""

    fault: PromptError | None = None
    field: str = ""
    text: str | None = None
    transcript: str = ""


def hall_asked() -> int | None:
    """The hall whose prompts are looked at; None for those of all halls. Ends with 403 for a foreign one."""
    viewer, asked = current_viewer(), request.values.get("hall", type=int)
    if viewer.hall_id is None:
        return asked
    return viewer.hall_id if asked in {None, viewer.hall_id} else abort(403)


def place_asked(language: str, key: str) -> Place:
    """Ends with 404 for a prompt that there is not."""
    if language not in LANGUAGES or key not in step_of():
        abort(404)
    return Place(key=key, language=language, hall_id=hall_asked())


def the_list(services: Services) -> ResponseReturnValue:
    """All prompts, or those that are looked for."""
    viewer, telling, asked = current_viewer(), spoken(services), request.args.get("which", "")
    which = Which(asked) if asked in set(Which) else Which.ALL
    text = request.args.get("q", "").strip()
    with services.database.read() as connection:
        looked = looking(services, connection, hall_asked(), text=text, which=which)
        halls = halls_for(connection, viewer)
    if looked.hall_id is not None and str(looked.hall_id) not in dict(halls):
        abort(404)
    steps = list(found(looked, telling))
    changed_ones = [one for one in (listed(looked, key) for key in step_of()) if one.is_changed]
    return render_template(
        "console/prompts.html",
        steps=steps,
        looked=looked,
        halls=halls,
        hall_name=dict(halls).get(str(looked.hall_id), ""),
        which=tuple(Which),
        count=sum(len(some) for _, some in steps),
        changed=changed_ones,
        heard_when=heard_when,
        tabs=tabs(telling),
        link=link,
        **furniture(services, looked.hall_id),
    )


def looking(services: Services, connection: Connection, hall_id: int | None, **asked: Any) -> Looked:
    versions = by_place(latest(connection))
    return Looked(versions=versions, recorded=services.recorded_prompts, hall_id=hall_id, **asked)


def the_page(services: Services, place: Place, typed: Typed) -> ResponseReturnValue:
    """One prompt: what is heard, the forms, what held before."""
    viewer = current_viewer()
    with services.database.read() as connection:
        one = listed(looking(services, connection, place.hall_id), place.key)
        past = history(connection, place)
        people = names(connection, {version.account_id for version in past})
        halls = dict(halls_for(connection, viewer))
    if place.hall_id is not None and str(place.hall_id) not in halls:
        abort(404)
    said = {item.place.language: item for item in one.told}
    told = said.pop(place.language)
    built_in = words(place.language)(place.key)
    return render_template(
        "console/prompts_one.html",
        one=one,
        told=told,
        others=said,
        built_in=built_in,
        placeholders=sorted(placeholders(built_in)),
        named=named,
        lost=keys_lost(told.words, built_in),
        past=past,
        people=people,
        typed=typed,
        hall=halls.get(str(place.hall_id), ""),
        when=heard_when(one, spoken(services)),
        is_private=place.key in PRIVACY,
        link=link,
        pace=PACE,
        limits={"text": LONGEST_TEXT, "bytes": LARGEST, "seconds": LONGEST, "rate": TELEPHONE_RATE},
        **furniture(services, place.hall_id),
    )


def furniture(services: Services, hall_id: int | None) -> dict[str, Any]:
    """What both pages are given. samples: what is put in for values when a text is heard on the page."""
    samples = {
        language: {
            name: words(language)(f"console.prompts.sample_{name}")
            for name in sorted({name for key in step_of() for name in placeholders(words(language)(key))})
        }
        for language in LANGUAGES
    }
    tongues = {language: services.mouths[language].tongue.language for language in LANGUAGES}
    return {"samples": samples, "tongues": tongues, "hall_id": hall_id, "delay": round(EVERY)}


def link(name: str, place: Place | None = None, **values: Any) -> str:
    """The address of a page or form, in the hall that is looked at."""
    if place is not None:
        values |= {"language": place.language, "key": place.key, "hall": place.hall_id}
    return url_for(f"{PART}.{name}", **values)


def names(connection: Connection, ids: set[int]) -> dict[int, str]:
    """The names of those who made changes, by account."""
    rows = connection.execute(select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(ids)))
    return {row.id: row.name for row in rows}
