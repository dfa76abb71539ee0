"""The calls that people make and take at the page: by an unguessable key, one action at a time each.

Only the latest calls are kept, in the memory of this process: the demo runs in one process with several
threads, as the network dials the server that it is part of.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from intake.simulator.call import Call
from intake.simulator.network import Network
from intake.simulator.phone import Hotline, Phone
from intake.simulator.profiles import Profile
from intake.simulator.ringing import Ringing

MOST_CALLS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """One call on the page. Its leg's lock keeps what happens to it in order."""

    key: str
    call: Call


class Desk:
    """Makes telephones on one network. `public_url` is where the hotline's webhooks are."""

    def __init__(self, network: Network, public_url: str) -> None:
        self.network = network
        self._public_url = public_url
        self._seats: OrderedDict[str, Seat] = OrderedDict()
        self._lock = Lock()

    def phone(self, number: str, hotline: str, *, profile: Profile, withheld: bool = False) -> Phone:
        """A telephone with this number, ready to dial or text."""
        there = Hotline.at(self._public_url, hotline)
        return Phone(self.network, number, there, profile=profile, withheld=withheld)

    def dial(self, phone: Phone) -> Seat:
        """Dial and keep the call."""
        return self._seated(phone.dial())

    def answer(self, ringing: Ringing) -> Seat:
        """Pick up and keep the call. Raises LookupError when it rings no more."""
        return self._seated(ringing.answer())

    def seat(self, key: str) -> Seat | None:
        return self._seats.get(key)

    def _seated(self, call: Call) -> Seat:
        """The call under its key; the oldest kept one makes room, hung up."""
        seat = Seat(key=secrets.token_urlsafe(16), call=call)
        with self._lock:
            self._seats[seat.key] = seat
            oldest = self._seats.popitem(last=False)[1] if len(self._seats) > MOST_CALLS else None
        if oldest is not None:
            with oldest.call.leg.lock:
                oldest.call.hang_up()
        return seat
