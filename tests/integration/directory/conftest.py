"""What tests of the directory share: an empty, migrated database of either kind."""

from collections.abc import Iterator

import pytest

from intake.database import Database
from intake.migrations.upgrading import upgrade


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    upgrade(database)
    yield database
    database.close()
