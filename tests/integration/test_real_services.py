"""The services that the other tests stand on are real ones, and go when the tests go."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from intake.database import Database
from intake.migrations import current, head
from tests.postgres import Postgres

ROOT = Path(__file__).parents[2]
HOLD_A_CLUSTER = """
import time
from tests.postgres import running_postgres
with running_postgres() as server:
    print(server.folder, flush=True)
    time.sleep(60)
"""
CALL_OUTSIDE = """
import contextlib, socket
from tests.loopback import Guard
guard = Guard()
guard.install()
with guard.watch(), contextlib.suppress(OSError), socket.socket() as channel:
    channel.settimeout(0.1)
    channel.connect(("192.0.2.1", 9))
"""


def test_every_test_gets_an_empty_database_that_keeps_what_is_committed(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE complaint (statement TEXT)"))
        connection.execute(text("INSERT INTO complaint VALUES ('窗口没有人')"))
    engine.dispose()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT statement FROM complaint")) == "窗口没有人"
    engine.dispose()


def test_a_database_can_be_made_as_a_copy_of_another(postgres: Postgres) -> None:
    original = postgres.create_database()
    engine = create_engine(original)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE duty AS SELECT 3 AS window_no"))
    engine.dispose()
    copy = create_engine(postgres.create_database(template=original))
    with copy.connect() as connection:
        assert connection.scalar(text("SELECT window_no FROM duty")) == 3
    copy.dispose()


def test_a_migrated_database_is_at_the_newest_migration_and_belongs_to_one_test(database: Database) -> None:
    assert current(database) == head()
    with database.write() as connection:
        connection.execute(text("CREATE TABLE left_by_a_test (id INTEGER)"))


def test_nothing_that_another_test_did_is_seen(database: Database) -> None:
    assert "left_by_a_test" not in inspect(database.engine).get_table_names()


def test_postgresql_writes_through_to_the_disk(postgres: Postgres) -> None:
    engine = create_engine(postgres.create_database())
    with engine.connect() as connection:
        settings = [connection.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")]
    engine.dispose()
    assert settings == ["on", "on"]


@pytest.mark.parametrize("farewell", [signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_the_tests_that_started_it(farewell: signal.Signals, postgres: Postgres) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_A_CLUSTER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as tests:
        assert tests.stdout is not None
        folder = Path(tests.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        assert folder != postgres.folder
        tests.send_signal(farewell)
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_a_test_that_swallows_a_refused_outside_connection_still_fails() -> None:
    tests = subprocess.run(
        [sys.executable, "-c", CALL_OUTSIDE], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False
    )
    assert tests.returncode != 0
    assert tests.stderr.splitlines()[-1] == "AssertionError: outside connections: socket.connect '192.0.2.1'"


def test_this_machine_may_be_reached_by_number_and_by_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
        socket.create_connection(("localhost", port)).close()
