"""The migration makes exactly the tables that the code works with."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import intake.callbacks.model
import intake.cases.model
import intake.directory.model
import intake.telephony.model  # noqa: F401
from intake.database import Base, Database

OURS = {"recording", "outgoing_message", "message_event"}


def test_the_migrated_tables_are_those_of_the_model(database: Database) -> None:
    with database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert [one for one in differences if any(name in str(one) for name in OURS)] == []
    assert set(Base.metadata.tables) >= OURS
