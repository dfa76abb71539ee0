"""In a real browser: typed for long, asked for the password, and done all the same."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.console.accounts import list_accounts
from intake.console.roles import Role
from intake.simulator.sound import tone
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD

MENU = "投诉请按1，评价请按2，查询请按3，人工请按0。英语请按9。"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False])


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("HOTLINE_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def entered(
    running: BrowserConsole, path: str, *, scripts: bool, theme: Theme = "light", language: str = "zh"
) -> Page:
    """Logged in, on a page."""
    _, login = running.office.hire(*Role, language=language)
    page = running.page(scripts=scripts, theme=theme)
    page.goto(f"{running.url}/console/{path}")
    page.locator("#login").fill(login)
    confirm(page)
    return page


def confirm(page: Page) -> None:
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()


@SCRIPTS
def test_a_new_person_is_there_once_the_password_is_given(
    browser_console: BrowserConsole, scripts: bool
) -> None:
    page = entered(browser_console, "managing/users/new", scripts=scripts)
    page.locator("main #login").fill("lin.yue")
    page.locator("#name").fill("林玥")
    page.get_by_label("坐席").check()
    browser_console.office.desk.clock.advance(minutes=11)
    page.locator("main button.primary").click()
    expect(page.locator("main")).to_contain_text("暂存")
    assert "lin" not in page.url
    if scripts:
        assert axe(page) == []
        look(page, "confirm-held")
    page.locator("#password").fill("not-the-password")
    page.locator("button.primary").click()
    expect(page.locator("main")).to_contain_text("暂存")
    confirm(page)
    expect(page.locator("main")).to_contain_text("lin.yue")
    page.reload()
    expect(page.locator("body")).to_contain_text("已经提交过")
    with browser_console.office.desk.services.database.read() as connection:
        assert [one.login for one in list_accounts(connection)].count("lin.yue") == 1


@SCRIPTS
def test_a_recording_and_its_words_are_kept_while_the_password_is_asked_for(
    browser_console: BrowserConsole, scripts: bool, tmp_path: Path
) -> None:
    sound = tmp_path / "menu.wav"
    sound.write_bytes(tone(1))
    page = entered(browser_console, "managing/prompts/zh/voice.menu", scripts=scripts)
    page.locator("#sound").set_input_files(sound)
    page.locator("#transcript").fill(MENU)
    browser_console.office.desk.clock.advance(minutes=11)
    page.locator("form:has(#sound) button.button").click()
    confirm(page)
    page.wait_for_url("**/managing/prompts/zh/voice.menu*")
    expect(page.locator("main")).to_contain_text(MENU)


def test_a_value_and_its_reason_are_found_in_the_preview_after_the_password(
    browser_console: BrowserConsole,
) -> None:
    page = entered(
        browser_console, "managing/settings/callback_spacing", scripts=True, theme="dark", language="en"
    )
    reason = "The hall is short of people this week"
    page.locator("#reason").fill(reason)
    page.locator("#value").fill("3h")
    browser_console.office.desk.clock.advance(minutes=11)
    page.locator("main button.primary").click()
    look(page, "confirm-held-en-dark")
    assert axe(page) == []
    confirm(page)
    expect(page.locator("#reason")).to_have_value(reason)
    expect(page.locator("#value")).to_have_value("3h")
