"""The telephone in the browser: dialling, keys, a statement, messages, languages, and what it refuses."""

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, a_desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with a_desk() as running:
        yield running


@pytest.fixture
def phone(page: Page, desk: Desk) -> Page:
    page.goto(f"{desk.url}/phone")
    return page


def dial(phone: Page) -> None:
    phone.get_by_role("button", name="拨打热线").click()
    expect(phone.locator("#state")).to_have_text("通话中")


def test_a_call_is_dialled_keyed_and_spoken_to_its_end(phone: Page, desk: Desk) -> None:
    dial(phone)
    expect(phone.locator("#prompt")).to_contain_text("投诉请按 1")
    phone.get_by_role("button", name="按键 1").click()
    expect(phone.locator("#prompt")).to_contain_text("请输入窗口号")
    phone.locator("body").press("3")
    phone.locator("body").press("#")
    phone.locator("#record-text").fill("窗口的人不理我")
    phone.get_by_role("button", name="说完了").click()
    expect(phone.locator("#prompt")).to_contain_text("案件号")
    expect(phone.locator("#state")).to_have_text("通话结束")
    expect(phone.locator("#lines")).to_contain_text("按了 3#")
    expect(phone.locator("#lines")).to_contain_text("说：窗口的人不理我")
    assert desk.network.store.recordings()[-1].text == "窗口的人不理我"


def test_keys_nobody_finished_are_submitted_after_the_timeout(phone: Page) -> None:
    dial(phone)
    phone.locator("body").press("1")
    phone.get_by_role("button", name="按键 7").click()
    expect(phone.locator("#entered")).to_have_text("7")
    expect(phone.locator("#record")).to_be_visible(timeout=8000)


def test_hanging_up_ends_the_call(phone: Page) -> None:
    dial(phone)
    phone.get_by_role("button", name="挂断").click()
    expect(phone.locator("#state")).to_have_text("通话结束")
    expect(phone.locator("#lines")).to_contain_text("您挂断了")


def test_a_statement_can_be_left_through_the_microphone(phone: Page, desk: Desk) -> None:
    dial(phone)
    phone.locator("body").press("1")
    phone.locator("body").press("3")
    phone.locator("body").press("#")
    microphone = phone.locator("#microphone")
    microphone.click()
    expect(microphone).to_have_text("停止并交出录音")
    phone.wait_for_timeout(2300)
    microphone.click()
    expect(phone.locator("#prompt")).to_contain_text("案件号")
    kept = desk.network.store.recordings()[-1]
    assert kept.content_type == "audio/wav"
    assert kept.audio[:4] == b"RIFF"
    assert kept.seconds >= 1


def test_a_message_and_its_reply_are_shown_and_so_is_what_the_hotline_sends_later(
    phone: Page, desk: Desk
) -> None:
    phone.locator("#body").fill("3号窗口态度不好")
    phone.locator("#body").press("Enter")
    expect(phone.locator(".bubble.out").last).to_contain_text("3号窗口态度不好")
    expect(phone.locator(".bubble.in").last).to_contain_text("请问是哪个窗口")
    account = desk.network.account
    sent = requests.post(
        f"{account.api_url}/2010-04-01/Accounts/{account.sid}/Messages.json",
        data={
            "To": phone.locator("#from").input_value(),
            "From": "+861055550100",
            "Body": "案件号 123456782",
        },
        auth=(account.sid, account.token),
        timeout=5,
    )
    assert sent.status_code == 201
    expect(phone.locator(".bubble.in").last).to_contain_text("案件号 123456782")


def test_developers_see_every_request_and_its_answer(phone: Page) -> None:
    dial(phone)
    phone.get_by_text("开发者").click()
    expect(phone.locator("#steps")).to_contain_text("/voice/incoming → 200")
    expect(phone.locator("#steps")).to_contain_text("<Gather")
    expect(phone.locator("#steps")).to_contain_text("CallStatus: ringing")


def test_the_page_speaks_english_too(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/phone")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_title("Desk phone")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert not re.search(
        r"[\u4e00-\u9fff]", page.locator(".phone, h1, h2, #line").all_inner_texts().__str__()
    )


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_off_the_side_at_any_width(page: Page, desk: Desk, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{desk.url}/phone?language={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_control_has_a_name(phone: Page) -> None:
    nameless = phone.evaluate(
        """[...document.querySelectorAll('button, input, select, textarea')]
           .filter((one) => !(one.labels?.length || one.ariaLabel || one.innerText.trim() || one.hidden))
           .map((one) => one.outerHTML)"""
    )
    assert nameless == []


def test_the_policy_allows_nothing_but_our_own_and_nothing_breaks_it(page: Page, desk: Desk) -> None:
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text) if message.type == "error" else None)
    answer = page.goto(f"{desk.url}/phone")
    assert answer is not None
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in answer.headers["content-security-policy"]
    dial(page)
    assert violations == []
