"""A call of the hotline's on its way to a telephone: dialled, ringing, and what comes of it.

Everything happens in the network's time (`Carrier.afterwards`): dialled after 0.2 s, at the telephone after
another 0.8 s, then whatever the number's behaviour says. Endings per SIP code as in `behaviour`; that
providers call an unreachable telephone `no-answer` is Somleng's rule (`complete_phone_call_job.rb`), taken
for all.
"""

from collections.abc import Callable
from dataclasses import replace

from intake.simulator.behaviour import Behaviour, Called
from intake.simulator.call import Call
from intake.simulator.carrier import Carrier
from intake.simulator.forms import Fields, Parties
from intake.simulator.leg import Leg
from intake.simulator.ordering import Order
from intake.simulator.profiles import Profile
from intake.simulator.states import CallState

DIALLED_AFTER, ARRIVES_AFTER = 0.2, 0.8
DECLINED_AFTER = 4.0
MACHINE_ANSWERS_AFTER = 15.0
MACHINE_LISTENS_FOR = 90.0


class Ringing:
    """One call of the hotline's to a telephone. Every action on what is over is without effect."""

    def __init__(self, *, carrier: Carrier, profile: Profile, order: Order, behaviour: Behaviour) -> None:
        self.order = order
        self.call: Call | None = None
        self._carrier = carrier
        self._profile = profile
        self._called = behaviour.called
        self._ignored = False
        self.leg = Leg(
            carrier=carrier,
            profile=profile,
            parties=Parties(
                account_sid=carrier.account.sid,
                call_sid=profile.new_sid("CA"),
                caller=order.sender,
                called=order.to,
                direction="outbound-api",
            ),
            reporting=replace(order.reporting, manner=behaviour.reports),
            url=order.url,
        )
        carrier.afterwards(DIALLED_AFTER, self._dialled)

    @property
    def sid(self) -> str:
        return self.leg.parties.call_sid

    @property
    def rings_here(self) -> bool:
        """Whether somebody at the desk can answer now."""
        return self._called is Called.RINGS and self.leg.state == CallState.RINGING and not self._ignored

    def answer(self) -> Call:
        """Pick up: the hotline's TwiML runs until it waits. Raises LookupError when it rings no more."""
        with self.leg.lock:
            if not self.rings_here:
                raise LookupError(self.sid)
            return self._pick_up("human")

    def reject(self) -> None:
        """Turn the call down."""
        self._end_unanswered(self._profile.declined_as, "603")

    def ignore(self) -> None:
        """Let it ring, out of sight, until the network gives up."""
        self._ignored = True

    def hang_up(self) -> None:
        """The hotline ends it, at any moment; one that nobody has answered is canceled."""
        with self.leg.lock:
            if self.call is None:
                self.leg.reach(CallState.CANCELED, sip_code="487")
            else:
                self.call.end()

    def cancel(self) -> None:
        """The hotline ends it unless it was answered."""
        with self.leg.lock:
            if self.call is None:
                self.hang_up()

    def _dialled(self) -> None:
        self.leg.reach(CallState.INITIATED)
        self._carrier.afterwards(ARRIVES_AFTER, self._arrived)

    def _arrived(self) -> None:
        match self._called:
            case Called.UNASSIGNED:
                self._end_unanswered(CallState.FAILED, "404")
            case Called.POWERED_OFF:
                self._end_unanswered(CallState.NO_ANSWER, "480")
            case Called.BUSY:
                self._end_unanswered(CallState.BUSY, "486")
            case _:
                self._ring()

    def _ring(self) -> None:
        self.leg.reach(CallState.RINGING)
        self._carrier.afterwards(self.order.timeout, lambda: self._end_unanswered(CallState.NO_ANSWER, "487"))
        if self._called is Called.DECLINES:
            self._carrier.afterwards(DECLINED_AFTER, self.reject)
        if self._called is Called.MACHINE:
            self._carrier.afterwards(MACHINE_ANSWERS_AFTER, self._machine_answers)

    def _end_unanswered(self, state: CallState, sip_code: str) -> None:
        with self.leg.lock:
            if self.call is None:
                self.leg.reach(state, sip_code=sip_code)

    def _pick_up(self, answered_by: str) -> Call:
        detected = answered_by if self.order.detects_machines else None
        self.leg.reach(CallState.IN_PROGRESS, answered_by=detected)
        self.call = Call(self.leg)
        fields: Fields = {"AnsweredBy": detected} if detected else {}
        self.call.pick_up(self.order.url, self.order.method, self.order.twiml, fields)
        return self.call

    def _machine_answers(self) -> None:
        with self.leg.lock:
            if self.leg.state != CallState.RINGING:
                return
            call = self._pick_up("machine_start")
        self._carrier.afterwards(MACHINE_LISTENS_FOR, self._locked(call.hang_up))
        self._listen(call)

    def _listen(self, call: Call) -> None:
        """A machine hears everything and does nothing: each verb that waits runs into its timeout."""
        if call.waiting is not None:
            self._carrier.afterwards(call.waiting.timeout, lambda: self._go_on(call))

    def _go_on(self, call: Call) -> None:
        self._locked(call.stay_silent)()
        self._listen(call)

    def _locked(self, action: Callable[[], None]) -> Callable[[], None]:
        def locked() -> None:
            with self.leg.lock:
                action()

        return locked
