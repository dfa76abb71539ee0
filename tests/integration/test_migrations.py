"""The database is brought up to date by the package alone, once, whoever starts first."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

import intake.api.model
import intake.callbacks.model
import intake.cases.links
import intake.cases.model
import intake.console.case_tables
import intake.console.halls.model
import intake.console.model
import intake.console.walls.model
import intake.desk.model
import intake.directory.model
import intake.prompts.model
import intake.telephony.model  # noqa: F401  (all tables must be known to be compared)
from intake import database as store
from intake.database import Base, Database
from intake.migrations import current, head, known
from intake.migrations.upgrading import LOCK, configuration, is_modelled, upgrade

CASE_OF_BEFORE = """
INSERT INTO complaint (case_no, purpose, status, channel, language, attribution, statement, evidence, flags,
    wish, preferred, received_at, updated_at, events, head)
VALUES ('123456789', 'complaint', 'identifying', 'phone', 'zh', 'none', '', '[]', '[]', 'yes', '',
    '2026-11-09 04:00:00', '2026-11-09 04:00:00', 1, 'h')
"""
START = """
import sys
from intake.database import Database
from intake.migrations.upgrading import upgrade
database = Database(sys.argv[1])
sys.stdout.write(str(upgrade(database)))
"""


def test_an_empty_database_is_brought_up_to_date_and_then_left_alone(database_url: str) -> None:
    database = Database(database_url)
    assert current(database) is None
    assert upgrade(database)
    assert current(database) == head()
    assert not upgrade(database)
    database.close()


def test_the_files_of_the_migrations_are_named_after_them_in_their_order() -> None:
    scripts = ScriptDirectory.from_config(configuration())
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert in_order == sorted(known())
    assert head() == scripts.get_current_head()


def test_the_migrations_make_exactly_the_tables_of_the_models(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_modelled}
        )
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


def test_a_process_waits_for_the_one_that_migrates_longer_than_callers_wait(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LONGEST_WAIT", 1)
    first, second = Database(database_url), Database(database_url)
    holds = Event()

    def migrate() -> None:
        with first.rebuild() as connection:
            if not first.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            holds.set()
            time.sleep(2.5)

    with ThreadPoolExecutor(1) as pool:
        migrating = pool.submit(migrate)
        assert holds.wait(30)
        assert upgrade(second)
        migrating.result()
    first.close()
    second.close()


def test_a_case_and_its_callback_of_before_are_there_after_the_upgrade(database_url: str) -> None:
    database = Database(database_url)
    with database.rebuild() as connection:
        settings = configuration()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0003_telephony")
    with database.write() as connection:
        connection.exec_driver_sql(CASE_OF_BEFORE)
        connection.exec_driver_sql(
            "INSERT INTO case_event (complaint_id, seq, at, event, from_status, to_status, actor, data, hash)"
            " VALUES (1, 1, '2026-11-09 04:00:00', 'registered', '', 'received', 'complainant', '{}', 'h')"
        )
        connection.exec_driver_sql(
            "INSERT INTO callback (complaint_id, reason, status, due_at, created_at, updated_at)"
            " VALUES (1, 'unfinished', 'pending', '2026-11-09 04:15:00', '2026-11-09 04:00:00',"
            " '2026-11-09 04:00:00')"
        )
    assert upgrade(database)
    with database.write() as connection:
        kept = connection.exec_driver_sql(
            "SELECT complaint.case_no, callback.kind, callback.status, case_event.hash FROM callback"
            " JOIN complaint ON complaint.id = callback.complaint_id"
            " JOIN case_event ON case_event.complaint_id = complaint.id"
        ).one()
        assert tuple(kept) == ("123456789", "callback", "pending", "h")
        connection.exec_driver_sql("UPDATE complaint SET status = 'unreachable'")
    for wrong in ("status = 'lost'", "purpose = 'lost'", "wish = 'lost'", "handling_rating = 6"):
        with pytest.raises(IntegrityError), database.write() as connection:
            connection.exec_driver_sql(f"UPDATE complaint SET {wrong}")
    database.close()
