"""The hotline under measurement: it calls everybody once, at any hour; and the provider beside it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from bench.servers import Target, environment, free_address, product
from intake.callbacks.dialer import Dialer
from intake.callbacks.in_force import InForce
from intake.cases.privacy import Sealer, sealer
from intake.cli.scheduler import dialer_for
from intake.config import load
from intake.database import Database
from intake.telephony.client import client_for

KEYS = "bench:" + "k" * 32
NUMBER = "+862888000012"


def calling(now: datetime) -> dict[str, str]:
    """One attempt is enough, at any hour; the local time is about noon, far from the end of the day."""
    offset = 12 - now.hour
    return {
        "HOTLINE_TIMEZONE": f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT",
        "HOTLINE_ENCRYPTION_KEYS": KEYS,
        "HOTLINE_NUMBER": NUMBER,
        "HOTLINE_CALLBACK_HOURS": "00:00-23:59",
        "HOTLINE_CALLBACK_WORKDAYS_ONLY": "no",
        "HOTLINE_CALLBACK_FIRST_DELAY": "0s",
        "HOTLINE_CALLBACK_MIN_ATTEMPTS": "1",
        "HOTLINE_CALLBACK_MIN_RING": "0s",
        "HOTLINE_CALLBACK_GRACE": "0s",
        "HOTLINE_CALLBACK_SPACING": "0s",
        "HOTLINE_CALLBACK_MAX_PER_DAY": "99",
        "HOTLINE_CALLBACK_CALLS_PER_DAY": "10000000",
        "HOTLINE_CALLBACK_RATE": "0",
        "HOTLINE_CALLBACK_TICK": "1s",
        "HOTLINE_CALLBACK_UNKNOWN_AFTER": "2s",
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """The web process, the provider with its ledger, and what both and every scheduler are told."""

    web: Target
    provider: Target
    ledger: Path

    @property
    def environment(self) -> dict[str, str]:
        return self.web.environment

    def sealer(self) -> Sealer:
        return sealer(KEYS)

    def dialer(self, database: Database) -> Dialer:
        """What `hotline scheduler` would run at every tick."""
        found = load(self.environment)
        return dialer_for(InForce(found), database, client_for(found), self.sealer(), Event())


def stage(
    url: str, folder: Path, *, workers: int = 1, lost: float = 0.0, seed: int = 1, reports: bool = True
) -> Stage:
    """A hotline and its provider on free ports; nothing runs yet."""
    web = product("web", url, folder, workers, 8)
    at = free_address()
    ledger = folder / f"ledger-{at.port}.jsonl"
    told = web.environment | calling(datetime.now(UTC)) | {"TWILIO_API_BASE_URL": at.base}
    arguments = (at.port, ledger, web.address.port if reports else 0, lost, seed)
    provider = Target(
        name="provider",
        address=at,
        command=(sys.executable, "-m", "bench.callbacks_provider", *map(str, arguments)),
        environment=environment(at, url, folder),
    )
    return Stage(web=replace(web, environment=told), provider=provider, ledger=ledger)
