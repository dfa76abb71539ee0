"""The account of the demo: all roles, and a password that its login page shows. Nothing else has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.config import Settings
from intake.console.accounts import Profile, add_account, change_account, find_account, set_password
from intake.console.passwords import Passwords, new_password
from intake.console.roles import Role
from intake.database import Database
from intake.secret_store import kept
from intake.words import language_of, words

FILE = "demo-login.json"
LOGIN = "demo"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """What one types to get in."""

    login: str
    password: str


def demo_login(settings: Settings) -> DemoLogin | None:
    """Login and password of the demo; None on a real hotline."""
    if not settings.demo:
        return None
    return DemoLogin(LOGIN, kept(settings.data_dir, FILE, lambda: {"password": new_password()})["password"])


def install_demo_account(database: Database, settings: Settings, now: datetime) -> DemoLogin | None:
    """Make the account, or give it its password and roles back. Nothing happens outside of the demo."""
    login = demo_login(settings)
    if login is None:
        return None
    language = language_of(settings.language)
    profile = Profile(name=words(language)("console.demo.name"), roles=frozenset(Role), language=language)
    hashed = Passwords().hashed(login.password)
    with database.write() as connection:
        found = find_account(connection, LOGIN)
        if found is None:
            add_account(connection, LOGIN, profile, hashed, now)
        else:
            change_account(connection, found.id, profile, is_active=True, now=now)
            set_password(connection, found.id, hashed, now)
    return login
