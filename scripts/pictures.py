"""Takes the pictures of the documents anew: `python -m scripts.pictures`, or `make pictures`.

Runs the demo, dials it in a real browser and photographs the telephone in the middle of a call, and as it
rings after a call that was missed.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.chromium import FLAGS, NAMES
from tests.running_demo import a_demo

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1100, "height": 1060}
RINGING_SIZE: ViewportSize = {"width": 1100, "height": 930}
# What the first menu, the window, the menu of windows, the staff number and the read-back say, and the keys.
CALLS = {
    "zh-CN": (
        ("投诉请按1", "1"),
        ("请输入窗口号码", "6#"),
        ("B06号窗口请按3", "3"),
        ("工号", "2043#"),
        ("正确请按1", "1"),
    ),
    "en": (
        ("For English", "9"),
        ("To complain, press 1", "1"),
        ("window number", "6#"),
        ("window B06, press 3", "3"),
        ("staff number", "2043#"),
        ("If this is right", "1"),
    ),
}
STATEMENTS = {
    "zh-CN": "材料齐全却让我再跑一趟，问原因也不说。",
    "en": "I had all my papers and was sent away twice without a reason.",
}
LAST = {"zh-CN": "说完按井号键", "en": "then press pound"}
HANG_UP = {"zh-CN": "挂断", "en": "Hang up"}
DIAL = {"zh-CN": "拨打热线", "en": "Call the hotline"}
MESSAGES = {"zh-CN": ("B06窗口的人态度很差", "工号2043"), "en": ("B06 was rude to me", "staff number 2043")}
SEND = {"zh-CN": "发送", "en": "Send"}


def photograph(browser: Browser, url: str, language: str) -> None:
    """The telephone after two text messages, while the complaint is being recorded."""
    page = browser.new_page(locale=language, viewport=SIZE, timezone_id="Asia/Shanghai")
    page.goto(f"{url}/phone?language={language}")
    texts(page, language)
    dial(page, language, CALLS[language])
    expect(page.locator("#prompt")).to_contain_text(LAST[language], timeout=15_000)
    page.locator("#record-text").fill(STATEMENTS[language])
    page.wait_for_timeout(4_000)  # the key pressed last fades, and the call has some length
    page.screenshot(path=PICTURES / f"phone.{language}.png")
    page.close()


def photograph_ringing(browser: Browser, url: str, language: str) -> None:
    """A call broke off before the staff number, the callback was missed: the text of it, and the next one."""
    page = browser.new_page(locale=language, viewport=RINGING_SIZE, timezone_id="Asia/Shanghai")
    page.goto(f"{url}/phone?language={language}")
    dial(page, language, CALLS[language][:-2])
    expect(page.locator("#prompt")).to_contain_text(CALLS[language][-2][0], timeout=15_000)
    page.get_by_role("button", name=HANG_UP[language]).click()
    expect(page.locator("#answer")).to_be_visible(timeout=45_000)
    expect(page.locator("#answer")).to_be_hidden(timeout=45_000)
    expect(page.locator("#answer")).to_be_visible(timeout=45_000)
    page.wait_for_timeout(100)  # the bell stands askew
    page.screenshot(path=PICTURES / f"ringing.{language}.png")
    page.close()


def dial(page: Page, language: str, answers: Sequence[tuple[str, str]]) -> None:
    """Call the hotline and press keys: each time what is heard, and the keys."""
    page.get_by_role("button", name=DIAL[language]).click()
    for heard, keys in answers:
        expect(page.locator("#prompt")).to_contain_text(heard, timeout=15_000)
        for key in keys:
            page.locator("body").press(key)


def texts(page: Page, language: str) -> None:
    for count, message in enumerate(MESSAGES[language], 1):
        page.locator("#body").fill(message)
        page.get_by_role("button", name=SEND[language]).click()
        expect(page.locator(".bubble.in")).to_have_count(count, timeout=15_000)


def main() -> None:
    executable = next(filter(None, map(shutil.which, NAMES)))
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        for language in CALLS:
            with TemporaryDirectory() as folder, a_demo(Path(folder), "twilio") as url:
                photograph(browser, url, language)
            with TemporaryDirectory() as folder, a_demo(Path(folder), "twilio") as url:
                photograph_ringing(browser, url, language)
        browser.close()


if __name__ == "__main__":
    main()
