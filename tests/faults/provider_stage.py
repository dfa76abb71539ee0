"""A hotline as real processes at the tests' own provider: server, schedulers, people, what became of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, create_engine, text

from intake.database import Database
from intake.directory.importing import import_directory
from tests import cast
from tests.faults.provider import Provider
from tests.faults.provider_ageing import age_calls, age_rows, postpone
from tests.faults.provider_people import HANG_UP, Keys
from tests.faults.served import Served, write_hall

PATIENCE = 40.0  # seconds; a machine under load is no defect
LOOK = 0.1
LEASE = timedelta(seconds=75)  # longer than any claim

UNFINISHED: Keys = [("投诉请按1", "1"), ("请输入窗口号码", "3#"), ("请输入工作人员的工号", HANG_UP)]
COMPLETE: Keys = [
    ("投诉请按1", "1"),
    ("继续填写请按1", "1"),
    ("请输入窗口号码", "3#"),
    ("请输入工作人员的工号", "1001#"),
    ("正确请按1", "1"),
    ("回访您吗？可以请按1", "1"),
    ("回访您比较方便", "1"),
]
ITS_ME: Keys = [("是您本人，请按1", "1")]
COMPLETES: Keys = [*ITS_ME, *COMPLETE]
DOES: dict[str, Keys] = {
    name: [("是您本人，请按1", key), ("什么时间给您打电话", "1")]
    for name, key in [
        ("third_party", "2"), ("later", "3"), ("wrong_number", "4"), ("refused", "5"), ("person", "0")
    ]
}  # fmt: skip


def quiet_zone(now: datetime) -> str:
    """A time zone in which it is between ten and eleven in the morning: no test waits for calling hours."""
    offset = (10 - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"


FAST = {
    "HOTLINE_CALLBACK_FIRST_DELAY": "0s",
    "HOTLINE_CALLBACK_SPACING": "3h",
    "HOTLINE_CALLBACK_MIN_RING": "0s",
    "HOTLINE_CALLBACK_HOURS": "00:00-23:59",
    "HOTLINE_CALLBACK_WORKDAYS_ONLY": "no",
    "HOTLINE_CALLBACK_TICK": "1s",
    "HOTLINE_CALLBACK_MAX_PER_DAY": "99",
    "HOTLINE_CALLBACK_UNKNOWN_AFTER": "3s",
    "HOTLINE_CALLBACK_RATE": "0",
}


@dataclass(kw_only=True)
class Stage:
    """One hotline, its provider and its schedulers. `settings` go to whatever is started afterwards."""

    served: Served
    provider: Provider
    schedulers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @classmethod
    def make(cls, folder: Path, database_url: str, profile: str) -> Stage:
        provider = Provider(folder / "provider", compatible=profile == "compatible")
        now = datetime.now(UTC)
        changes = FAST | provider.environment | {"HOTLINE_TIMEZONE": quiet_zone(now)}
        served = Served(folder=folder, database_url=database_url, provider=profile, changes=changes)
        write_hall(folder / "directory", now.date())
        halls = folder / "directory" / "halls.csv"
        halls.write_text(halls.read_text("utf-8").replace("Asia/Shanghai", quiet_zone(now)), "utf-8")
        database = Database(database_url)
        import_directory(database, folder / "directory", now, timezone=quiet_zone(now))
        database.close()
        return cls(served=served, provider=provider)

    @property
    def settings(self) -> dict[str, str]:
        return self.served.changes

    # Processes

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start one more scheduler, in a group of its own."""
        number = len(self.schedulers)
        with (self.served.folder / f"scheduler-{number}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "intake.cli.main", "scheduler"],
                env=self.served.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.schedulers.append(process)
        return process

    def end(self, process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGKILL) -> int:
        """End a scheduler with everything that it started; its exit status."""
        if process.poll() is None:
            os.killpg(process.pid, how)
        return process.wait(timeout=60)

    def close(self) -> None:
        self.provider.close()
        for process in self.schedulers:
            self.end(process)
        self.served.kill()

    def logs(self) -> str:
        files = sorted(self.served.folder.glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text(errors='replace')[-3000:]}" for file in files)

    def age(self, span: timedelta = LEASE) -> None:
        """Time passes for everything that is stored, here and at the provider."""
        age_rows(self.served.database_url, span)
        age_calls(self.provider.book, span)

    def age_until_tomorrow(self) -> None:
        """The same morning still; what was before has become yesterday afternoon or the evening before."""
        self.age(timedelta(hours=20))

    def postpone(self, callback: int, span: timedelta) -> None:
        """A callback is due only so much later."""
        postpone(self.served.database_url, callback, span)

    # People

    def unfinished(self, number: str) -> None:
        """Somebody complains, names a window, and hangs up."""
        self.provider.dial_in(self.served.url, number, UNFINISHED, dialled=cast.HOTLINE)

    def calls_in(self, number: str, keys: Keys) -> list[str]:
        return self.provider.dial_in(self.served.url, number, keys, dialled=cast.HOTLINE).heard

    # What became of it

    def rows(self, query: str) -> list[Row[Any]]:
        engine = create_engine(self.served.database_url)
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(query)))
        finally:
            engine.dispose()

    def callbacks(self) -> list[Row[Any]]:
        return self.rows("SELECT * FROM callback ORDER BY id")

    def attempts(self) -> list[Row[Any]]:
        return self.rows("SELECT * FROM attempt ORDER BY callback_id, seq")

    def outcomes(self) -> list[str | None]:
        return [row.outcome for row in self.attempts()]

    def alarms(self) -> set[str]:
        return {row.name for row in self.rows("SELECT name FROM alarm WHERE cleared_at IS NULL")}

    def until(self, is_so: Callable[[], object], *, seconds: float = PATIENCE) -> None:
        """Wait until it is so. Fails with what the processes wrote."""
        deadline = time.monotonic() + seconds
        while not is_so():
            alive = all(process.poll() is None for process in self.schedulers[-1:])
            assert time.monotonic() < deadline and alive, self.state() + self.logs()
            time.sleep(LOOK)

    def all_ended(self, count: int) -> bool:
        rows = self.attempts()
        return len(rows) >= count and all(row.status == "ended" for row in rows)

    def asked(self, times: int) -> bool:
        return self.provider.requests() >= times

    def deferred(self, times: int) -> bool:
        return any(row.deferrals >= times for row in self.attempts())

    def texted(self, number: str, texts: int) -> bool:
        return len(self.provider.texts(number)) == texts

    def ticks(self, count: int = 3) -> None:
        """Give the scheduler so many looks for due work: nothing must come of it.

        A scheduler that is held up shows no sign of life; it isn't waited for beyond `PATIENCE`.
        """
        began = time.monotonic()
        seen = {self.last_beat()}
        while time.monotonic() < began + count or (
            self.running() and len(seen) <= count and time.monotonic() < began + PATIENCE
        ):
            time.sleep(LOOK)
            seen.add(self.last_beat())

    def running(self) -> bool:
        return any(process.poll() is None for process in self.schedulers)

    def last_beat(self) -> str:
        return str(self.rows("SELECT at FROM heartbeat"))

    def state(self) -> str:
        lines = [str(row._asdict()) for row in (*self.callbacks(), *self.attempts())]
        placed = [f"{call.sid} {call.to} {call.status}" for call in self.provider.placed()]
        return "\n".join([*lines, *placed, *self.provider.bad_replies(), *self.provider.line.complaints, ""])

    def export(self) -> list[dict[str, Any]]:
        return self.served.export()

    def agree(self) -> None:
        """Ledger, database and export say the same; no attempt was placed twice; webhooks were answered.

        The schedulers are stopped for it, so that nothing changes while it is compared.
        """
        self.provider.settle()
        for process in self.schedulers:
            self.end(process, signal.SIGTERM)
        placed = self.provider.placed()
        tokens = Counter(call.url.rpartition("/")[2] for call in placed)
        assert [token for token, times in tokens.items() if times > 1] == [], self.state()
        attempts = self.attempts()
        known = {row.token: row.provider_call_id for row in attempts if row.provider_call_id}
        assert known == {call.url.rpartition("/")[2]: call.sid for call in placed}, self.state()
        stored = Counter(
            (row.seq, row.outcome, None if row.counted is None else bool(row.counted), row.provider_call_id)
            for row in attempts
        )
        exported = [callback for case in self.export() for callback in case["callbacks"]]
        told = Counter(
            (one["seq"], one["outcome"], one["counted"], one["provider_call_id"])
            for callback in exported
            for one in callback["attempts"]
        )
        assert told == stored, self.state()
        kept = Counter((row.kind, row.status, row.task) for row in self.callbacks())
        assert Counter((one["kind"], one["status"], one["task"]) for one in exported) == kept
        assert self.provider.bad_replies() == [] and self.provider.line.complaints == [], self.state()
