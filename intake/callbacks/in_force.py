"""The settings that hold now: what the hotline was started with, and what administrators set in the console.

What the environment gives wins over the console, and that over the default. Both are read by the same code.
A change holds in every process from its next look on: a look is one row of an index.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from intake.callbacks.model import PolicyValueRow
from intake.config import Settings
from intake.database import Database
from intake.kinds import UNITS, Destinations

# What may be set in the console: fields of `Settings`. Whether anybody is called at all is the switch's.
SETTABLE = (
    "callback_hours", "callback_workdays_only", "callback_first_delay", "callback_spacing",
    "callback_max_per_day", "callback_ring", "callback_min_attempts", "callback_min_days",
    "callback_min_ring", "callback_most_attempts", "callback_grace", "text_hours", "text_spacing",
    "callback_rate", "callback_calls_per_day", "texts_per_day", "callback_destinations",
)  # fmt: skip
ABOUT: Mapping[str, Mapping[str, Any]] = {item.name: item.metadata for item in fields(Settings)}
LOCK = "policy"
NEWEST = select(func.max(PolicyValueRow.id))
LATEST = select(func.max(PolicyValueRow.id)).group_by(PolicyValueRow.name)

log = logging.getLogger(__name__)


def fixed_by(environment: Collection[str]) -> frozenset[str]:
    """The fields that these variables give: nothing set in the console changes them."""
    return frozenset(name for name, about in ABOUT.items() if about["name"] in environment)


class InForce:
    """The settings in force, read anew when somebody has changed one. Safe in any number of threads."""

    def __init__(self, started_with: Settings, fixed: Collection[str] = ()) -> None:
        self.started_with = started_with
        self.fixed = frozenset(fixed)
        self._seen: tuple[int, Settings] = (0, started_with)

    def settings(self, connection: Connection) -> Settings:
        """The settings as this transaction sees them; not for one that has just set a value itself."""
        newest = connection.execute(NEWEST).scalar() or 0
        known, found = self._seen
        if newest != known:
            found = self.read(connection)
            self._seen = (newest, found)
        return found

    def read(self, connection: Connection) -> Settings:
        """What was started with, under what was set since, without values that can't be read any more."""
        rows = connection.execute(
            select(PolicyValueRow.name, PolicyValueRow.value).where(PolicyValueRow.id.in_(LATEST))
        )
        values: dict[str, Any] = {}
        for row in rows:
            if row.value is not None and row.name in SETTABLE and row.name not in self.fixed:
                try:
                    values[row.name] = ABOUT[row.name]["read"](row.value)
                except ValueError:
                    log.error("what was set for %s can't be read", row.name)
        return replace(self.started_with, **values)

    def default(self, name: str) -> Any:
        """What holds where nothing is set in the console."""
        return getattr(self.started_with, name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Somebody sets a value, as one would write it in the environment; None: nothing any more."""

    name: str
    value: str | None
    account_id: int
    reason: str
    at: datetime


def keep(database: Database, connection: Connection, setting: Setting) -> int:
    """Keep what was set; the id of its version. One at a time, so that no lower id is committed later."""
    database.one_at_a_time(connection, LOCK)
    values = {name: getattr(setting, name) for name in Setting.__slots__}
    version: int = connection.execute(
        insert(PolicyValueRow).values(values).returning(PolicyValueRow.id)
    ).scalar_one()
    return version


def as_written(value: Any) -> str:
    """The value as one would write it in the environment."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return span_as_written(value)
    if isinstance(value, Destinations):
        kinds = (("mobile", value.mobile), ("fixed", value.fixed))
        return ",".join(f"+{code}:{kind}" for kind, codes in kinds for code in sorted(codes))
    if isinstance(value, tuple):
        return ",".join(f"{clock(start)}-{clock(end)}" for start, end in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def span_as_written(span: timedelta) -> str:
    """`90m`: in the largest unit that it is a whole number of."""
    for letter, unit in reversed(UNITS.items()):
        count, rest = divmod(span, timedelta(**{unit: 1}))
        if count and not rest:
            return f"{count}{letter}"
    return f"{span // timedelta(seconds=1)}s"


def clock(at: time) -> str:
    return f"{at:%H:%M}"
