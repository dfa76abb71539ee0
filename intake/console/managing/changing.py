"""The deeds on accounts, each written down with who did it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from intake.console.access import Viewer
from intake.console.accounts import (
    Account,
    Profile,
    add_account,
    change_account,
    get_account,
    plain_login,
    set_password,
)
from intake.console.disclosure import Access, note_access
from intake.console.managing.tabs import administers
from intake.console.roles import Role
from intake.database import Database
from intake.errors import AccountError

NAME = "accounts"


class Deed(StrEnum):
    """What is written down in the access log."""

    ADDED = "account_added"
    CHANGED = "account_changed"
    PASSWORD = "account_password"  # noqa: S105 - the name of a deed
    SWITCHED = "callbacks_switched"


@dataclass(frozen=True, kw_only=True, slots=True)
class Administering:
    """Somebody administers, at a moment, in a transaction."""

    connection: Connection
    viewer: Viewer
    now: datetime

    def note(self, deed: Deed, told: str) -> None:
        """Write it down. told: logins and codes, never names or numbers."""
        note_access(self.connection, self.viewer, Access(None, deed.value, told), self.now)

    def add(self, login: str, profile: Profile, password_hash: str) -> int:
        """A new account; gives its id. Raises AccountError for a login that can't be had."""
        account_id = add_account(self.connection, login, profile, password_hash, self.now)
        self.note(Deed.ADDED, f"{plain_login(login)}: {' '.join(described(profile))}")
        return account_id

    def change(self, database: Database, account_id: int, profile: Profile, *, is_active: bool) -> Account:
        """Another profile, or disabled; gives the account of before.

        One's own staff number stays: it hides complaints about oneself. Raises AccountError for that, for the
        last administrator, and for an account that is not the viewer's to change.
        """
        database.one_at_a_time(self.connection, NAME)
        before = self.known(account_id)
        own = before.profile.staff_no if account_id == self.viewer.account_id else None
        if own and profile.staff_no != own:
            raise AccountError("console.managing.error_own_staff_no")
        change_account(self.connection, account_id, profile, is_active=is_active, now=self.now)
        changes = list(differences(before, replace(before, profile=profile, is_active=is_active)))
        if changes:
            self.note(Deed.CHANGED, f"{before.login}: {' '.join(changes)}")
        return before

    def give_password(self, account_id: int, password_hash: str) -> Account:
        """Another password; every session of the account is over."""
        account = self.known(account_id)
        set_password(self.connection, account_id, password_hash, self.now)
        self.note(Deed.PASSWORD, account.login)
        return account

    def known(self, account_id: int) -> Account:
        """The account. Raises AccountError where it doesn't exist or isn't the viewer's to change."""
        account = get_account(self.connection, account_id)
        if account is None or not administers(self.viewer, account):
            raise AccountError("console.error.login_unknown")
        return account


def described(profile: Profile) -> Iterator[str]:
    """Roles, hall and staff number in codes, as the log keeps them."""
    yield "roles=" + ",".join(role.value for role in Role if role in profile.roles)
    yield f"hall={profile.hall_id if profile.hall_id is not None else 'all'}"
    yield f"staff_no={profile.staff_no or '-'}"
    yield f"language={profile.language}"


def differences(before: Account, after: Account) -> Iterator[str]:
    """What is other than before; of a name only that it changed."""
    old, new = described(before.profile), described(after.profile)
    yield from (is_new for was, is_new in zip(old, new, strict=True) if was != is_new)
    if before.profile.name != after.profile.name:
        yield "name"
    if before.is_active != after.is_active:
        yield "enabled" if after.is_active else "disabled"
