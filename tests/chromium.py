"""A real browser for every folder of tests: the system's Chromium, driven by Playwright, one for a run."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.services import missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # Chromium's own sandbox refuses to run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",  # the telephone's microphone, without a question
    "--use-fake-device-for-media-stream",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # nothing from outside
)

# A slow machine is no defect; a first page on a cold disk has taken more than ten seconds.
PATIENCE = 30_000
FIRST_PAGE = 120_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        missing("no Chromium here (make setup installs it as root; otherwise: apt-get install chromium)")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        except Error as error:
            missing(f"{executable} doesn't start: {error.message.splitlines()[0]}")
        warm_up(running)
        expect.set_options(timeout=PATIENCE)
        yield running
        running.close()


def warm_up(browser: Browser) -> None:
    """Starts all that Chromium starts with its first page, outside any test's patience."""
    page = browser.new_page()
    page.goto("data:text/html,<p>", timeout=FIRST_PAGE)
    page.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    fresh.set_default_timeout(PATIENCE)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of its own; an uncaught error in any of its scripts fails the test."""
    fresh = context.new_page()
    errors: list[str] = []
    fresh.on("pageerror", lambda error: errors.append(str(error)))
    yield fresh
    assert not errors, f"script errors on the page: {errors}"
