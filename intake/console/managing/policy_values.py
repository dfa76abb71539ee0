"""Settings of callbacks as administrators change them: read like the environment's, kept with who and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select

from intake.callbacks.in_force import ABOUT, LOCK, InForce, Setting, as_written, keep
from intake.callbacks.model import PolicyValueRow
from intake.callbacks.queue import look_again
from intake.console.access import Viewer
from intake.console.disclosure import Access, note_access
from intake.console.model import AccountRow
from intake.desk.services import Services
from intake.errors import SettingsError

CHANGED = "policy_changed"
LONGEST_VALUE, LONGEST_REASON = 200, 500
VERSIONS_SHOWN = 30
ERROR = "console.policy.error_"


class Source(StrEnum):
    """Where a value comes from: nobody set it, the console, or the environment of the process."""

    DEFAULT = "default"
    CONSOLE = "console"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A value that somebody set; None for the default again. by: their name."""

    id: int
    value: str | None
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What somebody wants a setting to be. seen: the version that they had before them, 0 for none."""

    name: str
    value: str
    reason: str
    seen: int


def versions(connection: Connection, name: str) -> tuple[Version, ...]:
    """The latest values that were set, newest first."""
    row = PolicyValueRow
    query = (
        select(row.id, row.value, row.at, row.reason, AccountRow.name.label("by"))
        .join(AccountRow, AccountRow.id == row.account_id)
        .where(row.name == name)
        .order_by(row.id.desc())
        .limit(VERSIONS_SHOWN)
    )
    return tuple(Version(**found._asdict()) for found in connection.execute(query))


def newest_versions(connection: Connection) -> dict[str, Version]:
    """The newest value of every setting that somebody set."""
    row = PolicyValueRow
    latest = select(func.max(row.id)).group_by(row.name)
    query = (
        select(row.name.label("setting"), row.id, row.value, row.at, row.reason, AccountRow.name.label("by"))
        .join(AccountRow, AccountRow.id == row.account_id)
        .where(row.id.in_(latest))
    )
    found = (one._asdict() for one in connection.execute(query))
    return {one.pop("setting"): Version(**one) for one in found}


def source_of(in_force: InForce, name: str, newest: Version | None) -> Source:
    if name in in_force.fixed:
        return Source.ENVIRONMENT
    return Source.CONSOLE if newest and newest.value is not None else Source.DEFAULT


def kind_of(name: str) -> str:
    """How the value of a setting is read, which says how it is written: `duration`, `flag`."""
    return str(ABOUT[name]["read"].__name__)


def understood(name: str, text: str) -> Any:
    """The value that a text stands for, by the reader of the environment's. Raises SettingsError."""
    try:
        if len(text) > LONGEST_VALUE:
            raise ValueError(name)
        return ABOUT[name]["read"](text)
    except (ValueError, OverflowError) as error:
        raise SettingsError(ERROR + kind_of(name), example=ABOUT[name]["default"]) from error


def change(services: Services, connection: Connection, viewer: Viewer, wanted: Change, now: datetime) -> None:
    """Set it, write down who did and what it was, and have waiting callbacks judged anew.

    A value that would hold anyway is kept as none. Raises SettingsError for a text that is no value, for one
    that is fixed, and where somebody else has set the same in the meantime.
    """
    name, in_force = wanted.name, services.in_force
    value = understood(name, wanted.value)
    services.database.one_at_a_time(connection, LOCK)
    newest = connection.scalar(select(func.max(PolicyValueRow.id)).where(PolicyValueRow.name == name)) or 0
    if newest != wanted.seen or name in in_force.fixed:
        raise SettingsError(ERROR + "changed")
    before = as_written(getattr(in_force.read(connection), name))
    kept = None if value == in_force.default(name) else as_written(value)
    setting = Setting(name=name, value=kept, account_id=viewer.account_id, reason=wanted.reason, at=now)
    keep(services.database, connection, setting)
    told = f"{name}: {before} → {as_written(value)}. {wanted.reason}"
    note_access(connection, viewer, Access(None, CHANGED, told), now)
    look_again(connection, now)
