"""What every page of the console stands in: its navigation, words, dates and the addresses of its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request, session, url_for

from intake.console.access import Viewer, viewer_or_none
from intake.console.roles import Right
from intake.console.shown import Shown
from intake.desk.services import Services
from intake.words import LANGUAGES, Words, language_of, words

STATIC = Path(__file__).parent / "static"
LANGUAGE = "language"
CONSOLE = "console"
TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """An entry of the navigation.

    endpoint: of its view, without the console's own name. key: of its words in the catalogues.
    right: what one must be allowed to do to see it. position: where it stands, small numbers first.
    icon: of the sprite `static/icons.svg`.
    """

    endpoint: str
    key: str
    right: Right
    position: int
    icon: str = "page"

    @property
    def full_endpoint(self) -> str:
        return f"{CONSOLE}.{self.endpoint}"

    @property
    def part(self) -> int:
        """What stands together: cases (positions below 40), figures (below 80), keeping it running."""
        return self.position // 40


class Room(Blueprint):
    """The console's blueprint; each part of it adds its views and its entry of the navigation."""

    def __init__(self) -> None:
        super().__init__(
            CONSOLE, __name__, url_prefix="/console", template_folder="templates", static_folder="static"
        )
        self.pages: list[Page] = []

    def add_page(self, page: Page) -> None:
        """Link a page in the navigation."""
        self.pages.append(page)

    def pages_for(self, viewer: Viewer) -> list[Page]:
        """The pages that somebody may see, in order."""
        return sorted((page for page in self.pages if viewer.may(page.right)), key=lambda page: page.position)


def chosen_language(services: Services) -> str:
    """The account's language; before logging in `?language=`, then what was chosen last, then the setting."""
    viewer = viewer_or_none()
    if viewer is not None:
        return viewer.language
    asked = request.args.get(LANGUAGE)
    if asked:
        session[LANGUAGE] = language_of(asked)
    kept = session.get(LANGUAGE)
    return kept if kept in LANGUAGES else language_of(services.settings.language)


def spoken(services: Services) -> Words:
    """The words of this request."""
    return words(chosen_language(services))


def shown(services: Services) -> Shown:
    """How this request's moments and numbers are written: in the time of the viewer's hall."""
    viewer = viewer_or_none()
    zone = viewer.timezone if viewer else ""
    return Shown(spoken(services), ZoneInfo(zone or services.settings.timezone))


def furnishing(room: Room, services: Services) -> Callable[[], dict[str, Any]]:
    """What every template of the console is given."""

    def furnish() -> dict[str, Any]:
        viewer = viewer_or_none()
        pages = room.pages_for(viewer) if viewer else []
        return {
            "words": spoken(services),
            "shown": shown(services),
            "viewer": viewer,
            "pages": pages,
            "here": place_in(pages),
            "asset": asset,
            "has_asset": has_asset,
            "tag": TAGS[chosen_language(services)],
            "now": services.clock(),
            "is_demo": services.settings.demo,
        }

    return furnish


def place_in(pages: list[Page]) -> str:
    """The endpoint of the entry that this request belongs to: its own, or one of the same part."""
    endpoint = request.endpoint or ""
    mine = [page.full_endpoint for page in pages if page.full_endpoint == endpoint]
    part = endpoint.rpartition(".")[0]
    same = [
        page.full_endpoint
        for page in pages
        if part.count(".") and page.full_endpoint.rpartition(".")[0] == part
    ]
    return next(iter(mine + same), "")


def asset(name: str) -> str:
    """The address of a static file. It changes with the content, so that browsers may keep the file."""
    return url_for("console.static", filename=name, v=version_of(name, (STATIC / name).stat().st_mtime_ns))


def has_asset(name: str) -> bool:
    """Whether set-up has put a third-party file there: pages work without them."""
    return (STATIC / name).is_file()


@cache
def version_of(name: str, _written: int) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]
