"""Search in a real browser: by keyboard, in both languages and themes, on any screen, without scripts."""

import pytest
from playwright.sync_api import expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD
from tests.console.test_in_a_browser import LANGUAGES, LONG, THEMES
from tests.console.test_registering import registered

TEXT = "3号窗口的陈明互相推诿，工号1001，让我来回跑"


def test_one_finds_and_opens_a_case_with_the_keyboard_alone(browser_console: BrowserConsole) -> None:
    case_no = registered(browser_console.office.as_role(Role.OPERATOR), statement=TEXT)
    page = browser_console.as_role(Role.OPERATOR)
    page.goto(f"{browser_console.url}/console/search")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.insert_text("推诿 窗口3")
    page.keyboard.press("Enter")
    expect(page.locator(".results mark").first).to_have_text("推诿")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/queue/{case_no}*")


@THEMES
@LANGUAGES
def test_no_state_of_the_search_has_a_fault_that_axe_finds(
    browser_console: BrowserConsole, theme: Theme, language: str
) -> None:
    registered(browser_console.office.as_role(Role.OPERATOR), statement=TEXT)
    page = browser_console.as_role(Role.OPERATOR, theme=theme, language=language, name=LONG)
    faults = {}
    for asked in ("", "?q=推诿 1001", "?q=海底捞月", "?since=2026-11-01&channel=walk_in"):
        page.goto(f"{browser_console.url}/console/search{asked}")
        faults[asked] = axe(page)
    assert {asked: found for asked, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [360, 768, 3840])
def test_results_are_not_wider_than_the_screen(browser_console: BrowserConsole, width: int) -> None:
    registered(browser_console.office.as_role(Role.OPERATOR), statement=TEXT + "x" * 200)
    page = browser_console.as_role(Role.OPERATOR, width=width, language="en")
    for asked in ("", "?q=推诿 1001"):
        page.goto(f"{browser_console.url}/console/search{asked}")
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, asked


def test_one_searches_without_scripts(browser_console: BrowserConsole) -> None:
    case_no = registered(browser_console.office.as_role(Role.OPERATOR), statement=TEXT, phone="13800138000")
    _, login = browser_console.office.hire(Role.OPERATOR)
    page = browser_console.page(scripts=False)
    page.goto(f"{browser_console.url}/console/login")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.goto(f"{browser_console.url}/console/search")
    page.locator("#q").fill("13800138000")
    page.keyboard.press("Enter")
    expect(page.locator(".results .code")).to_have_text(case_no)
    assert "138" not in page.url
