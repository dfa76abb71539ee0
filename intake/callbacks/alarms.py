"""What somebody has to mend, who lives, what is switched off: kept in rows, shown by `hotline doctor`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.callbacks.model import AlarmRow, HeartbeatRow, SwitchRow
from intake.database import Base, UTCDateTime

SCHEDULER = "scheduler"  # the name that the background work beats under

log = logging.getLogger(__name__)


class Alarm(StrEnum):
    """What may be wrong. DIALLING: the provider refuses our account, so that nothing is sent."""

    DIALLING = "dialling"
    CALENDAR = "calendar"
    SPEND = "spend"
    FAULT = "fault"
    UNCLEAR = "unclear"
    KEYS = "keys"
    SENDER = "sender"


@dataclass(frozen=True, kw_only=True, slots=True)
class Raised:
    """An alarm that stands."""

    name: str
    detail: str
    raised_at: datetime
    last_at: datetime
    times: int


CLEAR = (
    update(AlarmRow)
    .where(AlarmRow.name == bindparam("alarm"), AlarmRow.cleared_at.is_(None))
    .values(cleared_at=bindparam("at", type_=UTCDateTime))
)
STANDS = select(AlarmRow.raised_at, AlarmRow.last_at, AlarmRow.times).where(
    AlarmRow.name == bindparam("alarm"), AlarmRow.cleared_at.is_(None)
)
IS_ON = select(SwitchRow.is_on).where(SwitchRow.name == bindparam("switch"))


def put(connection: Connection, table: type[Base], name: str, values: dict[str, Any]) -> None:
    """Insert the row of that name, or give it these values."""
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = build(table).values(name=name, **values)
    connection.execute(added.on_conflict_do_update(index_elements=["name"], set_=values))


def raise_alarm(connection: Connection, alarm: Alarm, detail: str, at: datetime) -> None:
    """Raise it, or count that it stands still; `detail` holds codes and years, never numbers or words."""
    log.error("alarm %s: %s", alarm.value, detail)
    stood = connection.execute(STANDS, {"alarm": alarm.value}).first()
    raised_at, times = (stood.raised_at, stood.times) if stood else (at, 0)
    values = {"detail": detail, "raised_at": raised_at, "last_at": at, "times": times + 1, "cleared_at": None}
    put(connection, AlarmRow, alarm.value, values)


def clear(connection: Connection, alarm: Alarm, at: datetime) -> None:
    """It is over; harmless where it never stood."""
    connection.execute(CLEAR, {"alarm": alarm.value, "at": at})


def last_raised(connection: Connection, alarm: Alarm) -> datetime | None:
    """When a standing alarm was last raised; None where it doesn't stand."""
    stands = connection.execute(STANDS, {"alarm": alarm.value}).first()
    return stands.last_at if stands else None


def standing(connection: Connection) -> list[Raised]:
    """Every alarm that stands, oldest first."""
    rows = connection.execute(
        select(AlarmRow).where(AlarmRow.cleared_at.is_(None)).order_by(AlarmRow.raised_at)
    )
    return [
        Raised(
            name=row.name, detail=row.detail, raised_at=row.raised_at, last_at=row.last_at, times=row.times
        )
        for row in rows
    ]


def beat(connection: Connection, name: str, at: datetime) -> None:
    """The process of that name lives."""
    put(connection, HeartbeatRow, name, {"at": at})


def last_beat(connection: Connection, name: str) -> datetime | None:
    """When it last showed that it lives; None for never."""
    found: datetime | None = connection.execute(
        select(HeartbeatRow.at).where(HeartbeatRow.name == name)
    ).scalar()
    return found


def switch(connection: Connection, name: str, *, on: bool, at: datetime, actor: str) -> None:
    """Switch something on or off for every process at once."""
    put(connection, SwitchRow, name, {"is_on": on, "at": at, "actor": actor})


def is_on(connection: Connection, name: str) -> bool:
    """Whether it is on, as everything is that nobody switched off."""
    return connection.execute(IS_ON, {"switch": name}).scalar() is not False
