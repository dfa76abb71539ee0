"""Logging in: the password, then the one-time code where the account asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select, update

from intake.cases.privacy import Sealer
from intake.console.accounts import plain_login
from intake.console.model import AccountRow
from intake.console.passwords import COLUMN, Passwords, step_of_code
from intake.console.sessions import confirm, open_session
from intake.console.throttle import begin_attempt, succeed
from intake.desk.services import Services


class Refusal(StrEnum):
    """Why nobody was logged in."""

    WRONG = "wrong"
    TOO_SOON = "too_soon"
    CODE_WRONG = "code_wrong"


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeWanted:
    """The password was right; the account asks for a one-time code as well."""

    account_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """Logged in; the token that the browser keeps."""

    token: str


@dataclass(frozen=True, slots=True)
class Logins:
    """Tries to log in, from one address; empty where it isn't known."""

    services: Services
    passwords: Passwords
    address: str

    def by_password(self, login: str, password: str) -> Entered | CodeWanted | Refusal:
        """Try login and password. The password is hashed outside of any transaction: that takes a while."""
        attempt = self._begin(plain_login(login))
        if attempt is None:
            return Refusal.TOO_SOON
        with self.services.database.read() as connection:
            account = active_account(connection, AccountRow.login == plain_login(login))
        if not self.passwords.matches(account.password_hash if account else None, password) or not account:
            return Refusal.WRONG
        if account.totp_sealed is not None:
            return CodeWanted(account_id=account.id)
        return self._enter(account.id, attempt)

    def by_code(self, account_id: int, code: str) -> Entered | Refusal:
        """Try the one-time code, after the password."""
        now = self.services.clock()
        with self.services.database.read() as connection:
            account = active_account(connection, AccountRow.id == account_id)
        if account is None:
            return Refusal.WRONG
        attempt = self._begin(account.login)
        if attempt is None:
            return Refusal.TOO_SOON
        with self.services.database.write() as connection:
            right = use_code(connection, self.services.sealer, account_id, code, now)
        return self._enter(account.id, attempt) if right else Refusal.CODE_WRONG

    def again(self, token: str, login: str, password: str) -> Refusal | None:
        """The password once more, by whoever is logged in; None if it was right."""
        attempt = self._begin(login)
        if attempt is None:
            return Refusal.TOO_SOON
        with self.services.database.read() as connection:
            account = active_account(connection, AccountRow.login == login)
        if not self.passwords.matches(account.password_hash if account else None, password):
            return Refusal.WRONG
        with self.services.database.write() as connection:
            succeed(connection, attempt)
            confirm(connection, token, self.services.clock())
        return None

    def _begin(self, login: str) -> int | None:
        """The try, noted before anything is looked at."""
        index = self.services.sealer.index
        database = self.services.database
        with database.write() as connection:
            database.one_at_a_time(connection, f"login:{index(login)}")
            address = self.address and index(self.address)
            return begin_attempt(connection, index(login), address, self.services.clock())

    def _enter(self, account_id: int, attempt: int) -> Entered:
        with self.services.database.write() as connection:
            succeed(connection, attempt)
            return Entered(token=open_session(connection, account_id, self.services.clock()))


def active_account(connection: Connection, which: object) -> AccountRow | None:
    """The row of an account that may log in."""
    found = connection.execute(select(AccountRow).where(which, AccountRow.is_active)).first()  # type: ignore[arg-type]
    return found  # type: ignore[return-value]


def use_code(connection: Connection, sealer: Sealer, account_id: int, code: str, now: datetime) -> bool:
    """Whether the code is right and was not used before; it is used up then."""
    sealed, last = connection.execute(
        select(AccountRow.totp_sealed, AccountRow.totp_step).where(AccountRow.id == account_id)
    ).one()
    step = step_of_code(sealer.open(sealed, COLUMN), code, now) if sealed is not None else None
    if step is None or step <= last:
        return False
    used = connection.execute(
        update(AccountRow)
        .where(AccountRow.id == account_id, AccountRow.totp_step < step)
        .values(totp_step=step)
    )
    return used.rowcount == 1
