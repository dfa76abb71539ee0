"""What a network does afterwards: by real timers, or held until a test says so."""

from collections.abc import Callable
from threading import Timer
from typing import Protocol


class Later(Protocol):
    """Puts actions off by a number of seconds."""

    def after(self, seconds: float, action: Callable[[], object]) -> None: ...

    def settle(self) -> None: ...


class Timers:
    """Real time, on daemon threads: they end with the process."""

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        timer = Timer(seconds, action)
        timer.daemon = True
        timer.start()

    def settle(self) -> None:
        """Nothing to do: the timers run by themselves."""


class Held:
    """No time at all: actions wait, in the order of their delays, for `settle`."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, Callable[[], object]]] = []

    def after(self, seconds: float, action: Callable[[], object]) -> None:
        self._waiting.append((seconds, action))

    def settle(self) -> None:
        """Do all that waits, and what comes of it."""
        while self._waiting:
            self._waiting.sort(key=lambda entry: entry[0])
            _, action = self._waiting.pop(0)
            action()
