"""What was set in the console holds under what the environment gives; to look for changes is one read."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event

from intake.callbacks.in_force import SETTABLE, InForce, Setting, fixed_by, keep
from intake.config import load
from intake.console.accounts import Profile, add_account
from intake.console.roles import Role
from intake.database import Database

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
BOSS = Profile(name="韩冰", roles=frozenset({Role.ADMINISTRATOR}), language="zh", hall_id=None, staff_no=None)


def put(database: Database, name: str, value: str | None) -> None:
    with database.write() as connection:
        found = connection.exec_driver_sql("SELECT id FROM account").scalar()
        account = found or add_account(connection, "han.bing", BOSS, "x", NOW)
        setting = Setting(name=name, value=value, account_id=account, reason="试行", at=NOW)
        keep(database, connection, setting)


def now_in(database: Database, in_force: InForce) -> Any:
    with database.read() as connection:
        return in_force.settings(connection)


def test_a_value_holds_at_the_next_look_of_every_process_and_the_default_comes_back(
    database: Database,
) -> None:
    here, elsewhere = InForce(load({})), InForce(load({}))
    assert now_in(database, here).callback_max_per_day == 2
    put(database, "callback_max_per_day", "5")
    assert now_in(database, here).callback_max_per_day == 5
    assert now_in(database, elsewhere).callback_max_per_day == 5
    put(database, "callback_spacing", "1h")
    assert now_in(database, here).callback_max_per_day == 5
    assert now_in(database, here).callback_spacing == timedelta(hours=1)
    put(database, "callback_max_per_day", None)
    assert now_in(database, here).callback_max_per_day == 2


def test_what_the_environment_gives_wins_even_where_it_is_the_default(database: Database) -> None:
    environment = {"HOTLINE_CALLBACK_MAX_PER_DAY": "2"}
    in_force = InForce(load(environment), fixed_by(environment))
    put(database, "callback_max_per_day", "5")
    put(database, "callback_spacing", "1h")
    assert now_in(database, in_force).callback_max_per_day == 2
    assert now_in(database, in_force).callback_spacing == timedelta(hours=1)


@pytest.mark.parametrize(("name", "value"), [("callback_spacing", "soon"), ("demo", "yes"), ("gone", "1")])
def test_what_can_not_be_read_or_is_not_the_consoles_changes_nothing(
    database: Database, name: str, value: str
) -> None:
    put(database, name, value)
    assert now_in(database, InForce(load({}))) == load({})


def test_a_look_where_nothing_changed_is_one_read_of_an_index(database: Database) -> None:
    in_force = InForce(load({}))
    put(database, "callback_spacing", "1h")
    now_in(database, in_force)
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: said.append(str(given[2])))
    now_in(database, in_force)
    (look,) = [one for one in said if one.startswith("SELECT")]
    with database.read() as connection:
        if database.is_sqlite:
            steps = [row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + look)]
            assert all("SCAN" not in step or "INDEX" in step or step.startswith("SEARCH") for step in steps)
        else:
            connection.exec_driver_sql("SET enable_seqscan = off")
            plan = "\n".join(row[0] for row in connection.exec_driver_sql("EXPLAIN " + look))
            assert "Index Only Scan Backward using pk_policy_value" in plan


def test_versions_are_committed_in_the_order_of_their_ids(database: Database) -> None:
    """Or a look between two commits would miss the lower one for good."""
    put(database, "callback_spacing", "1h")
    with database.write() as connection:
        setting = Setting(name="callback_ring", value="30s", account_id=1, reason="试行", at=NOW)
        keep(database, connection, setting)
        other = Thread(target=put, args=(database, "callback_grace", "3d"))
        other.start()
        other.join(0.3)
        assert other.is_alive(), "the second waits for the first"
    other.join()
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM policy_value ORDER BY id").scalars().all()
    assert rows == ["callback_spacing", "callback_ring", "callback_grace"]


def test_whether_anybody_is_called_at_all_is_the_switchs() -> None:
    assert "callback_enabled" not in SETTABLE
