"""A hotline beside a provider that has nothing but lists: both profiles, both databases."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from intake.database import Base, Database
from intake.desk.services import Services
from intake.reconcile.report import Mark, Part, Report
from intake.reconcile.service import run
from intake.telephony.client import ProviderClient, client_for
from tests.cast import NOW
from tests.integration.reconcile.listing import ACCOUNT, Listing
from tests.journey.conftest import Desk, desk_for

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Bureau:
    """A hotline whose provider is `listing`. Its clock stands at noon unless it is moved."""

    desk: Desk
    listing: Listing
    client: ProviderClient = field(repr=False)

    @property
    def services(self) -> Services:
        return self.desk.services

    @property
    def now(self) -> datetime:
        return self.desk.clock.now

    def compare(self, back: timedelta = DAY) -> Report:
        return run(self.services, self.client, self.now - back, self.now)

    def rows(self, table: str) -> list[Any]:
        found: Table = Base.metadata.tables[table]
        with self.services.database.read() as connection:
            return list(
                connection.execute(select(found).order_by(found.c[next(iter(found.primary_key)).name]))
            )


def part(report: Report, subject: str) -> Part:
    (found,) = [one for one in report.parts if one.subject == subject]
    return found


def marks(report: Report, subject: str) -> dict[str, int]:
    """What is not zero, by mark, without what was only seen."""
    counted = part(report, subject).marks
    return {mark.value: counted[mark] for mark in Mark if counted[mark] and mark is not Mark.SEEN}


def hang_up_after_one_key(bureau: Bureau) -> None:
    """A caller who begins a complaint, and is gone."""
    call = bureau.desk.phone().dial()
    call.press("1")
    call.hang_up()


def before(**span: float) -> datetime:
    return NOW - timedelta(**span)


@pytest.fixture(params=["twilio", "compatible"])
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def listing(profile: str) -> Iterator[Listing]:
    with Listing(profile) as server:
        yield server


@pytest.fixture
def bureau(
    database: Database, migrated_url: str, tmp_path: Path, profile: str, listing: Listing
) -> Iterator[Bureau]:
    desk = desk_for(migrated_url, tmp_path, profile)
    settings = replace(desk.services.settings, twilio_api_base_url=listing.url, twilio_account_sid=ACCOUNT)
    yield Bureau(desk=desk, listing=listing, client=client_for(settings))
    desk.services.database.close()
