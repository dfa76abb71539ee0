"""Who is at the other end of a call: what happens when it rings, and which key follows which question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

Keys = Sequence[tuple[str, str]]
HANG_UP = "hang up"
SILENCE = ""
EVENTS = ("initiated", "ringing", "answered", "completed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """How the reports on a call reach the customer.

    order: puts all reports of the call into another order, and sends them when it is over. times: each is
    sent so often. late: seconds between what happens and its report. without: events that get lost.
    clock: how far the provider's clock is ahead of ours in what it states.
    """

    order: Callable[[list[str]], list[str]] | None = None
    times: int = 1
    late: float = 0.0
    without: frozenset[str] = frozenset()
    clock: timedelta = timedelta(0)


IN_ORDER = Delivery()
NONE = Delivery(without=frozenset(EVENTS))


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """How one call goes.

    ending: the final status; anything but `completed` is never answered. queued, ring: seconds in the
    provider's queue and of ringing. code: the SIP answer. keys: what is pressed after which words. by: what
    answered, for those who asked for machine detection.
    """

    ending: str = "completed"
    queued: float = 0.0
    ring: float = 0.0
    code: str = "200"
    keys: Keys = ()
    by: str = "human"
    delivery: Delivery = field(default=IN_ORDER)

    @property
    def answers(self) -> bool:
        return self.ending == "completed"

    def keys_after(self, heard: str) -> str:
        """The keys of the question that was heard last; silence where none is known."""
        found = [(heard.rfind(words), keys) for words, keys in self.keys if words in heard]
        return max(found, key=lambda one: one[0])[1] if found else SILENCE


def person(keys: Keys, delivery: Delivery = IN_ORDER) -> Person:
    return Person(keys=keys, delivery=delivery)


def no_answer(ring: float = 0.1, delivery: Delivery = IN_ORDER) -> Person:
    return Person(ending="no-answer", ring=ring, code="487", delivery=delivery)


def busy() -> Person:
    return Person(ending="busy", code="486")


def failed(code: str) -> Person:
    return Person(ending="failed", code=code)


def machine(delivery: Delivery = IN_ORDER) -> Person:
    """A voice mail: answers, and never presses a key."""
    return Person(by="machine_start", delivery=delivery)
