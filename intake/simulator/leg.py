"""One call at the network: who with whom and how far it has come, kept in the ledger and reported."""

from dataclasses import replace
from threading import RLock
from typing import Any

from intake.simulator.carrier import Carrier
from intake.simulator.events import Heard, Reporter, Reporting
from intake.simulator.forms import Parties, status_fields
from intake.simulator.profiles import Profile
from intake.simulator.states import UNDER_WAY, CallState, event_of
from intake.simulator.store import KeptCall

MOMENTS = {
    CallState.INITIATED: "started_at",
    CallState.RINGING: "rang_at",
    CallState.IN_PROGRESS: "answered_at",
}


def unheard(exchange: object) -> None:
    """For reports whose answer interests nobody."""


class Leg:
    """A call from its first moment; `lock` keeps what happens to it in order."""

    def __init__(
        self, *, carrier: Carrier, profile: Profile, parties: Parties, reporting: Reporting, url: str
    ) -> None:
        self.carrier = carrier
        self.profile = profile
        self.parties = parties
        self.lock = RLock()
        self._reporter = Reporter(carrier, profile, reporting)
        now = carrier.clock()
        self._kept = KeptCall(
            sid=parties.call_sid,
            direction=parties.direction,
            caller=parties.caller,
            called=parties.called,
            status=CallState.QUEUED,
            placed_at=now,
            updated_at=now,
            url=url,
        )
        carrier.store.keep_call(self._kept)

    @property
    def kept(self) -> KeptCall:
        """The ledger's entry as it is now."""
        return self._kept

    @property
    def state(self) -> CallState:
        return self._kept.status

    @property
    def is_over(self) -> bool:
        return self.state not in UNDER_WAY

    def reach(
        self, state: CallState, *, sip_code: str = "", answered_by: str | None = None, heard: Heard = unheard
    ) -> None:
        """The call has come to `state`: keep it and report it. What is over stays as it is."""
        with self.lock:
            if self.is_over:
                return
            now = self.carrier.clock()
            moments: dict[str, Any] = {MOMENTS.get(state, "ended_at"): now}
            kept = replace(self._kept, status=state, updated_at=now, sip_code=sip_code, **moments)
            self._kept = replace(kept, answered_by=answered_by or kept.answered_by)
            self.carrier.store.keep_call(self._kept)
            self._report(heard)

    def _report(self, heard: Heard) -> None:
        kept = self._kept
        fields = status_fields(
            self.profile,
            self.parties,
            kept.status,
            at=kept.updated_at,
            seconds=kept.seconds if self.is_over else None,
            sip_code=kept.sip_code,
        )
        self._reporter.tell(event_of(kept.status), fields, heard)
