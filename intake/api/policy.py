"""The API's limits and its table of waits."""

from __future__ import annotations

from datetime import timedelta

LONGEST_TEXT = 5000
LONGEST_NAME = 64
LONGEST_URL = 500
PAGE = 50
LARGEST_PAGE = 200
PER_MINUTE = 120  # requests of one token, unless it was made with another limit
MOST_HOOKS = 20  # of one token
KEPT_FOR = timedelta(days=7)  # how long the answer to an idempotency key is kept
FUTURE = timedelta(minutes=5)  # clocks differ by this much
# Waits between tries of a delivery: about three days in all.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400, 86_400)
)  # fmt: skip


def wait_after(attempts: int) -> timedelta | None:
    """How long after this many failed tries the next one comes; None when it was the last."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
