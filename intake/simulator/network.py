"""The telephone network: one account, telephones that can be called, and what is planned for each of them.

network.plan("+8613800138000", NO_ANSWER)
…                                               the product orders a call over REST
network.settle()                                it rings in vain, and the product is told
…                                               it orders the next
call = network.ringing("+8613800138000").answer()
call.press("1")
"""

from threading import Event

from intake.simulator.behaviour import Behaviour, Plans, Reply
from intake.simulator.carrier import Account, Carrier, Clock, Exchange
from intake.simulator.later import Later
from intake.simulator.ordering import Order
from intake.simulator.profiles import Profile
from intake.simulator.ringing import ARRIVES_AFTER, DIALLED_AFTER, Ringing
from intake.simulator.store import Store
from intake.simulator.transport import Transport

__all__ = ["Account", "Exchange", "Network"]

LEAST_ROOM = 500
RINGS_WITHIN = DIALLED_AFTER + ARRIVES_AFTER


class Network(Carrier):
    """One telephone network with one account on it. See `Carrier` for `time_factor`."""

    def __init__(
        self,
        *,
        account: Account,
        transport: Transport,
        clock: Clock,
        later: Later,
        store: Store | None = None,
        time_factor: float = 1.0,
    ) -> None:
        super().__init__(
            account=account,
            transport=transport,
            clock=clock,
            later=later,
            store=store,
            time_factor=time_factor,
        )
        self.plans = Plans()
        self._under_way: dict[str, Ringing] = {}
        self._room = LEAST_ROOM
        self._let_go = Event()

    def plan(self, number: str, *coming: Behaviour, then: Behaviour | None = None) -> None:
        """What the coming calls to `number` meet, one each, and all after them (None: as any other number).

        Replaces what was planned for it. `plans.otherwise` is for numbers without a plan: they ring.
        """
        self.plans.plan(number, coming, then)

    def place(self, order: Order, profile: Profile) -> tuple[Ringing | None, Reply]:
        """Take an order: the call, unless it is to be refused, and how the order is to be answered."""
        behaviour = self.plans.take(order.to)
        if not behaviour.reply.placed:
            return None, behaviour.reply
        ringing = Ringing(carrier=self, profile=profile, order=order, behaviour=behaviour)
        self._forget_what_is_over()
        self._under_way[ringing.sid] = ringing
        return ringing, behaviour.reply

    def under_way(self, sid: str) -> Ringing | None:
        """A call of ours that is not over."""
        ringing = self._under_way.get(sid)
        return None if ringing is None or ringing.leg.is_over else ringing

    def ringing_at(self, number: str) -> list[Ringing]:
        """The calls that ring at a telephone now, newest last."""
        return [one for one in list(self._under_way.values()) if one.order.to == number and one.rings_here]

    def ringing(self, number: str) -> Ringing:
        """The newest call that rings at a telephone, once the second has passed that it takes to arrive.

        Raises LookupError when none rings. That second passes with held time only; real timers take it.
        """
        self.settle(RINGS_WITHIN)
        calls = self.ringing_at(number)
        if not calls:
            raise LookupError(f"no call rings at {number}")
        return calls[-1]

    def hold(self, seconds: float) -> None:
        """Keep an answer back for that long, in real time, or until `let_go`."""
        if seconds:
            self._let_go.wait(seconds)

    def let_go(self) -> None:
        """Send every answer that is kept back, and keep none back from now on."""
        self._let_go.set()

    def _forget_what_is_over(self) -> None:
        if len(self._under_way) < self._room:
            return
        for sid, one in list(self._under_way.items()):
            if one.leg.is_over:
                self._under_way.pop(sid, None)
        self._room = max(LEAST_ROOM, 2 * len(self._under_way))
