"""The console's store on both databases: a hotline with telephones around it, and people to look at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from intake.cases.timeline import verify
from intake.console.access import Viewer
from intake.console.accounts import Profile, add_account
from intake.console.case_parts import CaseView
from intake.console.case_view import read_case
from intake.console.disclosure import ruling_of
from intake.console.queue import Filters, Page, read_queue
from intake.console.roles import Role
from intake.database import Database
from intake.desk.rulings import Ruling
from intake.desk.services import Services
from tests.journey.conftest import Desk, desk_for

OPERATOR = frozenset({Role.OPERATOR})


@dataclass(frozen=True, kw_only=True)
class Room:
    """A hotline, and the people in its console."""

    desk: Desk

    @property
    def services(self) -> Services:
        return self.desk.services

    @property
    def now(self) -> datetime:
        return self.desk.clock()

    def viewer(self, login: str = "lin", **changes: Any) -> Viewer:
        """An operator for all halls, unless changed; their account is made."""
        with self.services.database.write() as connection:
            profile = Profile(name=login.title(), roles=OPERATOR)
            account_id = add_account(connection, login, profile, "hash", self.now)
        seen = Viewer(
            account_id=account_id,
            login=login,
            name=login.title(),
            roles=OPERATOR,
            hall_id=None,
            staff_no=None,
            language="zh",
            fresh=True,
        )
        return replace(seen, **changes)

    @contextmanager
    def deciding(self, viewer: Viewer) -> Iterator[Ruling]:
        with self.services.database.write() as connection:
            yield ruling_of(self.services, connection, viewer, self.now)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.services.database.read() as connection:
            yield connection

    def queue(self, viewer: Viewer, **filters: Any) -> Page:
        with self.reading() as connection:
            return read_queue(connection, viewer, Filters(**filters), self.now)

    def numbers(self, viewer: Viewer, **filters: Any) -> list[str]:
        """The case numbers of the queue, in order."""
        return [entry.case_no for entry in self.queue(viewer, **filters).entries]

    def case(self, viewer: Viewer, case_no: str) -> CaseView:
        found = self.look(viewer, case_no)
        assert found is not None
        return found

    def look(self, viewer: Viewer, case_no: str) -> CaseView | None:
        with self.reading() as connection:
            return read_case(self.services, connection, viewer, case_no, self.now)

    def text(self, words: str, number: str | None = None) -> str:
        """Somebody texts the hotline; gives the number of their newest case."""
        phone = self.desk.phone(number) if number else self.desk.new_phone()
        before = {case["case_no"] for case in self.desk.cases()}
        phone.text(words)
        new = [case["case_no"] for case in self.desk.cases() if case["case_no"] not in before]
        return str(new[-1]) if new else str(self.desk.cases()[-1]["case_no"])

    def whole(self) -> bool:
        """Whether every timeline holds."""
        with self.reading() as connection:
            return list(verify(connection, self.services.sealer.audit_key)) == []


@pytest.fixture
def room(database: Database, migrated_url: str, tmp_path: Path) -> Iterator[Room]:
    desk = desk_for(migrated_url, tmp_path, "twilio")
    yield Room(desk=desk)
    desk.services.database.close()
