"""A hotline as real processes, on either database; an in-process desk for stories that need a clock."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.provider_stage import Stage
from tests.faults.served import Served
from tests.journey.conftest import Desk, desk_for
from tests.postgres import Postgres


@pytest.fixture
def served(migrated_url: str, tmp_path: Path) -> Iterator[Served]:
    """A hotline with a hall, not started yet; gone after the test."""
    hotline = Served(folder=tmp_path, database_url=migrated_url)
    hotline.install()
    yield hotline
    hotline.kill()


@pytest.fixture(params=["sqlite-twilio", "postgresql-compatible"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """Each database and each profile once: the journeys have all four together."""
    kind, _, profile = str(request.param).partition("-")
    if kind == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'desk.db')}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    made = desk_for(url, tmp_path, profile)
    yield made
    made.services.database.close()
    if kind == "postgresql":
        server.drop_database(url)


@pytest.fixture(scope="module", params=["twilio", "compatible"])
def sqlite_desk(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """One desk for all examples of a module, so that generated stories need no fresh database each."""
    folder = tmp_path_factory.mktemp("desk")
    copy = shutil.copy(migrated_sqlite, folder / "hotline.db")
    made = desk_for(f"sqlite:///{copy}", folder, str(request.param))
    yield made
    made.services.database.close()


@pytest.fixture(params=["sqlite-twilio", "postgresql-twilio"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A served hotline at the tests' own provider, which is empty; its schedulers are the test's to start.

    A test about the other profile asks for `sqlite-compatible` and `postgresql-compatible` indirectly.
    """
    kind, _, profile = str(request.param).partition("-")
    if kind == "sqlite":
        url = f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), tmp_path / 'stage.db')}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    made = Stage.make(tmp_path, url, profile)
    try:
        made.served.start()
        yield made
    finally:
        made.close()
    if kind == "postgresql":
        server.drop_database(url)
