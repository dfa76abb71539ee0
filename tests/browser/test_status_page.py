"""The complainant's page in a real browser: without JavaScript, by keyboard, on a telephone."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.chromium import PATIENCE
from tests.console.browsing import axe
from tests.integration.status.conftest import texted
from tests.journey.conftest import Desk, desk_for
from tests.ports import free_port

Theme = Literal["light", "dark"]
SMALLEST = 360


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A running page and a case to look up in it."""

    desk: Desk
    url: str
    case_no: str
    browser: Browser

    def page(self, *, theme: Theme = "light", language: str = "zh-CN", width: int = 1280) -> Page:
        context = self.browser.new_context(
            locale=language,
            color_scheme=theme,
            viewport={"width": width, "height": 800},
            extra_http_headers={"Accept-Language": language},
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{self.url}/status")
        return page

    def opened(self, page: Page) -> Page:
        page.locator("#case_no").fill(self.case_no)
        page.locator("#digits").fill("8000")
        page.locator("button.main").click()
        return page


@pytest.fixture
def shown(browser: Browser, migrated_sqlite: Path, tmp_path: Path) -> Iterator[Shown]:
    copy = tmp_path / "status.db"
    copy.write_bytes(migrated_sqlite.read_bytes())
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    desk = desk_for(f"sqlite:///{copy}", tmp_path, "twilio", public_url=url)
    server = make_server("127.0.0.1", port, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield Shown(desk=desk, url=url, case_no=texted(desk), browser=browser)
    for context in browser.contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    desk.services.database.close()


def test_a_complaint_is_completed_by_keyboard_without_javascript(shown: Shown) -> None:
    context = shown.browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{shown.url}/status")
    page.locator("#case_no").focus()
    keyboard = page.keyboard
    keyboard.type(shown.case_no)
    keyboard.press("Tab")
    keyboard.type("8000")
    keyboard.press("Enter")
    page.wait_for_selector("#staff_no")
    page.locator("#staff_no").focus()
    keyboard.type("1001")
    keyboard.press("Enter")
    page.wait_for_selector(".fits")
    assert shown.desk.case()["status"] == "identifying"
    page.locator("button.main").focus()
    keyboard.press("Enter")
    page.wait_for_selector(".good")
    assert shown.desk.case()["status"] == "pinned"
    assert shown.case_no not in page.url


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_nothing_keeps_anybody_from_using_any_of_its_pages(shown: Shown, theme: Theme, language: str) -> None:
    page = shown.page(theme=theme, language=language)
    found = {"ask": axe(page)}
    page.locator("button.main").click()
    page.wait_for_selector(".problem")
    found["faults"] = axe(page)
    shown.opened(page).wait_for_selector("#staff_no")
    found["case"] = axe(page)
    page.locator("#window").fill("那个高个子")
    page.locator("button.main").click()
    page.wait_for_selector("#window-fault")
    found["wrong field"] = axe(page)
    page.locator("#window").fill("")
    page.locator("#staff_no").fill("1009")
    page.locator("#words").fill("She threw my papers on the floor. " * 5)
    page.locator("button.main").click()
    page.wait_for_selector("blockquote")
    found["check"] = axe(page)
    page.locator("button.main").click()
    page.wait_for_selector(".good")
    found["done"] = axe(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_smallest_telephone_needs_no_scrolling_sideways(shown: Shown) -> None:
    page = shown.page(width=SMALLEST)
    for step in ("ask", "case", "check"):
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SMALLEST, step
        if step == "ask":
            shown.opened(page).wait_for_selector("#staff_no")
        elif step == "case":
            page.locator("#words").fill("长" * 600 + "w" * 300)
            page.locator("button.main").click()
            page.wait_for_selector("blockquote")


def test_the_language_is_changed_without_entering_the_number_again(shown: Shown) -> None:
    page = shown.opened(shown.page())
    page.locator("form.language button").click()
    page.wait_for_selector("html[lang=en]")
    assert "Your complaint" in page.inner_text("h1")
    assert "staff number, on the badge" in page.inner_text(".missing")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_complainant_asks_for_confidence_by_keyboard(shown: Shown, theme: Theme, language: str) -> None:
    page = shown.page(theme=theme, language=language, width=SMALLEST)
    shown.opened(page).wait_for_selector("#confidence")
    look(page, f"status-confidence-{theme}-{language}")
    button = page.locator("section[aria-labelledby=confidence] button")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".good")
    look(page, f"status-confidence-done-{theme}-{language}")
    assert axe(page) == []
    page.locator("form.actions button").click()
    page.wait_for_selector("#confidence")
    assert button.count() == 0
    assert axe(page) == []
    assert shown.case_no not in page.url


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("HOTLINE_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
