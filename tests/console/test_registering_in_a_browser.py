"""Registering by hand in a real browser: by keyboard, with help while one types, without scripts."""

import pytest
from playwright.sync_api import expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD
from tests.console.test_in_a_browser import LANGUAGES, LONG, THEMES
from tests.console.test_registering import FULL, WINDOW_ONLY


def test_a_ticket_is_registered_with_the_keyboard_alone(browser_console: BrowserConsole) -> None:
    page = browser_console.as_role(Role.OPERATOR)
    page.goto(f"{browser_console.url}/console/register")
    expect(page.locator("#channel-walk_in")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#channel-hotline_12345")).to_be_checked()
    page.locator("#external_no").focus()
    page.keyboard.type("GD2026110900017")
    page.keyboard.press("Tab")
    expect(page.locator("#statement")).to_be_focused()
    page.keyboard.insert_text(WINDOW_ONLY)
    page.keyboard.press("Tab")
    page.keyboard.type("13800138000")
    expect(page.locator("#pick-1001")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".registered")).to_contain_text("回拨")
    expect(page.locator("#statement")).to_be_focused()
    expect(page.locator("#statement")).to_have_value("")
    assert browser_console.office.desk.pending_callbacks() == 1


def test_while_one_types_the_rule_shows_what_it_understood(browser_console: BrowserConsole) -> None:
    page = browser_console.as_role(Role.OPERATOR)
    page.goto(f"{browser_console.url}/console/register")
    page.locator("#statement").fill(WINDOW_ONLY)
    expect(page.locator("#understood mark").first).to_be_visible()
    page.locator("#pick-1001").check()
    page.locator("#statement").press_sequentially("。")
    expect(page.locator("#pick-1001")).to_be_checked()
    page.locator("#statement").fill(FULL)
    expect(page.locator("#understood .status.good")).to_be_visible()


@THEMES
@LANGUAGES
def test_no_state_of_the_page_has_a_fault_that_axe_finds(
    browser_console: BrowserConsole, theme: Theme, language: str
) -> None:
    page = browser_console.as_role(Role.OPERATOR, theme=theme, language=language, name=LONG)
    page.goto(f"{browser_console.url}/console/register")
    faults = {"empty": axe(page)}
    page.locator("[data-saves]").click()
    expect(page.locator("#statement-error")).to_be_visible()
    faults["wrong"] = axe(page)
    page.locator("#channel-letter").check()
    page.locator("#external_no").fill("LX-1")
    page.locator("#statement").fill(WINDOW_ONLY)
    page.locator("#pick-other").check()
    faults["typed"] = axe(page)
    page.locator("#pick-rule").check()
    page.locator("[data-saves]").click()
    expect(page.locator(".registered")).to_be_visible()
    page.locator("#external_no").fill("LX-1")
    expect(page.locator("[formaction]")).to_be_visible()
    faults["known"] = axe(page)
    assert {state: found for state, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [360, 768, 3840])
def test_the_form_is_not_wider_than_the_screen(browser_console: BrowserConsole, width: int) -> None:
    page = browser_console.as_role(Role.OPERATOR, width=width, language="en")
    page.goto(f"{browser_console.url}/console/register")
    page.locator("#statement").fill(FULL + "x" * 200)
    expect(page.locator("#pick-1001")).to_be_visible()
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond <= 0


def test_one_registers_without_scripts(browser_console: BrowserConsole) -> None:
    _, login = browser_console.office.hire(Role.OPERATOR)
    page = browser_console.page(scripts=False)
    page.goto(f"{browser_console.url}/console/login")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.goto(f"{browser_console.url}/console/register")
    page.locator("#channel-letter").check()
    page.locator("#statement").fill(WINDOW_ONLY)
    page.locator("button[value=check]").click()
    expect(page.locator("#statement")).to_have_value(WINDOW_ONLY)
    page.locator("#pick-1001").check()
    page.locator("button[value=save]").click()
    expect(page.locator(".registered")).to_contain_text("已定位")
