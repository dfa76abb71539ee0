"""The console's frame in a real browser: themes, widths, languages, keyboard, without JavaScript."""

import pytest
from playwright.sync_api import expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
LONG = "欧阳明月阿卜杜热合曼·买买提艾力（城东分中心督办二组）"


@THEMES
@LANGUAGES
def test_no_page_of_the_foundation_has_a_fault_that_axe_finds(
    browser_console: BrowserConsole, theme: Theme, language: str
) -> None:
    outside = browser_console.page(theme=theme)
    outside.goto(f"{browser_console.url}/console/login?language={language}")
    faults = {"login": axe(outside)}
    page = browser_console.as_role(*Role, theme=theme, language=language, name=LONG)
    for path in ("account", "account/codes", "confirm", "nowhere"):
        page.goto(f"{browser_console.url}/console/{path}")
        faults[path] = axe(page)
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [360, 768, 1440, 3840])
@LANGUAGES
def test_nothing_is_wider_than_the_screen(browser_console: BrowserConsole, width: int, language: str) -> None:
    page = browser_console.as_role(Role.OPERATOR, width=width, language=language, name=LONG)
    for path in ("account", "account/codes", "confirm", "nowhere"):
        page.goto(f"{browser_console.url}/console/{path}")
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, path


def test_one_logs_in_with_the_keyboard_alone(browser_console: BrowserConsole) -> None:
    _, login = browser_console.office.hire(Role.OPERATOR)
    page = browser_console.page()
    page.goto(f"{browser_console.url}/console/account")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("我的账号")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_key(browser_console: BrowserConsole) -> None:
    page = browser_console.as_role(Role.OPERATOR, width=360, height=740)
    summary = page.locator(".menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".drawer")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_console_is_used_without_javascript(browser_console: BrowserConsole) -> None:
    _, login = browser_console.office.hire(Role.OPERATOR)
    page = browser_console.page(scripts=False, width=360, height=740)
    page.goto(f"{browser_console.url}/console/account")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    expect(page.locator("h1")).to_have_text("我的账号")
    page.locator(".menu summary").click()
    page.locator(".drawer").get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("My account")
    page.locator(".menu summary").click()
    page.locator(".drawer").get_by_role("button", name="Log out").click()
    expect(page.locator("h1")).to_have_text("登录")


def test_a_page_left_after_logging_out_shows_nothing_on_going_back(browser_console: BrowserConsole) -> None:
    page = browser_console.as_role(Role.OPERATOR, name=LONG)
    page.goto(f"{browser_console.url}/console/account")
    page.locator(".sidebar").get_by_role("button", name="退出").click()
    expect(page.locator("h1")).to_have_text("登录")
    page.go_back()
    expect(page.locator("h1")).to_have_text("登录")
    assert LONG not in page.content()
