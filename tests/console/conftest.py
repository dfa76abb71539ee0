"""The console for tests: as forms and pages (`as_role`), and in a real browser (`browser_console`)."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole
from tests.console.office import Console, Office
from tests.journey.conftest import desk_for
from tests.ports import free_port


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


@pytest.fixture
def browser_console(browser: Browser, console_url: str, tmp_path: Path) -> Iterator[BrowserConsole]:
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
