"""The background work: whether a scheduler lives, what alarms stand, whether callbacks are late or wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from intake.callbacks.alarms import SCHEDULER, is_on, last_beat, standing
from intake.callbacks.dialer import SWITCH
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus
from intake.config import Settings
from intake.doctor.finding import Finding, fail, ok, warn

LATE = timedelta(minutes=10)
LONG_UNKNOWN = timedelta(minutes=15)
DEAD_AFTER_TICKS = 3
SHORTEST_SILENCE = timedelta(seconds=15)


def check_background(settings: Settings, connection: Connection, now: datetime) -> Iterator[Finding]:
    """Every finding about schedulers and callbacks."""
    yield check_heartbeat(settings, connection, now)
    for alarm in standing(connection):
        yield fail(f"alarm_{alarm.name}", detail=alarm.detail, since=f"{alarm.raised_at:%Y-%m-%d %H:%M}")
    if not (settings.callback_enabled and is_on(connection, SWITCH)):
        yield warn("callbacks_off")
        return
    yield check_late(connection, now)
    unknown = counted(
        connection,
        AttemptRow,
        AttemptRow.status == AttemptStatus.UNKNOWN,
        AttemptRow.dialed_at < now - LONG_UNKNOWN,
    )
    if unknown:
        yield warn("attempts_unknown", count=unknown)
    waiting = counted(connection, CallbackRow, CallbackRow.status == CallbackStatus.OPERATOR)
    if waiting:
        yield warn("callbacks_wait", count=waiting)


def check_heartbeat(settings: Settings, connection: Connection, now: datetime) -> Finding:
    """A scheduler that is dead, or was never started."""
    last = last_beat(connection, SCHEDULER)
    if last is None:
        return warn("scheduler_never")
    silent = now - last
    if silent > max(settings.callback_tick * DEAD_AFTER_TICKS, SHORTEST_SILENCE):
        return fail("scheduler_dead", minutes=int(silent.total_seconds() // 60))
    return ok("scheduler")


def check_late(connection: Connection, now: datetime) -> Finding:
    """Callbacks that nobody looks at though they are due."""
    late = counted(
        connection, CallbackRow, CallbackRow.status == CallbackStatus.PENDING, CallbackRow.due_at < now - LATE
    )
    return fail("callbacks_late", count=late) if late else ok("callbacks")


def counted(connection: Connection, table: type[AttemptRow | CallbackRow], *conditions: object) -> int:
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return int(connection.execute(query).scalar_one())
