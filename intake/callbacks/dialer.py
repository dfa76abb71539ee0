"""The scheduler's work on callbacks: claim what is due, judge it, call, or find out what became of a call.

No transaction is open while the provider is asked. An attempt is committed before that, and its token is in
the addresses that the provider calls back: whoever dies in between leaves a row that says what is in doubt.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from intake.callbacks import attempts, limits, queue
from intake.callbacks.alarms import Alarm, clear, is_on, last_raised, raise_alarm
from intake.callbacks.dossier import Claim, Dossier
from intake.callbacks.faulted import Consequence, consequence_of
from intake.callbacks.finding_out import Lists, find_out
from intake.callbacks.outcomes import CallbackStatus, Task
from intake.callbacks.queue import claim_due
from intake.callbacks.reading import read_dossier
from intake.callbacks.reckoning import Texting, reckon, unreckoned
from intake.callbacks.verdict import Do, Rules, Verdict, judge
from intake.database import Database
from intake.errors import SealError
from intake.telephony.faults import ProviderFault, Sent

BATCH = 20
AT_ONCE = 4  # calls that are being placed; a provider that answers slowly must not hold up the others
SWITCH = "callbacks"
LONGEST_SLOT = timedelta(seconds=5)  # further ahead, the callback waits in the queue instead
STALL = 20.0  # seconds that a process may stand still between its decision and the call; within the lease
UNTIL_CHECKED = timedelta(minutes=3)  # when no ending was reported, the provider is asked
MENDING = timedelta(minutes=10)  # how long nothing is dialled after the provider refused our account
BUSY_ELSEWHERE = timedelta(minutes=5)  # the number is being called about another case

log = logging.getLogger(__name__)


class Provider(Lists, Protocol):
    """What calling needs of the provider's client."""

    def place_call(self, to: str, from_: str, url: str, status_callback: str, ring: int) -> Sent: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """How we call: from which number unless the hall has its own, to which addresses, how long, how fast."""

    number: str
    public_url: str
    ring: timedelta
    rate: float
    calls_per_day: int
    unknown_after: timedelta
    timezone: str


@dataclass(kw_only=True)
class Dialer:
    """One scheduler's share of the work. `now` is the database's clock, `stopping` ends a batch early."""

    database: Database
    provider: Provider
    rules: Callable[[], Rules]
    texting: Texting
    line: Line
    now: Callable[[Connection], datetime]
    sleep: Callable[[float], None] = time.sleep
    stopping: Event = field(default_factory=Event)
    started_at: datetime | None = None
    paused_until: datetime | None = None

    def run(self) -> int:
        """Work on what is due; says how many callbacks were looked at."""
        claims = self.claim()
        if not claims:
            return 0
        rules = self.rules()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return sum(pool.map(lambda claim: self.work_safely(claim, rules), claims))

    def claim(self) -> list[Claim]:
        """Due callbacks, unless calling is switched off, stopped by a fault, or at its cap for the day."""
        with self.database.write() as connection:
            now = self.now(connection)
            self.started_at = self.started_at or now
            if (self.paused_until and now < self.paused_until) or not is_on(connection, SWITCH):
                return []
            # Whoever starts after the fault tries once more: it may have been mended.
            stopped = last_raised(connection, Alarm.DIALLING)
            if stopped and self.started_at <= stopped and now < stopped + MENDING:
                return []
            return claim_due(connection, now, 1 if stopped else BATCH)

    def work_safely(self, claim: Claim, rules: Rules) -> int:
        """What is wrong with one callback must not hold up the others; its lease brings it back."""
        try:
            if self.stopping.is_set():
                self.give_back(claim)
            else:
                self.work(claim, rules)
        except SealError:
            with self.database.write() as connection:
                raise_alarm(connection, Alarm.KEYS, "callback", self.now(connection))
                queue.let_go(connection, claim, self.now(connection) + MENDING)
        except Exception as error:  # noqa: BLE001 - the text may quote a caller
            log.error("callback %s: %s", claim.id, type(error).__name__)
            return 0
        return 1

    def give_back(self, claim: Claim) -> None:
        """For another scheduler, or the next start."""
        with self.database.write() as connection:
            queue.let_go(connection, claim, self.now(connection))

    def work(self, claim: Claim, rules: Rules) -> None:
        """Reckon what has ended, judge, and do it."""
        dossier = self.read(claim)
        if unreckoned(dossier):
            with self.database.write() as connection:
                reckon(connection, dossier, rules, self.texting, self.now(connection))
            dossier = self.read(claim)
        with self.database.read() as connection:
            now = self.now(connection)
        verdict = judge(dossier, rules, now)
        match verdict.do:
            case Do.CALL:
                self.call(dossier, now)
            case Do.SETTLE:
                find_out(self.database, self.provider, dossier, self.line.unknown_after, self.now)
            case _:
                self.carry_out(claim, verdict, now)

    def read(self, claim: Claim) -> Dossier:
        with self.database.read() as connection:
            now = self.now(connection)
            return read_dossier(connection, self.texting.sealer, claim, self.line.timezone, now)

    def carry_out(self, claim: Claim, verdict: Verdict, now: datetime) -> None:
        """Wait, or end without a call."""
        with self.database.write() as connection:
            if verdict.do is Do.WAIT:
                if verdict.calendar_ends:
                    raise_alarm(connection, Alarm.CALENDAR, str(now.year), now)
                queue.let_go(connection, claim, verdict.at)
            else:
                queue.end(connection, claim, verdict.status, now, verdict.task)

    def call(self, dossier: Dossier, now: datetime) -> None:
        """Commit the attempt, ask the provider, keep what it said."""
        begun = self.prepare(dossier, now)
        if begun is None:
            return
        attempt_id, token, wait = begun
        begun_at = time.monotonic()
        if wait > 0:
            self.sleep(wait)
        if time.monotonic() - begun_at > LONGEST_SLOT.total_seconds() + STALL:
            # This process stood still so long that another may be looking for the call: it is not placed.
            log.error("attempt %s: too late to be placed", attempt_id)
            return
        address = f"{self.line.public_url}/voice/callback/{token}"
        try:
            sent = self.provider.place_call(
                dossier.number,
                dossier.hotline or self.line.number,
                address,
                f"{address}/status",
                int(self.line.ring.total_seconds()),
            )
        except ProviderFault as fault:
            self.after_fault(dossier, attempt_id, fault)
        else:
            with self.database.write() as connection:
                at = self.now(connection)
                attempts.bind(connection, attempt_id, sent.provider_id, at)
                queue.hold(connection, dossier.claim, at + UNTIL_CHECKED)
                clear(connection, Alarm.DIALLING, at)

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

    def after_fault(self, dossier: Dossier, attempt_id: int, fault: ProviderFault) -> None:
        """What a refusal or failure makes of the attempt, the callback, and of calling altogether."""
        log.warning("attempt %s: %s", attempt_id, fault.reason)
        with self.database.write() as connection:
            now = self.now(connection)
            deferrals = dossier.live.deferrals if dossier.live else 0
            found = consequence_of(fault, deferrals, self.line.unknown_after)
            if found.alarm:
                raise_alarm(connection, found.alarm, fault.reason, now)
            if found.pause:
                self.paused_until = now + found.pause
            self.mark(connection, dossier.claim, attempt_id, found, fault)

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
