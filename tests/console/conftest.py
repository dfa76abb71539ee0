"""The console for tests: as forms and pages (`as_role`), and in a real browser (`browser_console`)."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from intake.console.roles import Role
from tests.browser.conftest import browser, context, page  # noqa: F401, fixtures
from tests.console.office import PASSWORD, Console, Office
from tests.journey.conftest import desk_for
from tests.running_demo import free_port
from tests.services import missing

VENDOR = Path(__file__).parents[2] / "intake" / "console" / "static" / "vendor"
AXE = VENDOR / "axe.min.js"
RUN_AXE = """async () => {
  const found = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]});
  return found.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.map(node => node.html.slice(0, 160)).join(" | ")}`);
}"""
Theme = Literal["light", "dark"]


@pytest.fixture
def console_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The database of the console under test: SQLite, unless a test asks for `both_databases`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        copy = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "console.db")
        yield f"sqlite:///{copy}"
        return
    server = request.getfixturevalue("postgres")
    url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    yield url
    server.drop_database(url)


@pytest.fixture
def office(console_url: str, tmp_path: Path) -> Iterator[Office]:
    """A hotline with the hall of `tests/cast.py`, telephones around it, and people to hire."""
    desk = desk_for(console_url, tmp_path, "twilio")
    yield Office(desk)
    desk.services.database.close()


@pytest.fixture
def as_role(office: Office) -> Callable[..., Console]:
    """`as_role(Role.OPERATOR)`: somebody new with these roles, logged in, in a browser without JavaScript."""
    return office.as_role


@pytest.fixture
def console(office: Office) -> Console:
    """An operator, logged in."""
    return office.as_role(Role.OPERATOR)


@dataclass
class BrowserConsole:
    """A running console and a real browser. A script error, or anything that the policy of contents stops,
    fails the test."""

    office: Office
    url: str
    browser: Browser
    errors: list[str]

    def as_role(
        self, *roles: Role, theme: Theme = "light", width: int = 1440, height: int = 900, **profile: Any
    ) -> Page:
        """A page on the console's first page, in which somebody new with these roles is logged in."""
        _, login = self.office.hire(*roles, **profile)
        page = self.page(theme=theme, width=width, height=height)
        page.goto(f"{self.url}/console/login")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("button.primary").click()
        page.wait_for_url(lambda address: "/login" not in address)
        return page

    def page(
        self, *, theme: Theme = "light", width: int = 1440, height: int = 900, scripts: bool = True
    ) -> Page:
        """A page of a browser of its own, in which nobody is logged in."""
        context = self.browser.new_context(
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme=theme,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.errors.append(text)


@pytest.fixture
def browser_console(
    browser: Browser,  # noqa: F811, the fixture
    console_url: str,
    tmp_path: Path,
) -> Iterator[BrowserConsole]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    desk = desk_for(console_url, tmp_path, "twilio", public_url=url)
    server = make_server("127.0.0.1", port, desk.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    running = BrowserConsole(Office(desk), url, browser, [])
    yield running
    for opened in browser.contexts:
        opened.close()
    server.shutdown()
    thread.join()
    server.server_close()
    desk.services.database.close()
    assert not running.errors, f"errors on the page: {running.errors}"


def axe(page: Page) -> list[str]:  # noqa: F811, not the fixture
    """What axe-core finds wrong with the page as it is now; nothing is what a test asks for."""
    if not AXE.is_file():
        missing("no axe-core here (scripts/assets fetches it)")
    page.evaluate(AXE.read_text(encoding="utf-8") + ";undefined")
    found: list[str] = page.evaluate(RUN_AXE)
    return found
