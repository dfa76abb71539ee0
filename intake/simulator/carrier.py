"""What carries a network's requests: signed webhooks out, the answers kept, and what comes later.

Nothing here waits: what a provider does later (recording reports, message states, ringing) goes to `later`,
real timers in the demo and a line of actions that a test lets pass with `settle`. Safe for several threads.

Provider facts: copies of one event share address, body, signature and idempotency token; status
callbacks want 200 or 204 and are separate, asynchronous requests.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from intake.simulator.later import Later
from intake.simulator.profiles import Profile
from intake.simulator.store import Store
from intake.simulator.transport import HttpAnswer, HttpRequest, NotReached, Transport, signed_request

Clock = Callable[[], datetime]
# A recording that our hotline plays under the hash of its content; its words stand beside it.
RECORDING = re.compile(r"/audio/[0-9a-f]{64}\.(wav|mp3)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Our account at the network: `api_url` is where its REST face answers, without `/2010-04-01`."""

    sid: str
    token: str = field(repr=False)
    api_url: str

    def recording_url(self, sid: str) -> str:
        return f"{self.api_url}/2010-04-01/Accounts/{self.sid}/Recordings/{sid}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One event: the request and every answer to it, or why none came."""

    number: int
    at: datetime
    request: HttpRequest
    fields: Mapping[str, str] = field(repr=False)
    answers: tuple[HttpAnswer, ...]
    failure: str = ""

    @property
    def answer(self) -> HttpAnswer | None:
        return self.answers[0] if self.answers else None

    @property
    def answers_agree(self) -> bool:
        """Whether all copies were answered alike, as a repeated delivery must be."""
        return len({(answer.status, answer.body) for answer in self.answers}) <= 1


class Carrier:
    """Reaches the hotline, for one account.

    `time_factor` makes everything that comes later come that much sooner in real time (10: a minute of
    ringing takes six seconds).
    """

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
        self.account = account
        self.clock = clock
        self.store = store or Store()
        self.exchanges: list[Exchange] = []
        self._transport = transport
        self._later = later
        self._time_factor = time_factor
        self._lock = Lock()

    def deliver(
        self, url: str, fields: Mapping[str, str], *, profile: Profile, method: str = "POST", copies: int = 1
    ) -> Exchange:
        """Send one event, `copies` times in parallel, and keep what came back."""
        headers = {"I-Twilio-Idempotency-Token": str(uuid.uuid4())} if profile.idempotency_header else {}
        request = signed_request(
            method=method, url=url, fields=fields, token=self.account.token, headers=headers
        )
        return self._exchange(request, fields, copies=copies, retries=profile.connect_retries)

    def repeat(self, exchange: Exchange, copies: int = 1) -> Exchange:
        """Send exactly the same request again, as a late retry or a replayed capture."""
        return self._exchange(exchange.request, exchange.fields, copies=copies, retries=0)

    def notify(
        self, url: str, fields: Mapping[str, str], *, profile: Profile, method: str, delay: float
    ) -> None:
        """Send a report `delay` seconds later."""
        self.afterwards(delay, lambda: self.deliver(url, fields, profile=profile, method=method))

    def words_in(self, url: str) -> str:
        """What is said in a recording of the hotline's; empty for any other, and where it isn't told."""
        if not RECORDING.search(url):
            return ""
        address = url.rpartition(".")[0] + ".txt"
        request = HttpRequest(method="GET", url=address, headers={"Accept": "text/plain"}, body=b"")
        try:
            answer = self._transport.send(request)
        except NotReached:
            return ""
        return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""

    def afterwards(self, delay: float, action: Callable[[], object]) -> None:
        """Do something `delay` seconds of the network's time later."""
        self._later.after(delay / self._time_factor, action)

    def settle(self, seconds: float | None = None) -> None:
        """Let that much of the network's time pass, or (None) all that was put off; for tests."""
        self._later.settle(None if seconds is None else seconds / self._time_factor)

    def _exchange(
        self, request: HttpRequest, fields: Mapping[str, str], *, copies: int, retries: int
    ) -> Exchange:
        at, failure = self.clock(), ""
        answers: tuple[HttpAnswer, ...] = ()
        try:
            answers = self._send(request, copies, retries)
        except NotReached as error:
            failure = str(error)
        with self._lock:
            exchange = Exchange(
                number=len(self.exchanges) + 1,
                at=at,
                request=request,
                fields=fields,
                answers=answers,
                failure=failure,
            )
            self.exchanges.append(exchange)
        return exchange

    def _send(self, request: HttpRequest, copies: int, retries: int) -> tuple[HttpAnswer, ...]:
        if copies == 1:
            return (self._send_once(request, retries),)
        with ThreadPoolExecutor(copies) as pool:
            return tuple(pool.map(lambda _: self._send_once(request, retries), range(copies)))

    def _send_once(self, request: HttpRequest, retries: int) -> HttpAnswer:
        try:
            return self._transport.send(request)
        except NotReached as error:
            if error.connected or not retries:
                raise
            return self._send_once(request, retries - 1)
