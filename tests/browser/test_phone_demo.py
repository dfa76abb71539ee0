"""The telephone in the browser against the whole demo as a user starts it: one command, real webhooks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running_demo import a_demo

STATEMENT = "窗口的人不理我，等了一个小时"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_demo(tmp_path_factory.mktemp("demo"), "twilio") as url:
        yield url


def press(phone: Page, keys: str) -> None:
    for key in keys:
        phone.locator("body").press(key)


def hears(phone: Page, text: str) -> None:
    expect(phone.locator("#prompt")).to_contain_text(text)


def test_a_complaint_is_dialled_keyed_confirmed_and_numbered(page: Page, demo: str) -> None:
    page.goto(f"{demo}/phone")
    page.get_by_role("button", name="拨打热线").click()
    hears(page, "投诉请按1")
    press(page, "1")
    hears(page, "请输入窗口号码")
    press(page, "6#")
    hears(page, "B06号窗口请按3")
    press(page, "3")
    hears(page, "工号")
    press(page, "2043#")  # of the people at the information desk, whose window has no roster: any day will do
    hears(page, "B06号窗口")
    press(page, "1")
    hears(page, "说完按井号键")
    page.locator("#record-text").fill(STATEMENT)
    page.get_by_role("button", name="说完了").click()
    hears(page, "回访")
    press(page, "1")
    hears(page, "上午请按1")
    press(page, "1")
    hears(page, "受理编号")
    expect(page.locator("#state")).to_have_text("通话结束")
    number = re.search(r"编号是([ 0-9,]+)", page.locator("#prompt").inner_text())
    assert number
    digits = re.sub(r"\D", "", number[1])[:9]
    expect(page.locator(".bubble.in").last).to_contain_text(digits)


def test_a_message_is_answered_with_a_number(page: Page, demo: str) -> None:
    page.goto(f"{demo}/phone?language=en")
    page.locator("#from").evaluate("field => field.value = '+8613900007777'")
    page.locator("#body").fill("12号窗口，工号2016，态度不好")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".bubble.out")).to_contain_text("工号2016")
    expect(page.locator(".bubble.in")).to_contain_text(re.compile(r"[0-9]{9}"))


def test_a_call_can_be_made_in_english_over_a_line_for_keys_only(page: Page, tmp_path: Path) -> None:
    with a_demo(tmp_path, "compatible") as url:
        page.goto(f"{url}/phone?language=en")
        page.get_by_role("button", name="Call the hotline").click()
        hears(page, "press 9")
        press(page, "9")
        hears(page, "To complain, press 1")
        press(page, "1")
        hears(page, "window")
        expect(page.locator("#speech")).to_be_hidden()
        page.get_by_role("button", name="Hang up").click()
        expect(page.locator("#state")).to_have_text("Call ended")
        expect(page.locator("#lines .fault")).to_have_count(0)
