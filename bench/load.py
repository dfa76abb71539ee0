"""The load: callers over keep-alive connections in one thread, as fast as answers come or at a fixed rate.

At a fixed rate requests come due at random moments (a Poisson process) whether or not earlier ones were
answered, and a latency counts from the moment at which the request was due: a server that stalls is not
spared the requests that waited for it. Bounded in time and in connections; it only ever talks to
loopback.
"""

from __future__ import annotations

import random
import select
import socket
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

from bench.callers import Address, Caller

HEADERS_END = b"\r\n\r\n"
LENGTH = b"content-length:"
CLOSING = b"connection: close"
GOOD = (b"200", b"204")
PATIENCE = 20.0  # seconds after which a run without any answer is given up
WAIT = 0.25  # seconds between two looks at the clock when nothing happens


class LoadFault(Exception):
    """The server can't be measured: it refuses, answers wrongly, or not at all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """What was measured: for how many seconds, seconds that each answer took, how many were faults."""

    seconds: float
    latencies: list[float] = field(repr=False)
    faults: int

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, part: float) -> float:
        """The latency in milliseconds that this part of the answers did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 if ordered else float("nan")


@dataclass(slots=True, eq=False)
class Link:
    """A connection and the request under way on it."""

    address: Address
    connected: socket.socket | None = None
    caller: Caller | None = None
    due: float = 0.0
    received: bytes = b""

    def send(self, caller: Caller, request: bytes, due: float) -> None:
        """Send one request; on a connection that the server closed meanwhile, on a new one."""
        self.caller, self.due, self.received = caller, due, b""
        if self.connected is None:
            self.connected = socket.create_connection((self.address.host, self.address.port), timeout=5)
            self.connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connected.sendall(request)

    def fileno(self) -> int:
        return self.connected.fileno() if self.connected else -1

    def receive(self) -> bytes | None:
        """The whole answer, or None while some of it is missing. Raises LoadFault on a lost connection."""
        assert self.connected is not None  # noqa: S101 - only links that wait for an answer are looked at
        part = self.connected.recv(1 << 16)
        if not part:
            raise LoadFault("the server closed a connection without an answer")
        self.received += part
        end = self.received.find(HEADERS_END)
        if end < 0:
            return None
        head = self.received[:end].lower()
        start = head.find(LENGTH)
        length = int(head[start + len(LENGTH) :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        if len(self.received) < end + 4 + length:
            return None
        if CLOSING in head:
            self.close()
        return self.received

    def close(self) -> None:
        if self.connected is not None:
            self.connected.close()
            self.connected = None


@dataclass(slots=True)
class Load:
    """One load on one server. `rate`: requests that come due a second; None: one on every answer."""

    address: Address
    callers: Iterator[Caller]
    connections: int
    warm_up: float
    seconds: float
    rate: float | None = None
    active: int = 32  # calls under way at the same time at a fixed rate
    busy: list[Link] = field(default_factory=list)
    idle: list[Link] = field(default_factory=list)
    waiting: deque[tuple[Caller, bytes]] = field(default_factory=deque)
    latencies: list[float] = field(default_factory=list)
    faults: int = 0
    begun: float = 0.0

    def run(self) -> Sample:
        """Load the server for warm-up and measuring time, then wait for what is still under way."""
        self.idle = [Link(self.address) for _ in range(self.connections)]
        self.begun = perf_counter() + self.warm_up
        end = self.begun + self.seconds
        try:
            if self.rate is None:
                self.saturate(end)
            else:
                self.arrive(self.rate, end)
            measured = perf_counter() - self.begun
            self.drain()
        finally:
            for link in (*self.busy, *self.idle):
                link.close()
        return Sample(seconds=measured, latencies=self.latencies, faults=self.faults)

    def saturate(self, end: float) -> None:
        """Every connection asks again as soon as it is answered."""
        while (now := perf_counter()) < end:
            while self.idle:
                self.ask(*self.next_request(), now)
            self.listen(WAIT)

    def arrive(self, rate: float, end: float) -> None:
        """Requests come due at random moments; those that find no free connection wait for one."""
        chance = random.Random(7)  # the same moments for every server
        due, overdue = perf_counter(), deque[float]()
        while (now := perf_counter()) < end:
            while due <= now:
                overdue.append(due)
                due += chance.expovariate(rate)
            while overdue and self.idle:
                fresh = len(self.waiting) + len(self.busy) < self.active or not self.waiting
                request = self.next_request() if fresh else self.waiting.popleft()
                self.ask(*request, overdue.popleft())
            self.listen(max(0.0, min(due - perf_counter(), WAIT)) if self.idle else WAIT)
        # What never got its turn waited this long at the least.
        self.latencies += [end - moment for moment in overdue]

    def next_request(self) -> tuple[Caller, bytes]:
        """The next request of whoever waits at saturation, or the first of a new caller."""
        if self.rate is None and self.waiting:
            return self.waiting.popleft()
        caller = next(self.callers)
        return caller, next(caller)

    def ask(self, caller: Caller, request: bytes, due: float) -> None:
        link = self.idle.pop()
        link.send(caller, request, due)
        self.busy.append(link)

    def listen(self, timeout: float) -> None:
        """Take the answers that are there, waiting for the first one at most `timeout` seconds."""
        for link in select.select(self.busy, (), (), timeout)[0]:
            answer = link.receive()
            if answer is not None:
                self.busy.remove(link)
                self.idle.append(link)
                self.take(link, answer, perf_counter())

    def take(self, link: Link, answer: bytes, now: float) -> None:
        """Note an answer and have the caller go on; a fault ends the call."""
        caller = link.caller
        assert caller is not None  # noqa: S101 - a link that was answered had been asked
        if answer[9:12] not in GOOD:
            self.faults += 1
            return
        if link.due >= self.begun:
            self.latencies.append(now - link.due)
        try:
            self.waiting.append((caller, caller.send(answer)))
        except StopIteration:
            return
        except ValueError:
            self.faults += 1

    def drain(self) -> None:
        """Wait for the requests under way, so that the next run meets a server at rest."""
        end = perf_counter() + PATIENCE
        while self.busy:
            if perf_counter() > end:
                raise LoadFault("a request was not answered")
            self.listen(WAIT)
