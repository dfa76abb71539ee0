"""The telephone in the browser against the whole demo as a user starts it: one command, real webhooks."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

LONGEST_START = 60
STATEMENT = "窗口的人不理我，等了一个小时"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


@contextmanager
def a_demo(folder: Path, provider: str) -> Iterator[str]:
    """The address of a running demo with a folder of its own; ended with all its processes."""
    port = free_port()
    settings = {
        name: text for name, text in os.environ.items() if not name.startswith(("HOTLINE_", "TWILIO_"))
    }
    command = [sys.executable, "-m", "intake.cli.main", "demo", "--port", str(port)]
    with (folder / "output").open("wb") as output:
        running = subprocess.Popen(
            command,
            env=settings | {"HOTLINE_DATA_DIR": str(folder), "HOTLINE_PROVIDER": provider},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + LONGEST_START
    try:
        while not is_ready(url):
            assert running.poll() is None, (folder / "output").read_text()
            assert time.monotonic() < until, (folder / "output").read_text()
            time.sleep(0.2)
        yield url
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_demo(tmp_path_factory.mktemp("demo"), "twilio") as url:
        yield url


def press(phone: Page, keys: str) -> None:
    for key in keys:
        phone.locator("body").press(key)


def hears(phone: Page, text: str) -> None:
    expect(phone.locator("#prompt")).to_contain_text(text, timeout=10_000)


def test_a_complaint_is_dialled_keyed_confirmed_and_numbered(page: Page, demo: str) -> None:
    page.goto(f"{demo}/phone")
    page.get_by_role("button", name="拨打热线").click()
    hears(page, "投诉请按1")
    press(page, "1")
    hears(page, "请输入窗口号码")
    press(page, "12#")
    hears(page, "工号")
    press(page, "2016#")
    hears(page, "12号窗口")
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
    number = re.search(r"编号是([ 0-9，]+)", page.locator("#prompt").inner_text())
    assert number
    digits = re.sub(r"\D", "", number[1])[:9]
    expect(page.locator(".bubble.in").last).to_contain_text(digits, timeout=15_000)


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
