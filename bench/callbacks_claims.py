"""The queue of callbacks, by the product and by the bare statement, on the same rows in turns."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter

import psycopg

from bench.callbacks_fill import APART
from intake.callbacks.dialer import BATCH
from intake.callbacks.queue import LEASE, claim_due
from intake.database import Database

Claim = Callable[[datetime, int], int]

DUE = 100
WARM_UP = 20  # claims before the measurement: drivers prepare a statement after some
GOALS = {True: 3.0, False: 5.0}  # milliseconds for DUE out of a million, SQLite and PostgreSQL
SPAN, SPANS = 6000, 9  # rows that are claimed in one measurement of the rate, and how often
TIMES_THE_BARE = 2.0
GOAL_PER_SECOND = 20_000
BARE = """
UPDATE callback SET due_at = {0}, claim = {0}
WHERE id IN (
    SELECT id FROM callback WHERE status = 'pending' AND due_at <= {0} ORDER BY due_at LIMIT {0} {1}
) RETURNING id, complaint_id, kind
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timed:
    """Milliseconds of each claim."""

    product: list[float]
    bare: list[float]


def by_product(database: Database) -> Claim:
    def claim(now: datetime, most: int) -> int:
        with database.write() as connection:
            return len(claim_due(connection, now, most))

    return claim


@contextmanager
def by_statement(database: Database) -> Iterator[Claim]:
    """The statement on the plain driver: one transaction, as durable as the product's."""
    parts = database.engine.url
    if database.is_sqlite:
        plain = sqlite3.connect(parts.database or "", isolation_level=None, timeout=7)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            plain.execute(f"PRAGMA {pragma}")
        statement = BARE.format("?", "")

        def claim(now: datetime, most: int) -> int:
            plain.execute("BEGIN IMMEDIATE")
            moments = [one.replace(tzinfo=None).isoformat(" ", "microseconds") for one in (now + LEASE, now)]
            values = (moments[0], secrets.token_hex(8), moments[1], most)
            found = plain.execute(statement, values).fetchall()
            plain.execute("COMMIT")
            return len(found)

        yield claim
        plain.close()
        return
    server = psycopg.connect(parts.set(drivername="postgresql").render_as_string(hide_password=False))
    query = BARE.format("%s", "FOR UPDATE SKIP LOCKED")

    def claim_on_server(now: datetime, most: int) -> int:
        found = server.execute(query, (now + LEASE, secrets.token_hex(8), now, most)).fetchall()
        server.commit()
        return len(found)

    yield claim_on_server
    server.close()


def claim_in_turns(database: Database, start: datetime, rounds: int) -> Timed:
    """A hundred come due before every claim."""
    found, now = Timed(product=[], bare=[]), start
    with by_statement(database) as bare:
        turns = [(by_product(database), found.product), (bare, found.bare)]
        for turn in range(rounds + WARM_UP):
            for claim, times in turns if turn % 2 else reversed(turns):
                now += DUE * APART
                begun = perf_counter()
                claimed = claim(now, DUE)
                times.append((perf_counter() - begun) * 1000)
                if claimed != DUE:
                    raise AssertionError(f"{claimed} claimed instead of {DUE}")
    return Timed(product=found.product[WARM_UP:], bare=found.bare[WARM_UP:])


def rows_needed(rounds: int) -> int:
    """How many rows are claimed in all."""
    return 2 * (rounds + WARM_UP) * DUE + 4 * SPANS * SPAN


def per_second(claim: Claim, now: datetime, batch: int) -> float:
    """Claims a second while everything is due."""
    begun = perf_counter()
    claimed = sum(claim(now, batch) for _ in range(SPAN // batch))
    if claimed != SPAN:
        raise AssertionError(f"{claimed} claimed instead of {SPAN}")
    return claimed / (perf_counter() - begun)


def quantile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def print_claims(database: Database, start: datetime, rows: int, rounds: int) -> None:
    """Measure and print both questions."""
    timed = claim_in_turns(database, start, rounds)
    print(f"a claim of {DUE} due out of {rows:,} pending, {rounds} claims each in turns: milliseconds")
    for name, times in (("product", timed.product), ("bare statement", timed.bare)):
        print(f"  {name:22}median {median(times):6.2f}   p99 {quantile(times, 0.99):6.2f}")
    ratio = median(timed.product) / median(timed.bare)
    print(f"  of the bare statement {ratio:5.2f} times (goal: {TIMES_THE_BARE:g}; median of", end=" ")
    print(f"{GOALS[database.is_sqlite]:g} ms)\n")
    print_rates(database, start + rows * APART + timedelta(seconds=1))


def print_rates(database: Database, later: datetime) -> None:
    """Claims a second, product and bare statement in turns."""
    print("claims a second with everything due, one worker: median of spans (lowest-highest)")
    with by_statement(database) as bare:
        claims = {"product": by_product(database), "bare statement": bare}
        for batch in (DUE, BATCH):
            rates: dict[str, list[float]] = {name: [] for name in claims}
            for _ in range(SPANS):
                for name, claim in claims.items():
                    rates[name].append(per_second(claim, later, batch))
            for name, found in rates.items():
                spread = f"{median(found):,.0f} ({min(found):,.0f}-{max(found):,.0f})"
                print(f"  {f'{name}, {batch} at a time':32}{spread:>28}")
    print(f"  goal: {GOAL_PER_SECOND:,}\n")
