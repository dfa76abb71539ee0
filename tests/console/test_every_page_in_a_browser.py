"""Every page that the console has, by the map of its addresses: a new one is looked at, or the tests fail."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.directing import duty_id, hall_id, row_id
from tests.console.test_directory_in_a_browser import previews, with_long_names
from tests.console.test_operations_in_a_browser import LONG, busy
from tests.console.test_summary import a_pinned_case
from tests.console.test_walls import code_for

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
TODAY = date(2026, 11, 9)
# What answers a browser and is no page by itself: files, sound, parts that are fetched again.
NO_PAGES = {
    "static", "home", "nowhere",
    "codes_picture", "auditing.audit_export", "figures.workbook", "managing.directory_files",
    "managing.directory_templates", "review.recording", "review.peaks",
    "review.case_live", "review.queue_live", "review.people", "figures.board_live", "wall_live",
}  # fmt: skip
OUTSIDE = {"login", "code", "wall", "wall_board"}  # `code` comes after a password: see test_codes.py
# Each language and each theme; pages in all four looks are the matter of the tests beside their parts.
LOOKS = pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])


def filled(running: BrowserConsole, endpoint: str, names: set[str], case_no: str) -> dict[str, str | int]:
    """Values for an address with places to fill."""
    office = running.office
    known: dict[str, Callable[[], str | int]] = {
        "case_no": lambda: case_no,
        "hall_id": lambda: hall_id(office),
        "row_id": lambda: row_id(office, "A05" if "window" in endpoint else "1003"),
        "duty_id": lambda: duty_id(office, TODAY, "1001"),
        "version": lambda: 2,
        "account_id": lambda: office.hire(Role.OPERATOR, name=LONG)[0],
        "language": lambda: "zh",
        "key": lambda: "note.greeting",
        "name": lambda: "callback_hours",
    }
    return {name: known[name]() for name in names}


def pages(running: BrowserConsole, case_no: str) -> dict[str, str]:
    """The address of every page for whoever is logged in, by its view; previews are made first."""
    rules = running.office.desk.app.url_map
    found = {}
    for rule in rules.iter_rules():
        room, _, endpoint = rule.endpoint.partition(".")
        is_other = endpoint in NO_PAGES | OUTSIDE or "ref" in rule.arguments
        if room != "console" or "GET" not in (rule.methods or ()) or is_other:
            continue
        values = filled(running, endpoint, rule.arguments, case_no)
        found[endpoint] = rules.bind("").build(rule.endpoint, values)
    return found


def seen(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands: what axe-core finds, and what doesn't fit a telephone."""
    page.set_viewport_size({"width": 1440, "height": 900})
    found = axe(page)
    if page.locator("h1").count() != 1:
        found.append("not one heading of the first level")
    picture(page, name)
    page.set_viewport_size({"width": 360, "height": 740})
    if not fits_soon(page):
        found.append("wider than a telephone")
    picture(page, f"{name}-narrow")
    return found


def fits_soon(page: Page) -> bool:
    """Whether nothing is wider than the window once charts are drawn anew for it.

    Asked from outside: `wait_for_function` asks again from within the page, whose policy forbids `eval`.
    """
    for _ in range(60):
        if page.evaluate(FITS):
            return True
        page.wait_for_timeout(50)
    return False


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("HOTLINE_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@LOOKS
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_a_telephone(
    browser_console: BrowserConsole, language: str, theme: Theme, tmp_path: Path
) -> None:
    case_no = a_pinned_case(browser_console.office, number="+8613900139000")
    busy(browser_console.office)
    with_long_names(browser_console)
    page = browser_console.as_role(*Role, theme=theme, language=language, name=LONG)
    places = {name: f"{browser_console.url}{path}" for name, path in pages(browser_console, case_no).items()}
    places["managing.directory_preview"] = previews(browser_console, page, tmp_path)["right"]
    faults = {}
    for name, address in places.items():
        answer = page.goto(address)
        assert answer and answer.status == 200 and page.url == address, f"{name}: {page.url}"
        faults[name] = seen(page, f"{name}-{language}")
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(places) > 35


@LOOKS
def test_no_page_for_those_outside_has_a_fault_that_axe_finds_or_is_wider_than_a_telephone(
    browser_console: BrowserConsole, language: str, theme: Theme
) -> None:
    busy(browser_console.office)
    page = browser_console.page(theme=theme)
    faults = {}
    for name in ("login", "wall"):
        page.goto(f"{browser_console.url}/console/{name}?language={language}")
        faults[name] = seen(page, f"{name}-{language}")
    page.locator("#code").fill(code_for(browser_console.office.as_role(Role.SUPERVISOR), language=language))
    page.locator("button.primary").click()
    page.wait_for_url("**/wall/board*")
    faults["wall_board"] = seen(page, f"wall-board-{language}")
    assert {name: found for name, found in faults.items() if found} == {}
