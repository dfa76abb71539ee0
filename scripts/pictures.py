"""Takes the pictures of the documents anew: `python -m scripts.pictures`, or `make pictures`.

Runs the demo, dials it in a real browser and photographs the telephone in the middle of a call, as it rings
after a call that was missed, and the console: the review queue and a case that an operator is to decide.
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
# Texts of five people that leave something open; the case of the first is photographed.
COMPLAINTS = (
    ("+8613900002001", "昨天上午在A03窗口，姓任的那个说话特别冲，材料直接给我扔出来了，胸牌好像是2030"),
    ("+8613900002002", "窗口的人说再来就叫保安打我出去，老人都吓哭了"),
    ("+8613900002003", "前天下午不动产那边的小胡，问什么都说不知道"),
    ("+8613900002004", "B区那个窗口排了两个小时，轮到我就说下班了，态度很差"),
    ("+8613900002005", "我要投诉，你们的工作人员推来推去不办事"),
)
QUEUE_SIZE: ViewportSize = {"width": 1280, "height": 720}
CASE_SIZE: ViewportSize = {"width": 1280, "height": 1010}
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


def photograph_console(browser: Browser, url: str, language: str) -> None:
    """The queue with five cases, and the page of the one that names its window and may mean two people."""
    telephone = browser.new_page(locale=language)
    telephone.goto(f"{url}/phone?language={language}")
    telephone.locator("#line summary").click()
    for number, complaint in COMPLAINTS:
        telephone.locator("#from").fill(number)
        telephone.locator("#from").dispatch_event("change")
        telephone.locator("#body").fill(complaint)
        telephone.get_by_role("button", name=SEND[language]).click()
        expect(telephone.locator(".bubble.in").last).to_be_visible(timeout=15_000)
    page = browser.new_page(locale=language, viewport=QUEUE_SIZE, timezone_id="Asia/Shanghai")
    page.goto(f"{url}/console/login")
    page.locator("button.primary").click()
    page.goto(f"{url}/console/queue")
    expect(page.locator(".entry")).to_have_count(len(COMPLAINTS), timeout=30_000)
    if language == "en":  # the console's document is in English
        page.screenshot(path=PICTURES / f"queue.{language}.png")
    page.set_viewport_size(CASE_SIZE)
    page.locator(".entry", has_text="A03").locator(".opens").click()
    page.locator("body").press("1")
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURES / f"case.{language}.png")
    page.close()
    telephone.close()


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
            with (
                TemporaryDirectory() as folder,
                a_demo(Path(folder), "twilio", HOTLINE_LANGUAGE=language) as url,
            ):
                photograph_console(browser, url, language)
        browser.close()


if __name__ == "__main__":
    main()
