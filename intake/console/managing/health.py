"""Whether the background work runs and the provider answers: read from rows, asking nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from intake.callbacks.alarms import Alarm, Raised, standing
from intake.callbacks.facts import ANSWERED, RECONCILED, REFUSED, Fact, facts
from intake.callbacks.jobs import IDLE_WRITTEN
from intake.callbacks.model import PENDING_ONLY, AttemptEventRow, CallbackRow, JobRow
from intake.cases.model import TurnRow
from intake.console.access import Viewer
from intake.console.managing.failing import COUNTED_TO, seen
from intake.console.managing.operation import LATE, Switch, read_switch
from intake.desk.services import Services
from intake.telephony.model import MessageEventRow, ProviderFaultRow

SILENT_AFTER = IDLE_WRITTEN + timedelta(seconds=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RECONCILED_LATE = timedelta(minutes=15)
FAULTS_SHOWN = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class JobSeen:
    """The last run of a piece of the background work in one process, as it was written down."""

    name: str
    at: datetime
    milliseconds: int
    done: int
    done_at: datetime | None
    fault: str
    failed_at: datetime | None

    @property
    def fails(self) -> bool:
        """Whether its last failure is the last that is known of it."""
        return self.failed_at is not None and self.failed_at >= self.at


@dataclass(frozen=True, kw_only=True, slots=True)
class Worker:
    """A process of the background work. at: when it last showed that it lives."""

    name: str
    at: datetime
    is_alive: bool
    jobs: tuple[JobSeen, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """What is due now, and what of it should have been done long ago; up to one more than COUNTED_TO."""

    name: str
    due: int
    late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultSeen:
    """Why the provider refused or failed: how often in the last hour and day, and when last."""

    reason: str
    hour: int
    day: int
    last_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Provider:
    """What is known of the provider. refused: the account was, and nothing was answered since.

    stopped: the alarm under which nothing is dialled.
    """

    answered_at: datetime | None
    refused: Fact | None
    stopped: Raised | None
    heard_at: datetime | None
    faults: tuple[FaultSeen, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Everything that the page tells."""

    workers: tuple[Worker, ...]
    queues: tuple[Queue, ...]
    switch: Switch
    provider: Provider
    reconciled: Fact | None
    is_reconciled_late: bool


def read_health(connection: Connection, services: Services, viewer: Viewer, now: datetime) -> Health:
    """Everything at once; what belongs to cases only as far as the viewer may see these."""
    found = facts(connection)
    reconciled = found.get(RECONCILED)
    return Health(
        workers=read_workers(connection, now),
        queues=tuple(read_queues(connection, services, viewer, now)),
        switch=read_switch(connection, services.settings),
        provider=read_provider(connection, found, now),
        reconciled=reconciled,
        is_reconciled_late=reconciled is not None and now - reconciled.at > RECONCILED_LATE,
    )


def read_workers(connection: Connection, now: datetime) -> tuple[Worker, ...]:
    """The processes of the last day, the latest first, each with its pieces of work by name."""
    row = JobRow
    query = select(row).where(row.at >= now - DAY).order_by(row.worker, row.name)
    by_worker: dict[str, list[JobSeen]] = {}
    for found in connection.execute(query):
        values = {name: getattr(found, name) for name in JobSeen.__slots__}
        by_worker.setdefault(found.worker, []).append(JobSeen(**values))
    workers = [worker_of(name, jobs, now) for name, jobs in by_worker.items()]
    return tuple(sorted(workers, key=lambda one: one.at, reverse=True))


def worker_of(name: str, jobs: list[JobSeen], now: datetime) -> Worker:
    at = max(one.at for one in jobs)
    return Worker(name=name, at=at, is_alive=now - at <= SILENT_AFTER, jobs=tuple(jobs))


def read_queues(connection: Connection, services: Services, viewer: Viewer, now: datetime) -> list[Queue]:
    """What waits in each queue, counted by its partial index."""
    row = CallbackRow

    def queue(name: str, queued: Any, due_at: Any, case: Any) -> Queue:
        def counted(before: datetime) -> int:
            query = seen(viewer, select(due_at).where(queued, due_at <= before), case)
            some = query.limit(COUNTED_TO + 1).subquery()
            return int(connection.execute(select(func.count()).select_from(some)).scalar_one())

        return Queue(name=name, due=counted(now), late=counted(now - LATE))

    callbacks = queue("callbacks", PENDING_ONLY, row.due_at, row.complaint_id)
    boxes = (queue(box.name, box.queued, box.due_at, box.case_of) for box in services.boxes)
    return [callbacks, *boxes]


def read_provider(connection: Connection, found: Mapping[str, Fact], now: datetime) -> Provider:
    answered, refused = found.get(ANSWERED), found.get(REFUSED)
    if refused and answered and answered.at > refused.at:
        refused = None
    stopped = next((one for one in standing(connection) if one.name == Alarm.DIALLING), None)
    return Provider(
        answered_at=answered.at if answered else None,
        refused=refused,
        stopped=stopped,
        heard_at=last_heard(connection),
        faults=read_faults(connection, now),
    )


def last_heard(connection: Connection) -> datetime | None:
    """When the provider's latest call, message or report came in: the newest row of each, by its key."""
    newest = [
        connection.scalar(select(at).order_by(key.desc()).limit(1))
        for at, key in (
            (TurnRow.at, TurnRow.id),
            (AttemptEventRow.received_at, AttemptEventRow.id),
            (MessageEventRow.received_at, MessageEventRow.id),
        )
    ]
    return max((at for at in newest if at is not None), default=None)


def read_faults(connection: Connection, now: datetime) -> tuple[FaultSeen, ...]:
    """The reasons of the last day, the latest first."""
    row = ProviderFaultRow
    in_hour = func.coalesce(func.sum(row.times).filter(row.last_at >= now - HOUR), 0)
    query = (
        select(row.reason, in_hour, func.sum(row.times), func.max(row.last_at, type_=row.last_at.type))
        .where(row.since >= now - DAY)
        .group_by(row.reason)
        .order_by(func.max(row.last_at).desc())
        .limit(FAULTS_SHOWN)
    )
    return tuple(
        FaultSeen(reason=reason, hour=int(hour), day=int(day), last_at=last_at)
        for reason, hour, day, last_at in connection.execute(query)
    )
