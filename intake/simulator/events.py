"""Reports of how far a call has come, sent to its status address as the provider does.

Provider facts (A4 of the research notes): initiated, ringing, answered and completed are sent if they were
asked for, `completed` alone unless told; each is a separate asynchronous request; SequenceNumber counts the
ones that are sent, from 0; compatible services send the last only, always numbered 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from intake.simulator.carrier import Carrier, Exchange
from intake.simulator.forms import Fields
from intake.simulator.profiles import Profile
from intake.simulator.states import FINAL_EVENT

LAG = 0.2
Heard = Callable[[Exchange], None]


class Manner(StrEnum):
    """How reports travel. REVERSED keeps all back until the last, which then comes first."""

    IN_ORDER = "in_order"
    FINAL_LOST = "final_lost"
    TWICE = "twice"
    REVERSED = "reversed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporting:
    """Where reports of one call go, which were asked for, and how they travel.

    at_once: in the same breath, as for calls that come in; otherwise `LAG` seconds later. copies: how often
    each is delivered in parallel.
    """

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({FINAL_EVENT})
    manner: Manner = Manner.IN_ORDER
    at_once: bool = False
    copies: int = 1


class Reporter:
    """Sends the reports of one call."""

    def __init__(self, carrier: Carrier, profile: Profile, reporting: Reporting) -> None:
        self._carrier = carrier
        self._profile = profile
        self._reporting = reporting
        self._told = 0
        self._kept_back: list[Callable[[], None]] = []

    def tell(self, event: str, fields: Fields, heard: Heard) -> None:
        """Report `event` if it was asked for; `heard` is told of the exchange."""
        wanted = self._reporting.events & self._profile.status_events
        if event not in wanted or not self._reporting.url:
            return
        send = partial(self._send, fields | {"SequenceNumber": str(self._told)}, heard)
        self._told += 1
        is_last = event == FINAL_EVENT
        match self._reporting.manner:
            case Manner.REVERSED:
                self._kept_back.insert(0, send)
                if is_last:
                    self._release()
            case Manner.FINAL_LOST if is_last:
                pass
            case _:
                self._soon(send, 1)

    def _release(self) -> None:
        for place, send in enumerate(self._kept_back, start=1):
            self._soon(send, place)

    def _soon(self, send: Callable[[], None], place: int) -> None:
        if self._reporting.at_once:
            send()
        else:
            self._carrier.afterwards(LAG * place, send)

    def _send(self, fields: Fields, heard: Heard) -> None:
        told = self._reporting
        exchange = self._carrier.deliver(
            told.url, fields, profile=self._profile, method=told.method, copies=told.copies
        )
        if told.manner is Manner.TWICE:
            self._carrier.repeat(exchange)
        heard(exchange)
