"""Calls of the hotline's at the telephone in the browser: it rings, is answered by keyboard, or is missed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from twilio.rest import Client

from intake.simulator.routes import CALLER, HOTLINE
from tests.browser.desk import SID, TOKEN, Desk, a_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with a_desk() as running:
        yield running


@pytest.fixture
def phone(page: Page, desk: Desk) -> Page:
    page.goto(f"{desk.url}/phone")
    return page


def order(desk: Desk, timeout: int = 60) -> str:
    """The hotline calls the telephone on the page; the call's SID."""
    client = Client(SID, TOKEN)
    client.api.base_url = desk.network.account.api_url
    url, status = f"{desk.url}/number", f"{desk.url}/voice/status"
    call = client.calls.create(to=CALLER, from_=HOTLINE, url=url, status_callback=status, timeout=timeout)
    return str(call.sid)


def status(desk: Desk, sid: str) -> str:
    kept = desk.network.store.call(sid)
    assert kept is not None
    return kept.status


def test_a_call_rings_and_is_answered_and_keyed_with_the_keyboard_alone(phone: Page, desk: Desk) -> None:
    sid = order(desk)
    expect(phone.get_by_role("alert").filter(has_text=f"{HOTLINE} 来电")).to_have_count(1)
    expect(phone.locator("#state")).to_have_text("来电")
    expect(phone.get_by_role("button", name="接听")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("#prompt")).to_contain_text("请输入窗口号")
    expect(phone.locator("#state")).to_have_text("通话中")
    expect(phone.locator("#incoming")).to_be_hidden()
    phone.keyboard.press("3")
    phone.keyboard.press("#")
    expect(phone.locator("#record")).to_be_visible()
    expect(phone.locator("#lines")).to_contain_text(f"接听 {HOTLINE}")
    phone.get_by_role("button", name="挂断").click()
    expect(phone.locator("#state")).to_have_text("通话结束")
    assert status(desk, sid) == "completed"


def test_a_call_can_be_declined(phone: Page, desk: Desk) -> None:
    sid = order(desk)
    phone.get_by_role("button", name="拒接").click()
    expect(phone.locator("#incoming")).to_be_hidden()
    phone.wait_for_timeout(1200)
    expect(phone.locator("#incoming")).to_be_hidden()
    assert status(desk, sid) == "busy"


def test_a_call_that_nobody_answers_is_shown_as_missed(phone: Page, desk: Desk) -> None:
    sid = order(desk, timeout=2)
    expect(phone.get_by_role("button", name="接听")).to_be_visible()
    expect(phone.locator("#prompt")).to_have_text(f"未接来电：{HOTLINE}")
    expect(phone.locator("#incoming")).to_be_hidden()
    expect(phone.locator("#state")).to_have_text("待机")
    assert status(desk, sid) == "no-answer"


def test_what_the_next_call_meets_is_chosen_on_the_page_and_meant_once(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/phone?language=en")
    page.get_by_label("Next call to me").select_option("Not in service")
    page.locator("body").click(position={"x": 5, "y": 5})
    page.wait_for_timeout(1200)
    expect(page.get_by_label("Next call to me")).to_have_value("unassigned")
    sid = order(desk)
    expect(page.get_by_label("Next call to me")).to_have_value("rings")
    page.wait_for_timeout(1200)
    assert status(desk, sid) == "failed"
    expect(page.get_by_role("button", name="Answer")).to_be_hidden()


def test_typing_is_not_interrupted_by_a_call(phone: Page, desk: Desk) -> None:
    phone.locator("#body").click()
    order(desk)
    expect(phone.get_by_role("button", name="接听")).to_be_visible()
    expect(phone.locator("#body")).to_be_focused()
