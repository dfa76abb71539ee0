"""Administration in a real browser: both languages and themes, narrow, and without JavaScript."""

import os

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from intake.callbacks.alarms import Alarm, raise_alarm
from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD

PAGES = ("users", "users/new", "users/1", "operation", "settings")
LONG = "欧阳明月阿卜杜热合曼·买买提艾力（城东分中心督办二组）"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("HOTLINE_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


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


@LANGUAGES
def test_an_empty_form_of_an_account_tells_every_fault_and_leads_to_each_field(
    browser_console: BrowserConsole, language: str
) -> None:
    page = browser_console.as_role(Role.ADMINISTRATOR, language=language)
    page.goto(f"{browser_console.url}/console/managing/users/new")
    page.locator("main button.primary").click()
    summary = page.locator("#faults")
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(3)
    look(page, f"account-faults-{language}")
    assert axe(page) == []
    for place in ("login", "name", "roles-operator"):
        page.locator(f"#faults a[href='#{place}']").press("Enter")
        expect(page.locator(f"#{place}")).to_be_focused()


@LANGUAGES
def test_the_audit_reads_as_sentences(browser_console: BrowserConsole, language: str) -> None:
    told = (
        ("account_added", "su.qing: roles=operator,auditor hall=1 staff_no=2043 language=zh"),
        ("account_changed", "su.qing: hall=all staff_no=- name disabled"),
        ("policy_changed", "callback_hours: 09:00-12:00 → 09:00-18:00. 中午也有人接"),
        ("directory_changed", "TH 1->2: hall windows=+1~2-0 roster=+12-3 days=2026-11-20..2026-12-01 own"),
        ("prompt_changed", "note.greeting zh hall=all recording"),
        ("failures_settled", "messages: 2 (14, 15). 已用电话告知"),
        ("wall_made", "wall=2 hall=all days=30"),
        ("audit_exported", "csv: 12 person=su.qing deed=access:number since=2026-11-01 until=2026-11-09"),
        ("directory_downloaded", "TH: workbook"),
        ("callbacks_switched", "off"),
    )
    page = browser_console.as_role(Role.AUDITOR, language=language)
    services = browser_console.office.desk.services
    with services.database.write() as connection:
        for what, reason in told:
            values = {"account_id": 1, "complaint_id": None, "what": what, "reason": reason}
            connection.execute(insert(AccessRow).values(values | {"at": services.clock()}))
    page.goto(f"{browser_console.url}/console/audit")
    look(page, f"audit-{language}")
    cells = page.locator("td.told").all_inner_texts()
    assert len(cells) == len(told)
    assert not [text for text in cells if "=" in text or "->" in text or "_" in text]
    assert axe(page) == []
