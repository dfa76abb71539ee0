"""What every test has: no outside world; what storage tests ask for: an empty database of either kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loopback import Guard
from tests.postgres import Postgres, running_postgres
from tests.postgres_programs import PostgresUnavailable
from tests.services import missing

GUARD = Guard()
GUARD.install()


@pytest.fixture(autouse=True)
def stay_on_this_machine() -> Iterator[None]:
    with GUARD.watch():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL cluster for the whole run; see `tests/postgres.py`."""
    cluster = running_postgres()
    try:
        server = cluster.__enter__()
    except PostgresUnavailable as error:
        missing(str(error))
    try:
        yield server
    finally:
        cluster.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, empty database: tests that ask for it run on SQLite and PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hotline.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create_database()
    yield url
    server.drop_database(url)
