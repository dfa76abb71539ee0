"""What a network does afterwards: by real timers, or held until a test lets time pass."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from threading import Lock, Timer
from typing import Protocol

Action = Callable[[], object]


class Later(Protocol):
    """Puts actions off by a number of seconds."""

    def after(self, seconds: float, action: Action) -> None: ...

    def settle(self, seconds: float | None = None) -> None: ...


class Timers:
    """Real time, on daemon threads: they end with the process."""

    def after(self, seconds: float, action: Action) -> None:
        timer = Timer(seconds, action)
        timer.daemon = True
        timer.start()

    def settle(self, seconds: float | None = None) -> None:
        """Nothing to do: the timers run by themselves."""


class Held:
    """A time of its own that stands still until `settle`; equal moments keep their order.

    `advance` is told of every span that passes, so that a test's clock can go along.
    """

    def __init__(self, advance: Callable[[float], object] | None = None) -> None:
        self._advance = advance
        self._now = 0.0
        self._order = count()
        self._waiting: list[tuple[float, int, Action]] = []
        self._lock = Lock()

    def after(self, seconds: float, action: Action) -> None:
        with self._lock:
            heappush(self._waiting, (self._now + seconds, next(self._order), action))

    def settle(self, seconds: float | None = None) -> None:
        """Let `seconds` pass, or (None) as long as anything waits, with what comes of it."""
        until = None if seconds is None else self._now + seconds
        while (entry := self._next(until)) is not None:
            moment, action = entry
            self._pass_to(moment)
            action()
        if until is not None:
            self._pass_to(until)

    def _next(self, until: float | None) -> tuple[float, Action] | None:
        with self._lock:
            if not self._waiting or (until is not None and self._waiting[0][0] > until):
                return None
            moment, _, action = heappop(self._waiting)
            return moment, action

    def _pass_to(self, moment: float) -> None:
        span, self._now = moment - self._now, max(moment, self._now)
        if self._advance is not None and span > 0:
            self._advance(span)
