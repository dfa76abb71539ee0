"""A hotline as real processes, on either database; an in-process desk for stories that need a clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.database import Database
from tests.faults.served import Served
from tests.journey.conftest import Desk, desk_for


@pytest.fixture
def served(migrated_url: str, tmp_path: Path) -> Iterator[Served]:
    """A hotline with a hall, not started yet; gone after the test."""
    hotline = Served(folder=tmp_path, database_url=migrated_url)
    hotline.install()
    yield hotline
    hotline.kill()


@pytest.fixture(params=["twilio", "compatible"])
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(database: Database, migrated_url: str, tmp_path: Path, profile: str) -> Iterator[Desk]:
    made = desk_for(migrated_url, tmp_path, profile)
    yield made
    made.services.database.close()
