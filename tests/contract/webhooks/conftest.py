"""One running hotline for the requests of a whole module, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.webhooks.wire import Wire
from tests.faults.served import Served
from tests.postgres import Postgres

SECONDARY = "the-token-that-is-being-rotated"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def hotline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("hotline")
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "hotline.db")
        url = f"sqlite:///{copy}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    served = Served(
        folder=folder, database_url=url, changes={"TWILIO_AUTH_TOKEN_SECONDARY": SECONDARY}, workers=1
    )
    served.install()
    served.start()
    yield served
    served.kill()
    if request.param == "postgresql":
        server.drop_database(url)


@pytest.fixture
def wire(hotline: Served) -> Wire:
    return Wire(hotline)
