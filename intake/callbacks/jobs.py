"""What the background work does, piece by piece: kept in memory, and written down with the sign of life.

A piece that does nothing and doesn't fail is written down every half minute only: idling is to cost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from intake.callbacks.facts import ANSWERED, REFUSED, note_fact
from intake.callbacks.model import JobRow
from intake.callbacks.ticker import Job, Ticking
from intake.telephony.ledger import Ledger, count_faults

IDLE_WRITTEN = timedelta(seconds=30)
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The last run of a piece of work, and what its last success and failure were."""

    at: datetime
    milliseconds: int
    done: int = 0
    done_at: datetime | None = None
    fault: str = ""
    failed_at: datetime | None = None


@dataclass(kw_only=True)
class Board:
    """What one process does. worker: its name. ledger: what it hears of the provider."""

    worker: str
    clock: Callable[[], datetime]
    ledger: Ledger
    runs: dict[str, Run] = field(default_factory=dict)
    written: dict[str, datetime] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def watched(self, work: Ticking) -> Ticking:
        """The same work, of which each run is noted."""
        return replace(work, job=self.noting(work.name, work.job))

    def noting(self, name: str, job: Job) -> Job:
        def run() -> int:
            began = time.monotonic()
            try:
                done = job()
            except Exception as error:
                self.note(name, began, fault=type(error).__name__)
                raise
            self.note(name, began, done=done)
            return done

        return run

    def note(self, name: str, began: float, *, done: int = 0, fault: str = "") -> None:
        now, spent = self.clock(), int((time.monotonic() - began) * 1000)
        with self.lock:
            last = self.runs.get(name, Run(at=now, milliseconds=spent))
            last = replace(last, at=now, milliseconds=spent)
            if done:
                last = replace(last, done=done, done_at=now)
            if fault:
                last = replace(last, fault=fault, failed_at=now)
            self.runs[name] = last

    def write(self, connection: Connection) -> None:
        """Write down what is new, and what was heard of the provider."""
        now = self.clock()
        if not self.written:
            connection.execute(delete(JobRow).where(JobRow.at < now - KEPT_FOR))
        with self.lock:
            news = {name: run for name, run in self.runs.items() if self.is_news(name, run, now)}
            self.written |= dict.fromkeys(news, now)
        for name, run in news.items():
            write_run(connection, self.worker, name, run)
        heard = self.ledger.take()
        count_faults(connection, heard.faults)
        if heard.answered_at:
            note_fact(connection, ANSWERED, heard.answered_at, {})
        if heard.refused_at:
            note_fact(connection, REFUSED, heard.refused_at, {"reason": heard.refused})

    def is_news(self, name: str, run: Run, now: datetime) -> bool:
        """Whether it did something or failed since it was written down, or that is long ago."""
        last = self.written.get(name)
        if last is None or now - last >= IDLE_WRITTEN:
            return True
        return any(at is not None and at > last for at in (run.done_at, run.failed_at))


def write_run(connection: Connection, worker: str, name: str, run: Run) -> None:
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values: dict[str, Any] = {field: getattr(run, field) for field in Run.__slots__}
    added = build(JobRow).values(worker=worker, name=name, **values)
    connection.execute(added.on_conflict_do_update(index_elements=["worker", "name"], set_=values))
