"""What every test has: no outside world; what storage tests ask for: an empty database of either kind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from intake.database import Database
from intake.migrations.upgrading import upgrade
from tests.loopback import Guard
from tests.postgres import Postgres, running_postgres
from tests.postgres_programs import PostgresUnavailable
from tests.services import missing

# A slow machine is no defect: what must be fast is measured by the benchmark.
settings.register_profile("hotline", deadline=None)
settings.load_profile("hotline")

pytest_plugins = ["tests.chromium"]

GUARD = Guard()
GUARD.install()

TESTS = Path(__file__).parent
# Folders whose tests wait for real time begin first, so that no core waits for them at the end.
LONGEST_FIRST = ("faults", "browser", "console", "journey")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=place)


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


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "hotline.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The address of a PostgreSQL database with all tables, to be copied."""
    url = postgres.create_database()
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables and no rows, on SQLite and PostgreSQL."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "migrated.db")
        yield f"sqlite:///{copy}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    yield url
    server.drop_database(url)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """A fresh database with all tables and no rows, open, on SQLite and PostgreSQL."""
    opened = Database(migrated_url)
    yield opened
    opened.close()


def migrate(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.close()
