"""People at work in the console of a hotline under test, logged in for real."""

import re
from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intake.console.accounts import Profile, add_account
from intake.console.roles import Role
from tests.journey.conftest import Desk

PASSWORD = "three-quiet-rivers"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
NAMES = {
    Role.OPERATOR: "苏晴",
    Role.SUPERVISOR: "罗文",
    Role.APPRAISER: "方岚",
    Role.ADMINISTRATOR: "韩冰",
    Role.AUDITOR: "梁静",
}


@dataclass
class Console:
    """A browser without JavaScript, in which somebody is logged in."""

    client: FlaskClient
    url: str
    account_id: int
    login: str

    def get(self, path: str, **values: Any) -> TestResponse:
        """A page. `path` from the console on: `queue` for `/console/queue`."""
        return self.client.get(f"/console/{path}", base_url=self.url, **values)

    def post(self, path: str, data: dict[str, Any] | None = None, **values: Any) -> TestResponse:
        """A form sent with the token that the console gives."""
        form = {"csrf_token": self.token()} | (data or {})
        return self.client.post(f"/console/{path}", data=form, base_url=self.url, **values)

    def token(self) -> str:
        found = TOKEN.search(self.get("login" if not self.account_id else "account").text)
        assert found, "no page with a form's token"
        return found[1]


@dataclass
class Office:
    """The people who work at a hotline under test."""

    desk: Desk
    hired: int = field(default=0)

    @property
    def url(self) -> str:
        return self.desk.services.settings.public_url

    def hire(self, *roles: Role, login: str = "", language: str = "zh", **profile: Any) -> tuple[int, str]:
        """A new account with these roles: its id and login. `profile` is of `Profile`: hall_id, staff_no."""
        self.hired += 1
        login = login or f"{roles[0] if roles else 'nobody'}.{self.hired}"
        name = profile.pop("name", NAMES[roles[0]] if roles else "无名")
        described = Profile(name=name, roles=frozenset(roles), language=language, **profile)
        services = self.desk.services
        with services.database.write() as connection:
            hashed = QUICK.hash(PASSWORD)
            return add_account(connection, login, described, hashed, services.clock()), login

    def as_role(self, *roles: Role, **profile: Any) -> Console:
        """Somebody new with these roles, logged in."""
        account_id, login = self.hire(*roles, **profile)
        console = self.browser()
        entered = console.post("login", {"login": login, "password": PASSWORD})
        assert entered.status_code == 303, entered.text
        return Console(console.client, console.url, account_id, login)

    def browser(self) -> Console:
        """A browser in which nobody is logged in."""
        return Console(self.desk.app.test_client(), self.url, 0, "")
