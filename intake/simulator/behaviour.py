"""What becomes of a call to a number: what the telephone does, how our order is answered, how it is reported.

    network.plan("+8613800138000", NO_ANSWER, BUSY, then=RINGS)

SIP codes (RFC 3261): 404 unassigned, 480 powered off or out of reach, 486 busy, 487 rang in vain,
603 declined.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

from intake.simulator.events import Manner


class Called(StrEnum):
    """What the called telephone does. RINGS: until somebody at the desk answers, declines, or nobody does."""

    RINGS = "rings"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINES = "declines"
    POWERED_OFF = "powered_off"
    MACHINE = "machine"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What the order is answered. `status` 201 is the call itself, anything else a refusal with `code`.

    placed: whether the telephone is called all the same. hold: seconds of real time between the placing
    and the answer.
    """

    status: int = 201
    code: int = 0
    message: str = ""
    placed: bool = True
    hold: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviour:
    """Everything about one call; the three parts go together in any way."""

    called: Called = Called.RINGS
    reply: Reply = field(default_factory=Reply)
    reports: Manner = Manner.IN_ORDER


RINGS = Behaviour()
NO_ANSWER = Behaviour(called=Called.NO_ANSWER)
BUSY = Behaviour(called=Called.BUSY)
DECLINES = Behaviour(called=Called.DECLINES)
POWERED_OFF = Behaviour(called=Called.POWERED_OFF)
MACHINE = Behaviour(called=Called.MACHINE)
UNASSIGNED = Behaviour(called=Called.UNASSIGNED)
LONGEST_HOLD = 60.0


def refused(status: int, code: int, message: str = "refused as planned") -> Behaviour:
    """The order is refused and nobody is called: 429 with 20429, 401 with 20003, 500 with 20500, …"""
    return Behaviour(reply=Reply(status=status, code=code, message=message, placed=False))


def slow(seconds: float, called: Called = Called.RINGS) -> Behaviour:
    """The order is answered that much later, while the call goes on."""
    return Behaviour(called=called, reply=Reply(hold=seconds))


def lied_about(status: int = 500, code: int = 20500, called: Called = Called.RINGS) -> Behaviour:
    """The call is placed and the order is answered with a failure."""
    return Behaviour(called=called, reply=Reply(status=status, code=code, message="failed as planned"))


def unanswered(called: Called = Called.RINGS) -> Behaviour:
    """The call is placed and the order is never answered: held longer than any client waits, then 504."""
    return Behaviour(called=called, reply=Reply(status=504, code=20504, message="late", hold=LONGEST_HOLD))


class Plans:
    """What is planned for each number: one behaviour for each coming call, then the same one for ever."""

    def __init__(self) -> None:
        self._coming: dict[str, deque[Behaviour]] = {}
        self._then: dict[str, Behaviour] = {}
        self._lock = Lock()
        self.otherwise = RINGS

    def plan(self, number: str, coming: tuple[Behaviour, ...], then: Behaviour | None) -> None:
        """Replaces what was planned for the number; `then` None: as every other number."""
        with self._lock:
            self._coming[number] = deque(coming)
            self._then.pop(number, None)
            if then is not None:
                self._then[number] = then

    def coming(self, number: str) -> Behaviour:
        """What the next call to the number will meet."""
        with self._lock:
            queue = self._coming.get(number)
            return queue[0] if queue else self._then.get(number, self.otherwise)

    def take(self, number: str) -> Behaviour:
        """The same, used up."""
        with self._lock:
            queue = self._coming.get(number)
            return queue.popleft() if queue else self._then.get(number, self.otherwise)
