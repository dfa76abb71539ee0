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
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event, Lock, Thread, Timer
from typing import Any

from sqlalchemy import create_engine, text

from intake.simulator.network import Exchange, Network
from intake.simulator.transport import HttpAnswer, HttpRequest
from tests.faults.callers import Caller, Matter
from tests.faults.served import HALL_WINDOWS, Persistent, Served

PEOPLE = int(os.environ.get("HOTLINE_JOURNAL_PEOPLE", "16"))
KILLS = int(os.environ.get("HOTLINE_JOURNAL_KILLS", "3"))
SEED = int(os.environ.get("HOTLINE_JOURNAL_SEED", "1"))
AT_ONCE = 4
REQUESTS_EACH = 12  # that a person makes at least, to spread the kills over the run
WEBHOOKS = ("/voice/incoming", "/voice/step/", "/sms/incoming")


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


def every_request_is_one_turn_with_its_answer(served: Served, journal: list[Exchange]) -> None:
    told = {key_of(one): one for one in journal if any(part in one.request.url for part in WEBHOOKS)}
    stored = {row.event_key: row for row in rows(served, "SELECT event_key, answer, heard FROM turn")}
    assert all(one.answer and one.answer.status == 200 for one in told.values())
    assert stored.keys() == told.keys()
    different = [key for key, one in told.items() if one.answers[0].body.decode() != stored[key].answer]
    assert different == []


def key_of(exchange: Exchange) -> str:
    path = exchange.request.url.rpartition("//")[2].partition("/")[2]
    if path == "voice/incoming":
        return f"call:{exchange.fields['CallSid']}"
    if path == "sms/incoming":
        return f"message:{exchange.fields['MessageSid']}"
    return path.removeprefix("voice/step/")


def every_matter_is_one_case(served: Served, matters: list[Matter]) -> None:
    exported = served.export()
    by_number = {case["case_no"]: case for case in exported}
    assert len(by_number) == len(exported)
    conversations = rows(
        served,
        "SELECT v.provider_id, c.case_no FROM conversation v JOIN complaint c ON c.id = v.complaint_id",
    )
    case_of = {row.provider_id: row.case_no for row in conversations}
    thread_of = {
        row.key.removeprefix("message:"): row.case_no
        for row in rows(
            served,
            "SELECT t.event_key AS key, c.case_no FROM turn t JOIN conversation v ON v.id = t.conversation_id"
            " JOIN complaint c ON c.id = v.complaint_id",
        )
    }
    found = Counter[str]()
    for matter in matters:
        numbers = {thread_of.get(one) or case_of.get(one) for one in matter.ids}
        assert len(numbers) == 1 and None not in numbers, matter
        (number,) = numbers
        assert number is not None
        assert matter.case_no in {None, number}
        found[number] += 1
        holds(matter, by_number[number])
    assert set(found.values()) <= {1}, "one case for two matters"
    assert set(found) == set(by_number), "a case that nobody made, or a matter without a case"


def holds(matter: Matter, case: dict[str, Any]) -> None:
    """The case says what the person said, and pins exactly whom the person confirmed or wrote."""
    for statement in matter.statements:
        assert case["statement"].count(statement) == 1
    meant = matter.confirmed or matter.texted
    fits = meant is not None and None not in meant and HALL_WINDOWS.get(meant[1] or "") == meant[0]
    exact = (case["window"], case["staff_no"]) if case["attribution"] == "exact" else None
    assert exact == (meant if fits else None), (matter, case)
    assert (case["status"] == "pinned") == fits, (matter, case)


def rows(served: Served, query: str) -> list[Any]:
    engine = create_engine(served.database_url)
    try:
        with engine.connect() as connection:
            return list(connection.execute(text(query)))
    finally:
        engine.dispose()
