"""Board, reports and quality in a real browser: drawn under the policy of contents, and as tables."""

import pytest
from playwright.sync_api import expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.conftest import browser_console, console_url  # noqa: F401, fixtures
from tests.console.waiting import a_call, a_doubtful_case

PAGES = ("board", "board?wall=1", "reports", "quality")


@pytest.mark.parametrize(("theme", "language", "width"), [("light", "zh", 1440), ("dark", "en", 360)])
def test_figures_are_accessible_and_fit_the_screen(
    browser_console: BrowserConsole,  # noqa: F811
    theme: Theme,
    language: str,
    width: int,
) -> None:
    a_doubtful_case(browser_console.office.desk)
    page = browser_console.as_role(Role.SUPERVISOR, theme=theme, width=width, language=language)
    for path in PAGES:
        page.goto(f"{browser_console.url}/console/{path}")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_chart_is_drawn_and_its_table_opens(browser_console: BrowserConsole) -> None:  # noqa: F811
    a_doubtful_case(browser_console.office.desk)
    page = browser_console.as_role(Role.OPERATOR)
    page.goto(f"{browser_console.url}/console/board")
    expect(page.locator("#hours-drawing canvas")).to_be_visible()
    table = page.locator("#hours-table")
    expect(table.locator("table")).to_be_hidden()
    table.locator("summary").click()
    expect(table.locator("table")).to_be_visible()


def test_a_call_comes_to_the_board_without_reload(browser_console: BrowserConsole) -> None:  # noqa: F811
    page = browser_console.as_role(Role.OPERATOR)
    page.goto(f"{browser_console.url}/console/board")
    calls = page.locator(".tile").nth(1).locator(".amount")
    expect(calls).to_have_text("0")
    a_call(browser_console.office.desk, ["1", "3#"])
    expect(calls).to_have_text("1")


def test_without_scripts_the_tables_are_open(browser_console: BrowserConsole) -> None:  # noqa: F811
    a_doubtful_case(browser_console.office.desk)
    page = browser_console.as_role(Role.OPERATOR)
    cookies = page.context.cookies()
    plain = browser_console.page(scripts=False)
    plain.context.add_cookies(cookies)  # type: ignore[arg-type]  # what one context gives the other takes
    plain.goto(f"{browser_console.url}/console/board")
    expect(plain.locator("#hours-table table")).to_be_visible()
    expect(plain.locator("#hours-drawing")).to_be_hidden()
