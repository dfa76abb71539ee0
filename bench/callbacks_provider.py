"""A provider that is as fast as it can be: it takes every call at once, keeps a ledger, and reports the end.

It speaks as much of the REST interface as calling needs (place, list by number, fetch), and it never refuses.
One person in ten answers and asks for no more calls; nobody else does. A few calls are lost: they are placed,
but the answer is a server's fault and no report follows, so that only the list knows of them. A call is in
the ledger before the hotline learns of it.

python -m bench.callbacks_provider PORT LEDGER HOTLINE_PORT LOST SEED; a HOTLINE_PORT of 0: no reports
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from asyncio import StreamReader, StreamWriter
from collections import defaultdict
from collections.abc import Mapping, Reversible
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlencode, urlsplit

import click

from bench.callers import ACCOUNT, Address, Form, Person
from bench.load import GOOD

LINES = 12  # connections to the hotline
TRIES = 40
AGAIN = 0.25  # seconds between two tries of a request that the hotline did not answer well
ANSWERS = 0.1
NO_MORE_CALLS = "5"
OTHERS = frozenset({"Messages", "Recordings"})  # lists of which this account has nothing
NOBODY = Person(key="", number="", window="", staff_no="")


@dataclass(kw_only=True, slots=True)
class Call:
    """A call that was placed. `silent`: lost to the hotline."""

    sid: str
    to: str
    from_: str
    url: str
    report_to: str
    silent: bool
    status: str = "queued"
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def resource(self) -> dict[str, Any]:
        """As the interface tells of it."""
        at = format_datetime(self.created_at)
        over = self.status in {"completed", "no-answer"}
        return {
            "sid": self.sid, "account_sid": ACCOUNT, "to": self.to, "from": self.from_,
            "direction": "outbound-api", "status": self.status, "date_created": at, "start_time": at,
            "end_time": at if over else None, "duration": "0" if over else None,
        }  # fmt: skip

    def form(self, **more: str) -> Form:
        fields = {"CallSid": self.sid, "AccountSid": ACCOUNT, "From": self.from_, "To": self.to}
        fields |= {"CallStatus": self.status, "Direction": "outbound-api", "ApiVersion": "2010-04-01"}
        return Form.of(fields | more)


@dataclass(kw_only=True)
class Provider:
    """One account, its calls, and those whose ends are to be reported."""

    ledger: BinaryIO
    hotline: Address
    lost: float
    dice: random.Random
    calls: dict[str, Call] = field(default_factory=dict)
    by_number: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))
    ended: asyncio.Queue[Call] = field(default_factory=asyncio.Queue)

    def answer(self, method: str, target: str, form: Mapping[str, str]) -> tuple[int, Any]:
        """Status and JSON for one request."""
        parts = urlsplit(target)
        asked, (name, _, _) = dict(parse_qsl(parts.query)), parts.path.rpartition("/")[2].partition(".json")
        if name == "healthz":
            return 200, {}
        if method == "POST":
            return self.place(form)
        if name == "Calls":
            return 200, self.page(parts.path, asked)
        if name in OTHERS:
            return 200, {name.lower(): [], "next_page_uri": None}
        return (200, self.calls[name].resource()) if name in self.calls else (404, {"code": 20404})

    def page(self, path: str, asked: Mapping[str, str]) -> Any:
        """A page of the list, newest first; by number and status. Everything is of today."""
        to, status = asked.get("To"), asked.get("Status")
        some: Reversible[Call] = self.by_number[to] if to else self.calls.values()
        found = [one for one in reversed(some) if status in (None, one.status)]
        size, number = int(asked.get("PageSize", "50")), int(asked.get("Page", "0"))
        page = found[number * size : (number + 1) * size]
        following = path + "?" + urlencode({**asked, "Page": number + 1})
        more = len(found) > (number + 1) * size
        return {"calls": [one.resource() for one in page], "next_page_uri": following if more else None}

    def place(self, form: Mapping[str, str]) -> tuple[int, Any]:
        call = Call(
            sid=f"CA{self.dice.getrandbits(128):032x}",
            to=form["To"],
            from_=form["From"],
            url=form["Url"],
            report_to=form["StatusCallback"],
            silent=self.dice.random() < self.lost,
        )
        entry = {"at": time.time(), "sid": call.sid, "to": call.to, "token": call.url.rpartition("/")[2]}
        self.ledger.write(json.dumps(entry).encode() + b"\n")
        self.calls[call.sid] = call
        self.by_number[call.to].append(call)
        if call.silent:
            call.status = "no-answer"
            return 500, {"code": 20500}
        if self.hotline.port:
            self.ended.put_nowait(call)
        return 201, call.resource()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head, body = await message(reader)
                method, target, _ = head.decode("latin-1").split(" ", 2)
                status, said = self.answer(method, target, dict(parse_qsl(body.decode())))
                text = json.dumps(said).encode()
                start = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
                writer.write(f"{start}Content-Length: {len(text)}\r\n\r\n".encode() + text)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def report(self) -> None:
        """Let calls ring, talk and end, one after the other, over one connection to the hotline."""
        line = Line(self.hotline)
        while True:
            call = await self.ended.get()
            call.status = "no-answer"
            if self.dice.random() < ANSWERS:
                call.status = "in-progress"
                said = await line.post(call.url, call.form())
                target = self.hotline.next_target(said)
                await line.post(self.hotline.base + target, call.form(Digits=NO_MORE_CALLS))
                call.status = "completed"
            await line.post(call.report_to, call.form(CallDuration="0", SequenceNumber="0"))


@dataclass
class Line:
    """A keep-alive connection to the hotline."""

    hotline: Address
    connected: tuple[StreamReader, StreamWriter] | None = None

    async def post(self, url: str, form: Form) -> bytes:
        """The answer to a signed request, which is tried again like the provider's. Raises TimeoutError."""
        request = self.hotline.request(url.removeprefix(self.hotline.base), form, NOBODY)
        for _ in range(TRIES):
            try:
                if self.connected is None:
                    self.connected = await asyncio.open_connection(self.hotline.host, self.hotline.port)
                reader, writer = self.connected
                writer.write(request)
                head, body = await message(reader)
                if b"connection: close" in head.lower():
                    self.connected = None
                if head[9:12] in GOOD:
                    return body
            except (OSError, asyncio.IncompleteReadError):
                self.connected = None
            await asyncio.sleep(AGAIN)
        raise TimeoutError


async def message(reader: StreamReader) -> tuple[bytes, bytes]:
    """Head and body of one request or answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, found, after = head.lower().partition(b"content-length:")
    return head, await reader.readexactly(int(after.split(b"\r\n", 1)[0])) if found else b""


async def run(provider: Provider, port: int) -> None:
    lines = [asyncio.create_task(provider.report()) for _ in range(LINES)]
    async with await asyncio.start_server(provider.serve, "127.0.0.1", port):
        await asyncio.gather(*lines)


@click.command()
@click.argument("port", type=int)
@click.argument("ledger", type=click.Path(path_type=Path))
@click.argument("hotline", type=int)
@click.argument("lost", type=float)
@click.argument("seed", type=int)
def main(port: int, ledger: Path, hotline: int, lost: float, seed: int) -> None:
    """Be the provider until stopped."""
    with ledger.open("ab", buffering=0) as file:
        at = Address(host="127.0.0.1", port=hotline)
        provider = Provider(ledger=file, hotline=at, lost=lost, dice=random.Random(seed))
        asyncio.run(run(provider, port))


if __name__ == "__main__":
    main()
