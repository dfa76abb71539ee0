"""The pages of call prompts, and the forms that change one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, fresh_login_required, needs, see_other, takes_up_to
from intake.console.layout import spoken
from intake.console.prompts.editing import Editing
from intake.console.prompts.showing import Typed, link, place_asked, the_list, the_page
from intake.console.roles import Right
from intake.desk.services import Services
from intake.errors import PromptError
from intake.prompts.kept import EVERY
from intake.prompts.model import Place
from intake.prompts.policy import PRIVACY
from intake.prompts.sound import LARGEST

WITH_FORM = LARGEST + 64 * 1024


def mount(managing: Blueprint, services: Services) -> None:
    """The list and the prompts."""

    @managing.get("/prompts")
    @needs(Right.ADMINISTER)
    def prompts() -> ResponseReturnValue:
        return the_list(services)

    @managing.get("/prompts/<language>/<key>")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def prompts_one(language: str, key: str) -> ResponseReturnValue:
        return the_page(services, place_asked(language, key), Typed())

    @managing.post("/prompts/<language>/<key>/text")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def prompts_text(language: str, key: str) -> ResponseReturnValue:
        typed = request.form.get("text", "")
        place = place_asked(language, key)
        return changed(services, place, lambda editing: editing.say(typed), Typed(field="text", text=typed))

    @managing.post("/prompts/<language>/<key>/recording")
    @takes_up_to(WITH_FORM)
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def prompts_recording(language: str, key: str) -> ResponseReturnValue:
        sent, said = request.files.get("sound"), request.form.get("transcript", "")
        data = sent.read(LARGEST + 1) if sent else b""
        typed = Typed(field="recording", transcript=said)
        return changed(services, place_asked(language, key), lambda editing: editing.play(data, said), typed)

    @managing.post("/prompts/<language>/<key>/back")
    @needs(Right.ADMINISTER)
    @fresh_login_required
    def prompts_back(language: str, key: str) -> ResponseReturnValue:
        to = request.form.get("to", type=int)
        place = place_asked(language, key)
        return changed(services, place, lambda editing: editing.go_back(to), Typed(field="back"))


def changed(
    services: Services, place: Place, deed: Callable[[Editing], None], typed: Typed
) -> ResponseReturnValue:
    """Back to the prompt, which says so and from when on; or its page with what is wrong."""
    viewer, now, telling = current_viewer(), services.clock(), spoken(services)
    try:
        with services.database.write() as connection:
            deed(
                Editing(
                    database=services.database,
                    connection=connection,
                    viewer=viewer,
                    now=now,
                    place=place,
                    seen=request.form.get("seen", 0, type=int),
                )
            )
    except PromptError as fault:
        return the_page(services, place, replace(typed, fault=fault))
    services.prompts.refresh(at_once=True)
    flash(telling("console.prompts.stored", seconds=round(EVERY)), "good")
    if place.key in PRIVACY:
        flash(telling("console.prompts.stored_private"), "wait")
    return see_other(link("prompts_one", place))
