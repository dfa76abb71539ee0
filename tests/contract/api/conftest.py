"""The API beside the desk phone, and a client of another system with a token."""

import json
import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from intake.api.model import Scope
from intake.api.tokens import NewToken, add_token
from intake.database import Database
from tests.journey.conftest import Desk, desk_for

PHONE = "+8613800138000"
COMPLAINT = {"channel": "hotline_12345", "text": "投诉3号窗口，工号1001，今天上午骂人"}


@dataclass
class System:
    """Another system: it sends JSON with its token."""

    client: FlaskClient
    token: str
    language: str = "zh-CN"

    def ask(
        self, method: str, path: str, body: object = None, *, key: str | None = None, raw: bytes | None = None
    ) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        if key is not None:
            headers["Idempotency-Key"] = key
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        kind = "application/json" if data is not None else None
        return self.client.open(
            f"/api/v1{path}", method=method, data=data, content_type=kind, headers=headers
        )

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", path)

    def post(self, path: str, body: object = None, **more: Any) -> TestResponse:
        return self.ask("POST", path, body, **more)

    def create(self, **changes: object) -> dict[str, Any]:
        answer = self.post("/complaints", COMPLAINT | changes)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        made: dict[str, Any] = answer.get_json()
        return made


ToSystem = Callable[..., System]


@pytest.fixture
def desk(database: Database, migrated_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_for(migrated_url, tmp_path, "twilio")
    yield made
    made.services.database.close()


def system_of(
    desk: Desk,
    scopes: Collection[Scope] = tuple(Scope),
    hall: str | None = None,
    per_minute: int = 10_000,
    name: str = "",
) -> System:
    """A system with a new token."""
    new = NewToken(
        name=name or f"system {secrets.token_hex(4)}",
        scopes=scopes,
        hall=hall,
        per_minute=per_minute,
        created_by="test",
    )
    with desk.services.database.write() as connection:
        text = add_token(connection, new, desk.clock())
    return System(desk.app.test_client(use_cookies=False), text)


@pytest.fixture
def system(desk: Desk) -> System:
    return system_of(desk, name="platform")
