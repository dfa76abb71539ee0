"""Placing one call: its turn is taken, the attempt committed, the provider asked, and its answer kept.

No transaction is open while the provider is asked. The attempt's token is in the addresses that the provider
calls back: whoever dies in between leaves a row that says what is in doubt.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from intake.callbacks import attempts, limits, queue
from intake.callbacks.alarms import Alarm, clear, raise_alarm
from intake.callbacks.dossier import Claim, Dossier
from intake.callbacks.faulted import MENDING, Consequence, consequence_of
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus, Task
from intake.database import Database
from intake.telephony.faults import ProviderFault, Sent

LONGEST_SLOT = timedelta(seconds=5)  # further ahead, the callback waits in the queue instead
STALL = 20.0  # seconds that a process may stand still between its decision and the call; within the lease
UNTIL_CHECKED = timedelta(minutes=3)  # when no ending was reported, the provider is asked
BUSY_ELSEWHERE = timedelta(minutes=5)  # the number is being called about another case

log = logging.getLogger(__name__)


class Telephone(Protocol):
    """What placing a call needs of the provider's client."""

    def place_call(
        self, to: str, from_: str, url: str, status_callback: str, ring: int, *, detects: bool = False
    ) -> Sent: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """How we call: from which number unless the hall has its own, to which addresses, how long, how fast.

    detects: whether the provider is to tell machines from people.
    """

    number: str
    public_url: str
    ring: timedelta
    rate: float
    calls_per_day: int
    unknown_after: timedelta
    timezone: str
    detects: bool = False


@dataclass(kw_only=True)
class Placing:
    """How this scheduler places calls. `now` is the database's clock."""

    database: Database
    telephone: Telephone
    line: Line
    now: Callable[[Connection], datetime]
    sleep: Callable[[float], None] = time.sleep

    def place(self, dossier: Dossier, now: datetime) -> datetime | None:
        """Call the number of a dossier. Until when nobody is to be called after what the provider said."""
        begun = self.prepare(dossier, now)
        if begun is None:
            return None
        attempt_id, token, wait = begun
        begun_at = time.monotonic()
        if wait > 0:
            self.sleep(wait)
        if time.monotonic() - begun_at > LONGEST_SLOT.total_seconds() + STALL:
            # This process stood still so long that another may be looking for the call: it is not placed.
            log.error("attempt %s: too late to be placed", attempt_id)
            return None
        address = f"{self.line.public_url}/voice/callback/{token}"
        try:
            sent = self.telephone.place_call(
                dossier.number,
                dossier.hotline or self.line.number,
                address,
                f"{address}/status",
                int(self.line.ring.total_seconds()),
                detects=self.line.detects,
            )
        except ProviderFault as fault:
            return self.after_fault(dossier, attempt_id, fault)
        with self.database.write() as connection:
            at = self.now(connection)
            attempts.bind(connection, attempt_id, sent.provider_id, at)
            queue.hold(connection, dossier.claim, at + UNTIL_CHECKED)
            clear(connection, Alarm.DIALLING, at)
        return None

    def prepare(self, dossier: Dossier, now: datetime) -> tuple[int, str, float] | None:
        """The attempt's id and token, and the seconds to wait for its turn; None where it is not its turn."""
        claim, number = dossier.claim, dossier.hotline or self.line.number
        try:
            with self.database.write() as connection:
                if not (at := self.turn(connection, dossier, number, now)):
                    return None
                if not queue.hold(connection, claim, at + queue.LEASE):
                    return None
                live = dossier.live
                if live is None:
                    attempt_id, token = attempts.start(connection, claim, dossier.callee_index, number, at)
                elif attempts.dial_again(connection, live, at):
                    attempt_id, token = live.id, live.token
                else:
                    return None
        except IntegrityError:
            with self.database.write() as connection:
                queue.let_go(connection, claim, now + BUSY_ELSEWHERE)
            return None
        return attempt_id, token, (at - now).total_seconds()

    def turn(self, connection: Connection, dossier: Dossier, number: str, now: datetime) -> datetime | None:
        """When this call may begin, and its turn is taken; None where it waits in the queue instead."""
        claim = dossier.claim
        if not number:
            raise_alarm(connection, Alarm.SENDER, "no number to call from", now)
            queue.let_go(connection, claim, now + MENDING)
            return None
        day = limits.midnight(now, ZoneInfo(self.line.timezone))
        room = limits.room(connection, number, now, day.date())
        if room.all >= self.line.calls_per_day and not dossier.live:
            raise_alarm(connection, Alarm.SPEND, "calls", now)
            queue.let_go(connection, claim, day + timedelta(days=1))
            return None
        if room.at - now > LONGEST_SLOT:
            queue.let_go(connection, claim, room.at)
            return None
        limits.take(connection, number, room, self.line.rate, day.date())
        return room.at

    def after_fault(self, dossier: Dossier, attempt_id: int, fault: ProviderFault) -> datetime | None:
        """What a refusal or failure makes of the attempt and the callback, and how long nobody is called."""
        log.warning("attempt %s: %s", attempt_id, fault.reason)
        with self.database.write() as connection:
            now = self.now(connection)
            deferrals = dossier.live.deferrals if dossier.live else 0
            found = consequence_of(fault, deferrals, self.line.unknown_after)
            if found.alarm:
                raise_alarm(connection, found.alarm, fault.reason, now)
            self.mark(connection, dossier.claim, attempt_id, found, fault)
            if found.status is not AttemptStatus.UNKNOWN:
                today = limits.midnight(now, ZoneInfo(self.line.timezone)).date()
                limits.give_back(connection, dossier.hotline or self.line.number, today)
            return now + found.pause if found.pause else None

    def mark(
        self, connection: Connection, claim: Claim, attempt_id: int, found: Consequence, fault: ProviderFault
    ) -> None:
        """The attempt's new status, and when or how the callback goes on."""
        now = self.now(connection)
        if found.task is not Task.NONE:
            queue.end(connection, claim, CallbackStatus.OPERATOR, now, found.task)
        if found.outcome:
            attempt = attempts.by_id(connection, attempt_id)
            attempts.finish(connection, attempt, found.outcome, now, fault=fault.reason)
        else:
            attempts.put_off(connection, attempt_id, found.status, fault.reason)
            spread = random.uniform(0.5, 1.5)  # noqa: S311 - so that a throttled crowd does not return as one
            queue.let_go(connection, claim, now + found.delay * spread)
