"""The provider's REST interface over real HTTP: create, read and list calls, messages and recordings."""

from __future__ import annotations

import base64
import io
import threading
import time
import wave
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.faults.provider_book import Book, Call, Message
from tests.faults.provider_calls import Line, LiveCall
from tests.faults.provider_faults import Order
from tests.faults.provider_lists import Form, first, wanted
from tests.faults.provider_wire import API_VERSION, new_sid

CALL_PARAMETERS = {"To", "From", "Url", "Method", "Twiml", "StatusCallback", "StatusCallbackMethod"}
EVENT_NAMES = {"initiated", "ringing", "answered", "completed"}
HELD = 60.0  # seconds that a held answer waits at the most
LARGEST_PAGE = 1000


class Refused(Exception):
    """A refusal in the provider's words."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message or f"refused with {code}"

    def described(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


class Cut(Exception):
    """The connection ends without an answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What goes back: JSON, or sound; `sent` is run once it is out."""

    status: int = 200
    content: Any = None
    sound: bytes | None = None
    sent: Callable[[], None] = lambda: None


class Account(Protocol):
    """What the interface needs of the provider."""

    compatible: bool
    book: Book
    line: Line
    orders: deque[Order]
    locked: bool
    unreadable: bool
    page_size: int

    def place(self, call: Call, *, speaks: bool = True) -> LiveCall: ...


class Rest:
    """Answers requests for one account."""

    def __init__(self, provider: Account) -> None:
        self.provider = provider

    def answer(self, method: str, target: str, authorization: str, form: Form) -> Answer:
        """Raises Refused, or Cut where the customer gets no answer."""
        parts = urlsplit(target)
        line = self.provider.line
        given = authorization.removeprefix("Basic ").encode()
        if self.provider.locked or given != base64.b64encode(f"{line.account}:{line.token}".encode()):
            if method == "POST":
                self.provider.book.ledger.write("unauthorised", path=parts.path)
            raise Refused(401, 20003, "Authenticate")
        prefix = f"/{API_VERSION}/Accounts/{line.account}/"
        if not parts.path.startswith(prefix):
            raise Refused(404, 20404)
        resource = parts.path.removeprefix(prefix)
        asked = parse_qs(parts.query, keep_blank_values=True)
        match method, resource.removesuffix(".json").split("/"):
            case "POST", ["Calls"]:
                return self.create_call(form)
            case "POST", ["Messages"]:
                return self.create_message(form)
            case "GET", ["Calls" | "Messages" | "Recordings" as kind]:
                return Answer(content=self.listed(kind, parts.path, asked))
            case "GET", [kind, sid]:
                return self.shown(kind, sid, described=resource.endswith(".json"))
            case "DELETE", ["Recordings", sid]:
                self.provider.book.recordings.pop(sid.partition(".")[0], None)
                return Answer(status=204)
        raise Refused(404, 20404)

    # Calls

    def create_call(self, form: Form) -> Answer:
        book = self.provider.book
        book.ledger.write("request", to=form.get("To", [""])[0], form=form)
        order = self.provider.orders.popleft() if self.provider.orders else Order()
        self.checked(form)
        if order.late:
            order.reached.set()
            order.released.wait(HELD)
        going = None
        if order.place:
            going = self.provider.place(self.call_of(form), speaks=order.speaks)
        order.reached.set()
        if order.held:
            order.released.wait(HELD)
        if order.after_call and going:
            going.told.set()
            going.join(HELD)
        time.sleep(order.slow)
        if order.cut:
            raise Cut
        if order.status != 201 or going is None:
            raise Refused(order.status, order.code)
        content = going.call.described(self.provider.line.account) | {"status": "queued", "start_time": None}
        return Answer(status=201, content=content, sent=going.told.set)

    def checked(self, form: Form) -> None:
        """Raises Refused for what the service does not take."""
        for name, code in (("To", 21201), ("From", 21213), ("Url", 21205)):
            if not form.get(name, [""])[0]:
                raise Refused(400, code)
        if not form["To"][0].startswith("+"):
            raise Refused(400, 21211)
        strange = set(form) - CALL_PARAMETERS if self.provider.compatible else set()
        if not set(form.get("StatusCallbackEvent", [])) <= EVENT_NAMES:
            strange |= {"StatusCallbackEvent"}
        if strange:
            self.provider.line.complaints.append(f"parameters of a call: {sorted(strange)}")
            raise Refused(422, 20001)

    def call_of(self, form: Form) -> Call:
        return Call(
            sid=new_sid("CA", compatible=self.provider.compatible),
            to=form["To"][0],
            from_=form["From"][0],
            url=form["Url"][0],
            params=form,
        )

    # Messages

    def create_message(self, form: Form) -> Answer:
        book, line = self.provider.book, self.provider.line
        values = {name: form.get(name, [""])[0] for name in ("To", "From", "Body", "StatusCallback")}
        if not (values["To"] and values["From"] and values["Body"]):
            raise Refused(400, 21604)
        sid = new_sid("SM", compatible=self.provider.compatible)
        message = Message(sid=sid, to=values["To"], from_=values["From"], body=values["Body"])
        book.ledger.write("text", sid=sid, to=message.to, body=message.body)
        book.keep(message)

        def deliver() -> None:
            for status in ("sent", "delivered"):
                message.status = status
                told = [("MessageSid", sid), ("SmsSid", sid), ("MessageStatus", status)]
                told += [("SmsStatus", status), ("To", message.to), ("From", message.from_)]
                line.report(values["StatusCallback"], [*told, ("AccountSid", line.account)])

        def sent() -> None:
            if values["StatusCallback"]:
                threading.Thread(target=deliver, daemon=True).start()

        return Answer(status=201, content=message.described(line.account), sent=sent)

    # Reading

    def shown(self, kind: str, sid: str, *, described: bool) -> Answer:
        book = self.provider.book
        shelves: dict[str, dict[str, Any]] = {
            "Calls": book.calls, "Messages": book.messages, "Recordings": book.recordings
        }  # fmt: skip
        found = shelves.get(kind, {}).get(sid.partition(".")[0])
        if found is None:
            raise Refused(404, 20404)
        if kind == "Recordings" and not described:
            return Answer(sound=silence())
        return Answer(content=found.described(self.provider.line.account))

    def listed(self, kind: str, path: str, asked: Form) -> dict[str, Any]:
        """One page, newest first; a compatible service ignores every filter."""
        if self.provider.unreadable:
            raise Refused(500, 20500)
        book = self.provider.book
        shelves: dict[str, dict[str, Any]] = {
            "Calls": book.calls, "Messages": book.messages, "Recordings": book.recordings
        }  # fmt: skip
        with book.lock:
            everything = list(shelves[kind].values())
        kept = [one for one in reversed(everything) if self.provider.compatible or wanted(one, asked)]
        size = min(int(first(asked, "PageSize") or 50), self.provider.page_size, LARGEST_PAGE)
        page = int(first(asked, "Page") or 0)
        shown = kept[page * size : (page + 1) * size]
        rest = [(name, one) for name, values in asked.items() for one in values if name != "Page"]
        more = {**dict(rest), "PageSize": str(size)}

        def uri(number: int) -> str:
            return f"{path}?{urlencode([*more.items(), ('Page', str(number))])}"

        return {
            kind.lower(): [one.described(self.provider.line.account) for one in shown],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + len(shown) - 1,
            "uri": uri(page),
            "first_page_uri": uri(0),
            "next_page_uri": uri(page + 1) if len(kept) > (page + 1) * size else None,
            "previous_page_uri": uri(page - 1) if page else None,
        }


def silence() -> bytes:
    """Two seconds of nothing, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 2 * 8000))
    return file.getvalue()
