"""What Alembic runs: the migrations, on the connection that `intake.migrations.upgrading.upgrade` hands over.

A developer's `alembic` command comes without one; it works on the database of the settings.
"""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

import intake.api.model
import intake.callbacks.model
import intake.cases.links
import intake.cases.model
import intake.console.case_tables
import intake.console.figures.model
import intake.console.halls.model
import intake.console.model
import intake.console.walls.model
import intake.desk.model
import intake.directory.model
import intake.prompts.model
import intake.telephony.model  # noqa: F401  (fills Base.metadata, as every room with tables must here)
from intake.config import load
from intake.database import Base, Database
from intake.migrations.upgrading import is_modelled


def migrate(connection: Connection) -> None:
    """Run the migrations within the transaction that the caller began and will end."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_object=is_modelled,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(load(os.environ).sqlalchemy_url)
    with database.rebuild() as opened:
        migrate(opened)
    database.close()
