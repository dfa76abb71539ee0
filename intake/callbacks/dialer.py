"""The scheduler's work on callbacks: claim what is due, judge it, call, or find out what became of a call.

No transaction is open while the provider is asked. An attempt is committed before that, and its token is in
the addresses that the provider calls back: whoever dies in between leaves a row that says what is in doubt.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.callbacks import queue
from intake.callbacks.alarms import Alarm, is_on, last_raised, raise_alarm
from intake.callbacks.dossier import Claim, Dossier
from intake.callbacks.faulted import MENDING
from intake.callbacks.finding_out import Lists, find_out
from intake.callbacks.leftovers import Leftovers
from intake.callbacks.placing import Line, Placing
from intake.callbacks.queue import claim_due
from intake.callbacks.reading import read_dossier
from intake.callbacks.reckoning import Texting, reckon, unreckoned
from intake.callbacks.resending import Resending
from intake.callbacks.verdict import Do, Rules, Verdict, judge
from intake.database import Database
from intake.errors import SealError

BATCH = 20
AT_ONCE = 4  # calls that are being placed; a provider that answers slowly must not hold up the others
SWITCH = "callbacks"
LOOK_BACK_EVERY = 60.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What a batch goes by, as the settings are at its beginning."""

    rules: Rules
    line: Line
    texting: Texting


@dataclass(kw_only=True)
class Dialer:
    """One scheduler's share of the work. `now` is the database's clock, `stopping` ends a batch early."""

    database: Database
    lists: Lists
    placing: Placing
    terms: Callable[[], Terms]
    texting: Texting
    now: Callable[[Connection], datetime]
    stopping: Event = field(default_factory=Event)
    started_at: datetime | None = None
    paused_until: datetime | None = None
    looked_back_at: float | None = None

    def run(self) -> int:
        """Work on what is due until nothing more is; says how many callbacks were looked at."""
        if self.looked_back_at is None or time.monotonic() - self.looked_back_at >= LOOK_BACK_EVERY:
            self.look_back()
        done = 0
        while claims := self.claim():
            rules = self.renew()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                done += sum(pool.map(partial(self.work_safely, rules=rules), claims))
            if len(claims) < BATCH or self.stopping.is_set():
                break
        return done

    def renew(self) -> Rules:
        """Go by what is set now; between batches, so that none is judged by two minds."""
        terms = self.terms()
        self.placing.line, self.texting = terms.line, terms.texting
        return terms.rules

    def look_back(self) -> None:
        """Settle what is left open: calls of callbacks that are over, texts that did not arrive.

        A failure here must not stop the calls.
        """
        self.looked_back_at = time.monotonic()
        leftovers = Leftovers(
            database=self.database,
            lists=self.lists,
            unknown_after=self.placing.line.unknown_after,
            read=self.read,
            now=self.now,
        )
        try:
            leftovers.settle()
            self.send_texts_again()
        except Exception as error:  # noqa: BLE001 - the text may quote a caller
            log.error("leftovers: %s", type(error).__name__)

    def send_texts_again(self) -> None:
        terms = self.terms()
        resending = Resending(rules=terms.rules, zone=ZoneInfo(terms.line.timezone))
        with self.database.read() as connection:
            now = self.now(connection)
        resending.send_again(self.database, now)

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
            case Do.CALL if self.paused_until and now < self.paused_until:
                self.carry_out(claim, Verdict(do=Do.WAIT, at=self.paused_until), now)
            case Do.CALL:
                self.paused_until = self.placing.place(dossier, now) or self.paused_until
            case Do.SETTLE:
                find_out(self.database, self.lists, dossier, self.placing.line.unknown_after, self.now)
            case _:
                self.carry_out(claim, verdict, now)

    def read(self, claim: Claim) -> Dossier:
        with self.database.read() as connection:
            now = self.now(connection)
            return read_dossier(connection, self.texting.sealer, claim, self.placing.line.timezone, now)

    def carry_out(self, claim: Claim, verdict: Verdict, now: datetime) -> None:
        """Wait, or end without a call."""
        with self.database.write() as connection:
            if verdict.do is Do.WAIT:
                if verdict.calendar_ends:
                    raise_alarm(connection, Alarm.CALENDAR, str(now.year), now)
                queue.let_go(connection, claim, verdict.at)
            else:
                queue.end(connection, claim, verdict.status, now, verdict.task)
