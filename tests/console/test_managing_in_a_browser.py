"""Administration in a real browser: both languages and themes, narrow, and without JavaScript."""

import os

import pytest
from playwright.sync_api import expect

from intake.callbacks.alarms import Alarm, raise_alarm
from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD

PAGES = ("users", "users/new", "users/1", "operation", "settings")
LONG = "欧阳明月阿卜杜热合曼·买买提艾力（城东分中心督办二组）"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.mark.parametrize("theme", ["light", "dark"])
@LANGUAGES
def test_no_page_of_administration_has_a_fault_that_axe_finds(
    browser_console: BrowserConsole, theme: Theme, language: str
) -> None:
    office = browser_console.office
    office.hire(Role.OPERATOR, name=LONG)
    services = office.desk.services
    with services.database.write() as connection:
        raise_alarm(connection, Alarm.CALENDAR, "2027", services.clock())
    page = browser_console.as_role(Role.ADMINISTRATOR, theme=theme, language=language)
    faults = {}
    for path in PAGES:
        page.goto(f"{browser_console.url}/console/managing/{path}")
        faults[path] = axe(page)
        if folder := os.environ.get("HOTLINE_LOOK"):
            page.screenshot(path=f"{folder}/{path.replace('/', '-')}-{theme}-{language}.png", full_page=True)
    page.goto(f"{browser_console.url}/console/managing/users/1")
    page.locator("form.deed .danger").click()
    expect(page.locator("#made")).to_be_visible()
    faults["password"] = axe(page)
    assert {path: found for path, found in faults.items() if found} == {}


@LANGUAGES
def test_nothing_in_administration_is_wider_than_a_telephone(
    browser_console: BrowserConsole, language: str
) -> None:
    browser_console.office.hire(Role.OPERATOR, name=LONG)
    page = browser_console.as_role(Role.ADMINISTRATOR, width=360, height=740, language=language)
    for path in PAGES:
        page.goto(f"{browser_console.url}/console/managing/{path}")
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, path


def test_a_user_is_added_and_callbacks_are_stopped_without_javascript(
    browser_console: BrowserConsole,
) -> None:
    _, login = browser_console.office.hire(Role.ADMINISTRATOR)
    page = browser_console.page(scripts=False)
    page.goto(f"{browser_console.url}/console/managing/users/new")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator("#login").fill("su.qing")
    page.locator("#name").fill("苏晴")
    page.locator("#roles-operator").check()
    page.locator("main button.primary").click()
    expect(page.locator("#made")).to_be_visible()
    page.goto(f"{browser_console.url}/console/managing/operation")
    page.get_by_role("button", name="立即停止回拨").click()
    expect(page.get_by_role("button", name="恢复回拨")).to_be_visible()
