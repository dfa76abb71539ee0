"""How accounts come, change and are disabled. Whoever calls holds the transaction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from intake.console.model import AccountRoleRow, AccountRow
from intake.console.roles import Role
from intake.errors import AccountError

LOGIN = re.compile(r"[\w.@-]{2,64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What is said of an account. `hall_id` None: all halls. language: `zh` or `en`."""

    name: str
    roles: frozenset[Role]
    language: str = "zh"
    hall_id: int | None = None
    staff_no: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account as lists show it. Times are UTC."""

    id: int
    login: str
    profile: Profile
    is_active: bool
    has_totp: bool
    created_at: datetime
    last_login_at: datetime | None


def login_fault(connection: Connection, login: str) -> str | None:
    """The key of what speaks against a new login; None for nothing."""
    if not LOGIN.fullmatch(plain_login(login)):
        return "console.error.login_form"
    return "console.error.login_taken" if find_account(connection, plain_login(login)) else None


def plain_login(text: str) -> str:
    """A login as it is kept and compared: upper and lower case are one."""
    return text.strip().casefold()


def add_account(
    connection: Connection, login: str, profile: Profile, password_hash: str, now: datetime
) -> int:
    """A new account; gives its id. Raises AccountError for a login that is taken or can't be one."""
    login = plain_login(login)
    if fault := login_fault(connection, login):
        raise AccountError(fault)
    moments = dict.fromkeys(("created_at", "password_at", "sessions_from"), now)
    values = {"login": login, "password_hash": password_hash, "is_active": True, "totp_step": 0}
    statement = insert(AccountRow).values(moments | values | columns(profile)).returning(AccountRow.id)
    account_id: int = connection.execute(statement).scalar_one()
    store_roles(connection, account_id, profile.roles)
    return account_id


def change_account(
    connection: Connection, account_id: int, profile: Profile, *, is_active: bool, now: datetime
) -> None:
    """Another profile, or disabled, from the next click on.

    Raises AccountError for the last administrator, who would leave nobody to administer.
    """
    keeps = is_active and Role.ADMINISTRATOR in profile.roles
    if not keeps and administrators(connection) == {account_id}:
        raise AccountError("console.error.last_administrator")
    values: dict[str, Any] = columns(profile) | {"is_active": is_active}
    if not is_active:
        values["sessions_from"] = now
    connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(values))
    store_roles(connection, account_id, profile.roles)


def set_password(connection: Connection, account_id: int, password_hash: str, now: datetime) -> None:
    """Another password; every session of before is over."""
    values = {"password_hash": password_hash, "password_at": now, "sessions_from": now}
    connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(values))


def set_language(connection: Connection, account_id: int, language: str) -> None:
    """The language of the console, `zh` or `en`."""
    connection.execute(update(AccountRow).where(AccountRow.id == account_id).values(language=language))


def set_totp(connection: Connection, account_id: int, sealed: bytes | None) -> None:
    """One-time codes from now on, or no more."""
    connection.execute(
        update(AccountRow).where(AccountRow.id == account_id).values(totp_sealed=sealed, totp_step=0)
    )


def list_accounts(connection: Connection) -> list[Account]:
    """Every account by login, the active ones first."""
    return read_accounts(
        connection, select(AccountRow).order_by(AccountRow.is_active.desc(), AccountRow.login)
    )


def find_account(connection: Connection, login: str) -> Account | None:
    """The account with this login, active or not."""
    found = read_accounts(connection, select(AccountRow).where(AccountRow.login == plain_login(login)))
    return found[0] if found else None


def get_account(connection: Connection, account_id: int) -> Account | None:
    """The account with this id, active or not."""
    found = read_accounts(connection, select(AccountRow).where(AccountRow.id == account_id))
    return found[0] if found else None


def read_accounts(connection: Connection, query: Any) -> list[Account]:
    rows = connection.execute(query).all()
    roles = roles_by_account(connection, [row.id for row in rows])
    return [
        Account(
            id=row.id,
            login=row.login,
            profile=Profile(
                name=row.name,
                roles=roles[row.id],
                language=row.language,
                hall_id=row.hall_id,
                staff_no=row.staff_no,
            ),
            is_active=row.is_active,
            has_totp=row.totp_sealed is not None,
            created_at=row.created_at,
            last_login_at=row.last_login_at,
        )
        for row in rows
    ]


def roles_by_account(connection: Connection, ids: Iterable[int]) -> dict[int, frozenset[Role]]:
    """The roles of these accounts; none for an id that has none."""
    found: dict[int, set[Role]] = defaultdict(set)
    query = select(AccountRoleRow).where(AccountRoleRow.account_id.in_(list(ids)))
    for row in connection.execute(query):
        found[row.account_id].add(row.role)
    return defaultdict(frozenset, {key: frozenset(roles) for key, roles in found.items()})


def administrators(connection: Connection) -> set[int]:
    """The accounts that can administer."""
    query = (
        select(AccountRow.id)
        .join(AccountRoleRow, AccountRoleRow.account_id == AccountRow.id)
        .where(AccountRoleRow.role == Role.ADMINISTRATOR, AccountRow.is_active)
    )
    return set(connection.scalars(query))


def columns(profile: Profile) -> dict[str, Any]:
    return {name: value for name, value in asdict(profile).items() if name != "roles"}


def store_roles(connection: Connection, account_id: int, roles: frozenset[Role]) -> None:
    connection.execute(delete(AccountRoleRow).where(AccountRoleRow.account_id == account_id))
    if roles:
        rows = [{"account_id": account_id, "role": role} for role in sorted(roles)]
        connection.execute(insert(AccountRoleRow), rows)
