"""The page that tells whether the background work runs and the provider answers."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from intake.console.access import current_viewer, needs
from intake.console.layout import spoken
from intake.console.managing.failing import COUNTED_TO
from intake.console.managing.health import read_health
from intake.console.managing.tabs import tabs
from intake.console.roles import Right
from intake.desk.services import Services
from intake.telephony.reasons import meaning_of
from intake.words import Words

MARKS = ("brought_in", "mended", "passed_over", "doubtful")


def mount(managing: Blueprint, services: Services) -> None:
    """The page. It asks nobody over the network."""

    @managing.get("/health")
    @needs(Right.ADMINISTER)
    def health() -> ResponseReturnValue:
        viewer, now, words = current_viewer(), services.clock(), spoken(services)
        with services.database.read() as connection:
            seen = read_health(connection, services, viewer, now)
        meanings = {one.reason: meaning(words, one.reason) for one in seen.provider.faults}
        if refused := seen.provider.refused:
            meanings[refused.told["reason"]] = meaning(words, refused.told["reason"])
        return render_template(
            "console/managing/health.html",
            seen=seen,
            meanings=meanings,
            marks=MARKS,
            most=COUNTED_TO,
            tabs=tabs(words),
        )


def meaning(words: Words, reason: str) -> str:
    """What a reason means; empty where the catalogues have nothing to say."""
    key, code = meaning_of(reason)
    return words(key, code=code) if key in words else ""
