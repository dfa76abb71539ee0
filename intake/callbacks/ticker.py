"""The background's heartbeat: APScheduler as a ticker and nothing more. All truth is in leased rows.

Its defaults would drop a late run and let runs pile up (APScheduler 3 FAQ; research: telephony C2), hence the
settings below. Two tickers by mistake are harmless, since every piece of work is claimed in the database.
"""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Thread
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

log = logging.getLogger(__name__)
Job = Callable[[], int]
SET_BACK = 1.0  # seconds that the clock lost against the time that went by: more is no mere drift


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticking:
    """A job and how often it runs, in seconds. It says how much it did."""

    name: str
    job: Job
    every: float


def run(work: Collection[Ticking], still_wanted: Callable[[], bool], stopping: Event) -> None:
    """Run each job at once and at its interval, one run at a time, until SIGTERM, SIGINT or not wanted.

    `stopping` is set then; a run that is under way is waited for, so that nothing is left half done.
    """
    scheduler = BlockingScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(work) + 1)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        scheduler.shutdown(wait=False)

    def watch() -> None:
        if not still_wanted():
            stopping.set()
            scheduler.shutdown(wait=False)

    for one in work:
        job = quietly(one.name, one.job)
        scheduler.add_job(job, "interval", seconds=one.every, id=one.name, next_run_time=datetime.now(UTC))
    scheduler.add_job(watch, "interval", seconds=1, id="watch")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    Thread(target=mind_the_clock, args=(scheduler, stopping), daemon=True).start()
    scheduler.start()


def mind_the_clock(scheduler: BlockingScheduler, stopping: Event) -> None:
    """Have everything run at once when the clock was set back, until `stopping`.

    APScheduler 3 waits for moments of the clock: set back by two hours, it would do nothing for two hours.
    """
    ahead = time.time() - time.monotonic()
    while not stopping.wait(1):
        before, ahead = ahead, time.time() - time.monotonic()
        if ahead < before - SET_BACK:
            log.warning("the clock was set back")
            for job in scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))


def quietly(name: str, job: Job) -> Callable[[], None]:
    """A job whose failure is logged by its kind alone and doesn't end the ticker."""

    def tick() -> None:
        try:
            done = job()
        except Exception as error:  # noqa: BLE001 - the next tick tries again; the text may quote a caller
            log.error("%s failed: %s", name, type(error).__name__)
        else:
            if done:
                log.info("%s: %d done", name, done)

    return tick
