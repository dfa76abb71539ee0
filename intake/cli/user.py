"""`hotline user add|list|password|disable`: who may log in to the console."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection, select

from intake.cli.context import language_option, refuse, settings, speak
from intake.cli.opening import open_database
from intake.console.accounts import (
    Account,
    Profile,
    add_account,
    change_account,
    find_account,
    list_accounts,
    set_password,
)
from intake.console.passwords import Passwords, fault_of, new_password
from intake.console.roles import Role
from intake.directory.model import HallRow
from intake.errors import AccountError
from intake.words import language_of

Result = TypeVar("Result")
password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of making one."
)


@click.group()
def user() -> None:
    """People who may log in to the console."""


@user.command("add")
@click.argument("login")
@click.option("--name", help="Shown to colleagues; otherwise the login.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What the person does; may be given several times.",
)
@click.option("--hall", help="Code of the only hall that the person works for; otherwise all.")
@click.option("--staff-no", help="The person's own staff number: they see no complaint about themselves.")
@password_option
@language_option
def add_command(
    login: str,
    name: str | None,
    roles: tuple[str, ...],
    hall: str | None,
    staff_no: str | None,
    password_stdin: bool,
) -> None:
    """Add an account; the password made for it is shown once."""
    language = language_of(settings().language)
    password = chosen_password(password_stdin, (login, name or ""))
    hashed = Passwords().hashed(password)

    def add(connection: Connection, now: datetime) -> int:
        profile = Profile(
            name=name or login,
            roles=frozenset(map(Role, roles)),
            language=language,
            hall_id=hall_called(connection, hall),
            staff_no=staff_no,
        )
        return add_account(connection, login, profile, hashed, now)

    written(add)
    tell(login, password, made=not password_stdin)


@user.command("list")
@language_option
def list_command() -> None:
    """Every account: login, name, roles, last login."""
    found = settings()
    with open_database(found) as database, database.read() as connection:
        accounts = list_accounts(connection)
    for account in accounts:
        last = account.last_login_at
        values = {
            "login": account.login,
            "name": account.profile.name,
            "roles": speak("console.comma").join(
                speak(f"console.role.{role}") for role in Role if role in account.profile.roles
            ),
            "last": f"{last.astimezone(ZoneInfo(found.timezone)):%Y-%m-%d %H:%M}" if last else "-",
        }
        click.echo(
            speak("console.user.line" if account.is_active else "console.user.disabled_line", **values)
        )
    if not accounts:
        click.echo(speak("console.user.none"))


@user.command("password")
@click.argument("login")
@password_option
@language_option
def password_command(login: str, password_stdin: bool) -> None:
    """Give an account another password; every session of it ends."""
    password = chosen_password(password_stdin, (login,))
    hashed = Passwords().hashed(password)
    written(lambda connection, now: set_password(connection, known(connection, login).id, hashed, now))
    tell(login, password, made=not password_stdin)


@user.command("disable")
@click.argument("login")
@click.option("--undo", is_flag=True, help="Let the person log in again.")
@language_option
def disable_command(login: str, undo: bool) -> None:
    """End an account's sessions and let nobody log in with it; what it did stays on record."""

    def disable(connection: Connection, now: datetime) -> None:
        account = known(connection, login)
        change_account(connection, account.id, account.profile, is_active=undo, now=now)

    written(disable)
    click.echo(speak("console.user.enabled" if undo else "console.user.disabled", login=login))


def written(work: Callable[[Connection, datetime], Result]) -> Result:
    """What the work gives, in one transaction. An error of ours is the command's last word."""
    with open_database(settings()) as database:
        try:
            with database.write() as connection:
                return work(connection, datetime.now(UTC))
        except AccountError as error:
            raise refuse(error) from error


def chosen_password(from_input: bool, said_of_the_person: tuple[str, ...]) -> str:
    """The password on standard input, else one that is made now."""
    if not from_input:
        return new_password()
    password = sys.stdin.readline().rstrip("\r\n")
    if fault := fault_of(password, said_of_the_person):
        raise refuse(AccountError(fault))
    return password


def tell(login: str, password: str, *, made: bool) -> None:
    click.echo(speak("console.user.stored", login=login))
    if made:
        click.echo(speak("console.user.password", password=password))


def known(connection: Connection, login: str) -> Account:
    """The account. Raises AccountError where there is none."""
    account = find_account(connection, login)
    if account is None:
        raise AccountError("console.error.login_unknown")
    return account


def hall_called(connection: Connection, code: str | None) -> int | None:
    """The id of the hall with this code; None for no code. Raises AccountError for an unknown one."""
    if code is None:
        return None
    found: int | None = connection.scalar(select(HallRow.id).where(HallRow.code == code))
    if found is None:
        raise AccountError("console.error.hall_unknown")
    return found
