"""Accounts: made and disabled by command, roles and their rights, the demo's own."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Request
from sqlalchemy import select
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from intake.cli.main import main
from intake.config import Settings
from intake.console.accounts import Profile, add_account, change_account, find_account
from intake.console.demo_login import demo_login, install_demo_account
from intake.console.login import address_of
from intake.console.model import AccountRow
from intake.console.passwords import Passwords, fault_of, new_password
from intake.console.roles import RIGHTS, Right, Role, rights_of
from intake.console.throttle import FREE_TRIES_FROM_AN_ADDRESS, begin_attempt, wait
from intake.database import Database
from intake.errors import AccountError
from tests import cast
from tests.console.office import PASSWORD, Office


@pytest.fixture
def a_hotline(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOTLINE_DATABASE_URL", database_url)
    monkeypatch.delenv("HOTLINE_LANGUAGE", raising=False)


def hotline(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=said)


@pytest.mark.usefixtures("a_hotline")
def test_an_account_is_made_listed_given_a_password_and_disabled_by_command() -> None:
    assert "还没有账号" in hotline("user", "list").output
    made = hotline("user", "add", "Su.Qing", "--name", "苏晴", "--role", "operator", "--role", "auditor")
    assert re.search(r"密码（只显示这一次）：([a-z0-9]{4}-?){4}", made.output)
    listed = hotline("user", "list", "--language", "en").output
    assert "su.qing  苏晴  Operator, Auditor  last login -" in listed
    assert hotline("user", "password", "su.qing", "--password-stdin", said=f"{PASSWORD}\n").exit_code == 0
    assert hotline("user", "disable", "su.qing").exit_code == 0
    assert "su.qing  苏晴  坐席、审计员  已停用" in hotline("user", "list").output
    assert hotline("user", "disable", "su.qing", "--undo").exit_code == 0
    assert "已停用" not in hotline("user", "list").output


@pytest.mark.usefixtures("a_hotline")
@pytest.mark.parametrize(
    ("arguments", "said", "told"),
    [
        (["add", "su.qing", "--role", "operator"], None, "已经存在"),
        (["add", "s u", "--role", "operator"], None, "2 至 64"),
        (["add", "new", "--role", "operator", "--hall", "NO"], None, "没有这个大厅"),
        (["add", "new", "--role", "operator", "--password-stdin"], "short\n", "12 至 128"),
        (["password", "nobody"], None, "没有这个账号"),
        (["disable", "su.qing"], None, "最后一个管理员"),
    ],
)
def test_a_command_that_can_not_be_done_says_why(arguments: list[str], said: str | None, told: str) -> None:
    hotline("user", "add", "su.qing", "--role", "administrator")
    refused = hotline("user", *arguments, said=said)
    assert refused.exit_code == 1
    assert told in refused.output


def test_a_disabled_account_is_logged_out_and_stays_out(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    office.desk.clock.advance(seconds=1)
    database = office.desk.services.database
    with database.write() as connection:
        account = find_account(connection, console.login)
        assert account is not None
        change_account(
            connection, account.id, account.profile, is_active=False, now=office.desk.services.clock()
        )
    assert console.get("account").status_code == 303
    again = office.browser().post("login", {"login": console.login, "password": PASSWORD})
    assert again.status_code == 403


def test_roles_change_from_the_next_click_on(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    database = office.desk.services.database
    with database.write() as connection:
        profile = Profile(name="苏晴", roles=frozenset({Role.AUDITOR}), language="zh")
        change_account(
            connection, console.account_id, profile, is_active=True, now=office.desk.services.clock()
        )
    assert "审计员" in console.get("account").text


def test_two_accounts_can_not_have_one_login_in_two_cases(database: Database) -> None:
    profile = Profile(name="苏晴", roles=frozenset({Role.OPERATOR}))
    with database.write() as connection:
        add_account(connection, "Su", profile, "hash", cast.NOW)
        with pytest.raises(AccountError):
            add_account(connection, " sU ", profile, "hash", cast.NOW)


def test_every_right_is_somebodys_and_every_role_has_one() -> None:
    assert set(RIGHTS) == set(Right)
    assert all(RIGHTS.values())
    assert all(rights_of([role]) for role in Role)


def test_who_runs_the_system_sees_no_case_and_who_audits_it_changes_none() -> None:
    assert rights_of([Role.ADMINISTRATOR]) == {Right.ADMINISTER, Right.BOARD, Right.WALLS}
    changing = {Right.DECIDE, Right.REGISTER, Right.ADMINISTER, Right.UNMASK}
    assert not rights_of([Role.AUDITOR]) & changing


def test_passwords_are_kept_as_argon2id_and_made_ones_will_do() -> None:
    passwords = Passwords()
    kept = passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, PASSWORD)
    assert not passwords.matches(kept, PASSWORD + " ")
    assert not passwords.matches(None, PASSWORD)
    assert {fault_of(new_password(), ("demo", "演示")) for _ in range(50)} == {None}


def test_waiting_doubles_and_ends_at_a_quarter_of_an_hour() -> None:
    assert [wait(failures, 5).total_seconds() for failures in (0, 4, 5, 6, 7, 10, 500)] == [
        0, 0, 30, 60, 120, 900, 900,
    ]  # fmt: skip


def test_many_logins_from_one_address_are_slowed_down_too(database: Database) -> None:
    with database.write() as connection:
        tries = [
            begin_attempt(connection, f"login {number}", "one address", cast.NOW)
            for number in range(FREE_TRIES_FROM_AN_ADDRESS + 1)
        ]
        assert None not in tries[:-1]
        assert tries[-1] is None
        assert begin_attempt(connection, "login", "another address", cast.NOW) is not None


def test_nobody_is_slowed_down_by_others_where_addresses_are_not_known(database: Database) -> None:
    with database.write() as connection:
        tries = [begin_attempt(connection, f"login {number}", "", cast.NOW) for number in range(100)]
    assert None not in tries


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "198.51.100.7", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", None, ""),
    ],
)
def test_only_a_proxy_on_this_machine_is_believed_where_a_request_comes_from(
    peer: str, forwarded: str | None, address: str
) -> None:
    headers = Headers({"X-Forwarded-For": forwarded} if forwarded else {})
    sent = Request(EnvironBuilder(environ_base={"REMOTE_ADDR": peer}, headers=headers).get_environ())
    assert address_of(sent) == address


def test_only_the_demo_shows_a_password(office: Office) -> None:
    assert demo_login(office.desk.services.settings) is None
    page = office.browser().get("login").text
    assert "演示" not in page
    assert 'value="demo"' not in page


def test_the_demos_account_has_every_role_and_its_password_stays(database: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, demo=True)
    first = install_demo_account(database, settings, cast.NOW)
    assert first == install_demo_account(database, settings, cast.NOW) == demo_login(settings)
    assert first is not None
    with database.read() as connection:
        account = find_account(connection, first.login)
        (row,) = connection.execute(select(AccountRow)).all()
    assert account is not None
    assert account.profile.roles == frozenset(Role)
    assert Passwords().matches(row.password_hash, first.password)


def test_nothing_is_installed_outside_of_the_demo(database: Database, tmp_path: Path) -> None:
    assert install_demo_account(database, Settings(data_dir=tmp_path), cast.NOW) is None
    with database.read() as connection:
        assert connection.execute(select(AccountRow)).all() == []
