"""A telephone provider of its own: REST interface, network and people, for the hotline's real processes.

It shares no code with the product or its simulator. What it does comes from the published description of the
interface: the list filters days, not moments; a call that waits in the queue has no start; only the last
report is sent unless more are asked for; a compatible service has UUIDs, an unfiltered list, one report with
SequenceNumber 0, and knows six parameters of a call.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from pathlib import Path

from tests.faults.provider_book import Book, Call, Message
from tests.faults.provider_calls import Line, LiveCall
from tests.faults.provider_faults import Order
from tests.faults.provider_people import Person, no_answer
from tests.faults.provider_rest import Rest
from tests.faults.provider_server import Server
from tests.faults.provider_twiml import CallEnds, Conversation, document
from tests.faults.provider_wire import API_VERSION, Reply, new_sid, now

ACCOUNT = "AC" + "f" * 32
TOKEN = "token-of-the-independent-provider"
SETTLED = 30.0  # seconds that calls may take to their end


class Provider:
    """One account. Start it, tell it who answers (`people`), order faults, and read its ledger."""

    def __init__(self, folder: Path, *, compatible: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.compatible = compatible
        self.book = Book(folder)
        self.line = Line(self.book, ACCOUNT, TOKEN, compatible=compatible)
        self.people: dict[str, list[Person]] = {}
        self.orders: deque[Order] = deque()
        self.locked = False  # every request is refused with 401 and 20003
        self.unreadable = False  # lists are answered with 500
        self.page_size = 50
        self.live: list[LiveCall] = []
        self._dialled: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self.server = Server(Rest(self))
        self.server.start()
        self.line.recordings_url = f"{self.url}/{API_VERSION}/Accounts/{ACCOUNT}/Recordings"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings that make a hotline use this provider."""
        return {
            "HOTLINE_PROVIDER": "compatible" if self.compatible else "twilio",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API_BASE_URL": self.url,
        }

    def close(self) -> None:
        for order in self.orders:
            order.released.set()
        self.server.stop()

    def order(self, *orders: Order, times: int = 1) -> Order:
        """What becomes of the next create requests, in turn; the last one, so that it can be released."""
        self.orders.extend(orders * times)
        return orders[-1]

    def next_person(self, number: str) -> Person:
        """Who answers this time: the people of a number take turns, the last one stays."""
        with self._lock:
            turn = self._dialled[number]
            self._dialled[number] += 1
        people = self.people.get(number) or [no_answer()]
        return people[min(turn, len(people) - 1)]

    def place(self, call: Call, *, speaks: bool = True) -> LiveCall:
        """A call that really goes out."""
        going = LiveCall(call, self.next_person(call.to), self.line, speaks=speaks)
        with self._lock:
            self.book.place(call)
            self.live.append(going)
            going.start()
        return going

    def settle(self, seconds: float = SETTLED) -> None:
        """Wait until every call is over and all reports are out."""
        with self._lock:
            live = list(self.live)
        for going in live:
            assert going.join(seconds), f"a call to …{going.call.to[-2:]} doesn't end"

    # What tests read

    def requests(self) -> int:
        """How many create requests came for calls, whatever became of them."""
        return len(self.book.ledger.lines("request"))

    def placed(self, number: str | None = None) -> list[Call]:
        """The calls that really went out, by the ledger on disk."""
        rows = self.book.ledger.lines("placed")
        # The ledger is written first: a call may be on its lines a moment before it is in the book.
        calls = self.book.calls
        return [calls[row["sid"]] for row in rows if number in (None, row["to"]) and row["sid"] in calls]

    def texts(self, number: str | None = None) -> list[Message]:
        sent = [one for one in self.book.messages.values() if one.direction == "outbound-api"]
        return [one for one in sent if number in (None, one.to)]

    def bad_replies(self) -> list[str]:
        """Webhooks that were not answered as a provider needs it."""
        return [f"{one.status} {one.url}" for one in self.line.replies if one.status not in (200, 204)]

    # People who call or write by themselves

    def dial_in(
        self, hotline: str, number: str, keys: Sequence[tuple[str, str]], *, dialled: str
    ) -> Conversation:
        """Somebody calls the hotline at that address; the conversation when it is over."""
        sid = new_sid("CA", compatible=self.compatible)
        call = Call(sid=sid, to=dialled, from_=number, url=f"{hotline}/voice/incoming", direction="inbound")
        call.started_at = call.answered_at = now()
        self.book.keep(call)
        talk = Conversation(
            person=Person(keys=keys),
            compatible=self.compatible,
            request=lambda url, form: self.line.post(url, [*inbound(call, "in-progress"), *form]),
            recorded=lambda url: self.line.record(call, url),
        )
        if why := talk.run(call.url):
            self.line.complaints.append(why)
        call.ended_at = now()
        call.move("completed")
        self.line.report(f"{hotline}/voice/status", [*inbound(call, "completed"), ("CallDuration", "9")])
        return talk

    def text_in(self, hotline: str, number: str, body: str, *, dialled: str) -> str:
        """Somebody writes to the hotline; what it answers."""
        message = Message(
            sid=new_sid("SM", compatible=self.compatible),
            to=dialled,
            from_=number,
            body=body,
            direction="inbound",
            status="received",
        )
        self.book.keep(message)
        names = ("MessageSid", "SmsSid", "SmsMessageSid")
        form = [(name, message.sid) for name in names]
        form += [("AccountSid", ACCOUNT), ("From", number), ("To", dialled), ("Body", body)]
        form += [("NumMedia", "0"), ("NumSegments", "1"), ("ApiVersion", API_VERSION)]
        reply = self.line.post(f"{hotline}/sms/incoming", form)
        return spoken(reply)


def inbound(call: Call, status: str) -> list[tuple[str, str]]:
    return [
        ("CallSid", call.sid), ("AccountSid", ACCOUNT), ("From", call.from_), ("To", call.to),
        ("Caller", call.from_), ("Called", call.to), ("CallStatus", status), ("ApiVersion", API_VERSION),
        ("Direction", "inbound"),
    ]  # fmt: skip


def spoken(reply: Reply) -> str:
    """The messages of an answer to a text."""
    try:
        return "\n".join(one.text or "" for one in document(reply))
    except CallEnds as fault:
        raise AssertionError(fault.why) from fault
