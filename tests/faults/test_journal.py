"""Nothing lost, nothing doubled, no wrong pin, however often the server is killed (research: telephony C3).

Callers and senders go about their business while every process of the server is killed with SIGKILL in the
middle of requests and started again. The network delivers what was not answered once more, as a provider
does. Afterwards every request that got an answer must be in the database exactly once, with that very
answer and with its effect.

HOTLINE_JOURNAL_PEOPLE (default 16), HOTLINE_JOURNAL_KILLS (3) and HOTLINE_JOURNAL_SEED (1) make the run
longer or another one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event, Lock, Thread, Timer

from intake.simulator.network import Network
from intake.simulator.transport import HttpAnswer, HttpRequest
from tests.faults.callers import Caller
from tests.faults.journal import every_matter_is_one_case, every_request_is_one_turn_with_its_answer
from tests.faults.served import Persistent, Served

PEOPLE = int(os.environ.get("HOTLINE_JOURNAL_PEOPLE", "16"))
KILLS = int(os.environ.get("HOTLINE_JOURNAL_KILLS", "3"))
SEED = int(os.environ.get("HOTLINE_JOURNAL_SEED", "1"))
AT_ONCE = 4
REQUESTS_EACH = 12  # that a person makes at least, to spread the kills over the run


class Killer:
    """Kills the server shortly after the requests whose numbers it was given, and starts it again."""

    def __init__(self, served: Served, rng: Random) -> None:
        self.served, self.rng = served, rng
        self.at = set(rng.sample(range(5, max(PEOPLE * REQUESTS_EACH, KILLS + 6)), KILLS))
        self.requests, self.kills = 0, 0
        self.lock, self.due, self.over = Lock(), Event(), Event()

    def request_begins(self) -> None:
        with self.lock:
            self.requests += 1
            if self.requests in self.at:
                Timer(self.rng.uniform(0, 0.03), self.due.set).start()

    def run(self) -> None:
        while not self.over.is_set():
            if self.due.wait(0.05):
                self.due.clear()
                self.served.kill()
                self.kills += 1
                self.served.start()


class Watched(Persistent):
    """Delivery that tells when a request begins."""

    def __init__(self, begins: Callable[[], None]) -> None:
        super().__init__()
        self.begins = begins

    def send(self, request: HttpRequest) -> HttpAnswer:
        self.begins()
        return super().send(request)


def live(served: Served, number: int, begins: Callable[[], None]) -> tuple[Network, Caller]:
    """One person's day: calls with redials, or messages; some hide their number."""
    rng = Random(f"{SEED}-{number}")
    network = served.network(Watched(begins))
    caller = Caller.of(served.phone(network, f"+86138{number:08d}", withheld=rng.random() < 0.2), rng)
    if rng.random() < 0.3:
        caller.text()
    else:
        for _ in range(rng.randint(1, 3)):
            caller.call()
    network.settle()
    return network, caller


def test_what_was_answered_is_kept_exactly_once_though_the_server_is_killed(served: Served) -> None:
    served.start()
    killer = Killer(served, Random(SEED))
    keeper = Thread(target=killer.run)
    keeper.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            days = list(pool.map(lambda number: live(served, number, killer.request_begins), range(PEOPLE)))
    finally:
        killer.over.set()
        keeper.join()
    assert killer.kills > 0
    callers = [caller for _, caller in days]
    assert [fault for caller in callers for call in caller.calls for fault in call.faults] == []
    assert [fault for caller in callers for fault in caller.phone.faults] == []
    journal = [exchange for network, _ in days for exchange in network.exchanges]
    every_request_is_one_turn_with_its_answer(served, journal)
    matters = [matter for caller in callers for matter in caller.matters]
    every_matter_is_one_case(served, matters)
    assert "Traceback" not in served.log.read_text(encoding="utf-8")
    served.command("audit", "verify")
