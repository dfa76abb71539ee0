"""Complete calls and messages as the provider sends them: a caller yields requests and is given answers.

Everything that doesn't change from caller to caller is made once, so that a request costs the sender little;
it costs the same whatever answers it. The next address comes out of the answer, as for the provider.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode

from intake.simulator.forms import Parties, Text, call_fields, message_fields
from intake.simulator.profiles import PROFILES

Caller = Generator[bytes, bytes, None]

ACCOUNT = "AC" + "0" * 32
TOKEN = "bench-token-of-no-account"  # noqa: S105 - signs requests between two processes of one benchmark
SID = "0" * 31 + "1"
DIGITS = "8613800000000"
FIRST_NUMBER = 8613900000000
RICH = PROFILES["twilio"]
ACTION = b'action="'
WINDOW, STAFF_NO = "{window}", "{staff_no}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form with placeholders for the caller, and its fields in the order in which they are signed."""

    body: str
    signed: str

    @classmethod
    def of(cls, fields: dict[str, str]) -> Form:
        signed = "".join(name + value for name, value in sorted(fields.items()))
        return cls(body=urlencode(fields, safe="{}"), signed=signed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Who calls, with which id, about whom. `key` is 31 hexadecimal digits, `number` 13 digits."""

    key: str
    number: str
    window: str
    staff_no: str

    def fill(self, text: str) -> str:
        """The text with this person's id and number; only complaints name a window and a number."""
        text = text.replace(SID, self.key).replace(DIGITS, self.number)
        return text.replace(WINDOW, self.window).replace(STAFF_NO, self.staff_no)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where the product is: `base` as it is signed, `host` and `port` as it is reached."""

    host: str
    port: int

    @property
    def base(self) -> str:
        return f"http://{self.host}:{self.port}"

    def request(self, target: str, form: Form, person: Person) -> bytes:
        """The whole signed HTTP request."""
        message = (self.base + target + person.fill(form.signed)).encode()
        signature = b64encode(hmac.digest(TOKEN.encode(), message, "sha1")).decode()
        body = person.fill(form.body)
        return (
            f"POST {target} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nUser-Agent: TwilioProxy/1.1\r\n"
            "Accept: */*\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode("ascii")

    def next_target(self, answer: bytes) -> str:
        """The path of the open question. Raises ValueError for an answer that asks nothing more."""
        start = answer.index(ACTION) + len(ACTION)
        end = answer.index(b'"', start)
        return answer[start:end].decode("ascii").removeprefix(self.base)


def call_form(hotline: str, status: str = "in-progress", **more: str) -> Form:
    parties = Parties(account_sid=ACCOUNT, call_sid="CA0" + SID, caller=f"+{DIGITS}", called=hotline)
    return Form.of(call_fields(RICH, parties, status) | more)


def keys(hotline: str, pressed: str, finish: str = "") -> Form:
    return call_form(hotline, Digits=pressed, FinishedOnKey=finish, msg="Gather End")


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """The default call script: how a call begins, what follows each question, how it ends; and a message."""

    incoming: Form
    answers: tuple[tuple[str, Form], ...]
    final: Form
    message: Form

    @classmethod
    def for_hotline(cls, hotline: str) -> Script:
        recording = {"RecordingSid": "RE0" + SID, "RecordingDuration": "12", "Digits": "hangup"}
        text = Text(
            account_sid=ACCOUNT,
            sid="SM0" + SID,
            sender=f"+{DIGITS}",
            to=hotline,
            body=f"投诉{WINDOW}号窗口，工号{STAFF_NO}，态度恶劣，让我白跑三趟",
        )
        return cls(
            incoming=call_form(hotline, "ringing"),
            answers=(
                ("menu", keys(hotline, "1")),
                ("window", keys(hotline, WINDOW, "#")),
                ("staff number", keys(hotline, STAFF_NO, "#")),
                ("read-back", keys(hotline, "1")),
                ("statement", call_form(hotline, **recording)),
                ("callback", keys(hotline, "1")),
                ("best time", keys(hotline, "2")),
            ),
            final=call_form(hotline, "completed", CallDuration="95", SequenceNumber="0"),
            message=Form.of(message_fields(RICH, text)),
        )

    def call(self, address: Address, person: Person) -> Caller:
        """A call from greeting to case number; the answer to the final status is not looked at."""
        answer = yield address.request("/voice/incoming", self.incoming, person)
        for _, form in self.answers:
            answer = yield address.request(address.next_target(answer), form, person)
        yield address.request("/voice/status", self.final, person)

    def text(self, address: Address, person: Person) -> Caller:
        """A message that says everything at once."""
        yield address.request("/sms/incoming", self.message, person)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crowd:
    """Callers without end, each from another number. After every `calls_per_message` calls comes a message.

    `pairs` are windows and staff numbers that are pinned together.
    """

    script: Script
    pairs: tuple[tuple[str, str], ...]
    calls_per_message: int = 1
    numbers: Iterator[int]

    def people(self) -> Iterator[Person]:
        for number in self.numbers:
            window, staff_no = self.pairs[number % len(self.pairs)]
            yield Person(
                key=f"{number:031x}", number=str(FIRST_NUMBER + number), window=window, staff_no=staff_no
            )

    def callers(self, address: Address) -> Iterator[Caller]:
        """Calls and messages, to the address."""
        for turn, person in enumerate(self.people()):
            is_message = turn % (self.calls_per_message + 1) == self.calls_per_message
            yield (self.script.text if is_message else self.script.call)(address, person)


def fresh_numbers(start: int = 1) -> Iterator[int]:
    """Numbers of callers who have never called, in this order."""
    return count(start)
