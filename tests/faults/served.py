"""The hotline as real processes: `hotline serve` on a port of this machine, killed and started at will."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import PROFILES
from intake.simulator.transport import HttpAnswer, HttpRequest, HttpTransport, NotReached, Transport
from tests import cast
from tests.ports import free_port

SID = "AC" + "0" * 32
TOKEN = "token-of-the-fault-tests"
START_SECONDS = 60
PATIENCE = 60.0  # seconds that an undelivered request is tried again
AGAIN = 0.15  # seconds between two tries
HALL_WINDOWS = {number: window for number, (_, window) in cast.PEOPLE.items() if window}


def write_hall(folder: Path, today: date) -> None:
    """The cast's hall with everybody at their window around the clock, since real servers keep real time."""
    folder.mkdir(parents=True, exist_ok=True)
    bureau = "市社会保险局"
    days = [today + timedelta(days=offset) for offset in range(-12, 3)]
    tables: dict[str, list[tuple[str, ...]]] = {
        "halls": [
            ("hall", "name", "timezone", "hotline"),
            (cast.HALL, "大厅", "Asia/Shanghai", cast.HOTLINE),
        ],
        "windows": [
            ("hall", "window", "bureau", "service"),
            *((cast.HALL, window, bureau, "") for window in cast.WINDOWS),
        ],
        "staff": [("hall", "staff_no", "name", "bureau", "active_from", "active_to"), *cast.staff()],
        "roster": [
            ("hall", "date", "start", "end", "window", "staff_no"),
            *(
                (cast.HALL, day.isoformat(), "00:00", "23:59", window, number)
                for day in days
                for number, window in HALL_WINDOWS.items()
            ),
        ],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


class Persistent:
    """A provider that delivers a request until it is answered with something other than a server's fault."""

    def __init__(self, timeout: float = 15.0) -> None:
        self._once = HttpTransport(timeout)
        self.tries = 0

    def send(self, request: HttpRequest) -> HttpAnswer:
        deadline = time.monotonic() + PATIENCE
        while True:
            self.tries += 1
            try:
                answer = self._once.send(request)
            except NotReached:
                if time.monotonic() > deadline:
                    raise
            else:
                if answer.status < 500 or time.monotonic() > deadline:
                    return answer
            time.sleep(AGAIN)


@dataclass(kw_only=True)
class Served:
    """One hotline. `start`, `kill` and `stop` may be repeated; what it stored stays."""

    folder: Path
    database_url: str
    provider: str = "twilio"
    port: int = field(default_factory=free_port)
    workers: int = 0
    scheduler: bool = False
    changes: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "TWILIO_"))
        }
        return inherited | {
            "HOTLINE_DATA_DIR": str(self.folder / "data"),
            "HOTLINE_DATABASE_URL": self.database_url,
            "HOTLINE_PUBLIC_URL": self.url,
            "HOTLINE_PROVIDER": self.provider,
            "TWILIO_ACCOUNT_SID": SID,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
            **self.changes,
        }

    def command(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `hotline ARGUMENTS` on the same data; `check` expects it to succeed."""
        return subprocess.run(
            [sys.executable, "-m", "intake.cli.main", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=check,
        )

    def install(self) -> None:
        """Make the database and import the hall."""
        write_hall(self.folder / "directory", datetime.now(UTC).date())
        self.command("directory", "import", str(self.folder / "directory"))

    def start(self) -> None:
        """Start the server and wait until it answers; a group of its own, so that it can be killed whole."""
        arguments = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        arguments += [] if self.scheduler else ["--no-scheduler"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "intake.cli.main", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
            assert time.monotonic() < deadline, self.log.read_text(errors="replace")[-2000:]
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """SIGKILL to every process of the server at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=60)
        self.process = None

    def network(self, transport: Transport | None = None) -> Network:
        """A telephone network whose requests reach this server over HTTP, persistently unless told."""
        account = Account(sid=SID, token=TOKEN, api_url="https://api.example")
        return Network(
            account=account,
            transport=transport or Persistent(),
            clock=lambda: datetime.now(UTC),
            later=Held(),
        )

    def phone(self, network: Network, number: str, *, withheld: bool = False) -> Phone:
        hotline = Hotline.at(self.url, cast.HOTLINE)
        return Phone(network, number, hotline, profile=PROFILES[self.provider], withheld=withheld)

    def export(self) -> list[dict[str, Any]]:
        """What `hotline export` gives."""
        lines = self.command("export", "--format", "jsonl").stdout.splitlines()
        return [json.loads(line) for line in lines]
