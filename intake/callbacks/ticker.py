"""The background's heartbeat: APScheduler as a ticker and nothing more. All truth is in leased rows.

Its defaults would drop a late run and let runs pile up (APScheduler 3 FAQ; research: telephony C2), hence the
settings below. Two tickers by mistake are harmless, since every piece of work is claimed in the database.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Mapping
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

log = logging.getLogger(__name__)
Job = Callable[[], int]


def run(jobs: Mapping[str, Job], every: float, still_wanted: Callable[[], bool]) -> None:
    """Run each job every `every` seconds, one run at a time, until SIGTERM, SIGINT or no longer wanted."""
    scheduler = BlockingScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(max(len(jobs), 1) + 1)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    def watch() -> None:
        if not still_wanted():
            scheduler.shutdown(wait=False)

    for name, job in jobs.items():
        scheduler.add_job(quietly(name, job), "interval", seconds=every, id=name)
    scheduler.add_job(watch, "interval", seconds=1, id="watch")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    scheduler.start()


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
