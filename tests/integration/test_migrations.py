"""The database is brought up to date by the package alone, once, whoever starts first."""

import subprocess
import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

import intake.callbacks.model
import intake.cases.model
import intake.directory.model
import intake.telephony.model  # noqa: F401  (all tables must be known to be compared)
from intake.database import Base, Database
from intake.migrations import current, head, known, upgrade

START = """
import sys
from intake.database import Database
from intake.migrations import upgrade
database = Database(sys.argv[1])
sys.stdout.write(str(upgrade(database)))
"""


def test_an_empty_database_is_brought_up_to_date_and_then_left_alone(database_url: str) -> None:
    database = Database(database_url)
    assert current(database) is None
    assert upgrade(database)
    assert current(database) == head()
    assert head() in known()
    assert not upgrade(database)
    database.close()


def test_the_migrations_make_exactly_the_tables_of_the_models(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_every_constraint_has_a_name_by_which_a_migration_can_change_it(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    with database.read() as connection:
        inspector = inspect(connection)
        for table in inspector.get_table_names():
            if table == "alembic_version":
                continue
            constraints = [*inspector.get_check_constraints(table), *inspector.get_unique_constraints(table)]
            assert all(one["name"] for one in constraints), table
            assert all(one["name"] for one in inspector.get_foreign_keys(table)), table
    database.close()


def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", START, database_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    answers = [process.communicate(timeout=300) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], answers
    assert sorted(answer for answer, _ in answers) == ["False", "False", "True"]
