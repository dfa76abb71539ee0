"""The public page beside the desk phone: cases come in by text and are looked at in a browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intake.database import Database
from tests.journey.conftest import Desk, desk_for

NUMBER = "+8613800138000"


@dataclass
class Browser:
    """A browser without JavaScript and without cookies: it sends the forms that it was given."""

    client: FlaskClient
    language: str = "zh-CN"
    address: str = "203.0.113.7"
    page: str = ""
    answer: TestResponse | None = field(default=None, repr=False)

    def get(self, path: str = "/status") -> TestResponse:
        return self.keep(self.client.get(path, headers=self.headers, environ_base=self.environ))

    def post(self, path: str, fields: dict[str, str]) -> TestResponse:
        return self.keep(self.client.post(path, data=fields, headers=self.headers, environ_base=self.environ))

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language}

    @property
    def environ(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}

    def keep(self, answer: TestResponse) -> TestResponse:
        self.answer, self.page = answer, answer.get_data(as_text=True)
        return answer

    def hidden(self, name: str) -> str:
        """The newest hidden field of the page, the one of its main form."""
        return str(re.findall(rf'name="{name}" value="([^"]*)"', self.page)[-1])

    def open(self, case_no: str, digits: str = "8000") -> TestResponse:
        self.get()
        return self.post("/status", {"mark": self.hidden("mark"), "case_no": case_no, "digits": digits})

    def check(self, **fields: str) -> TestResponse:
        return self.post("/status/check", {"pass": self.hidden("pass"), **fields})

    def confirm(self, action: str = "confirm") -> TestResponse:
        return self.post("/status/confirm", {"pass": self.hidden("pass"), "action": action})


@pytest.fixture
def desk(database: Database, migrated_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_for(migrated_url, tmp_path, "twilio")
    yield made
    made.services.database.close()


@pytest.fixture
def browser(desk: Desk) -> Browser:
    return Browser(desk.app.test_client(use_cookies=False))


def texted(desk: Desk, words: str = "3号窗口的人态度太差了") -> str:
    """The number of a case that came by text from NUMBER."""
    (reply,) = desk.phone(NUMBER).text(words)
    found = re.search(r"\d{9}", reply)
    assert found, reply
    return found[0]
