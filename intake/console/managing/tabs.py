"""What stands beside each other under administration, and what only those for all halls may do."""

from __future__ import annotations

from flask import abort, request, url_for

from intake.console.access import Viewer, current_viewer
from intake.console.accounts import Account
from intake.console.layout import CONSOLE
from intake.words import Words

PART = f"{CONSOLE}.managing"
PAGES = ("users", "directory", "prompts", "operation", "health", "letters", "settings")


def tabs(words: Words) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is the present one, for every page."""
    here = (request.endpoint or "").rpartition(".")[2]
    return [
        (words(f"console.managing.{name}"), url_for(f"{PART}.{name}"), here.startswith(name))
        for name in PAGES
    ]


def administers(viewer: Viewer, account: Account) -> bool:
    """Whoever administers one hall has to do with that hall's people only."""
    return viewer.hall_id is None or account.profile.hall_id == viewer.hall_id


def only_for_all_halls() -> None:
    """Ends the request of somebody who administers one hall with 403: this concerns every hall."""
    if current_viewer().hall_id is not None:
        abort(403)
