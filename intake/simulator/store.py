"""What the network keeps in memory: calls, recordings, messages, who opted out, and what was asked of it.

The ledger names method, path and the answer's status, and for a message its SID: never a token.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from intake.simulator.states import CallState


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptRecording:
    """One recording; `audio` in `content_type`, `seconds` long, `text` what a person typed for it."""

    sid: str
    call_sid: str
    audio: bytes = field(repr=False)
    content_type: str
    seconds: int
    started_at: datetime
    text: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptMessage:
    """One message, either way; `direction` is the provider's word for it."""

    sid: str
    direction: str
    sender: str
    to: str
    body: str = field(repr=False)
    status: str
    at: datetime
    media: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptCall:
    """One call, either way, once: `direction` is the provider's word for it.

    url: where its first document comes from, empty for inline TwiML. Moments are None until they come:
    started_at the network dialled, rang_at the telephone rang, answered_at, ended_at. sip_code: of its end.
    """

    sid: str
    direction: str
    caller: str
    called: str
    status: CallState
    placed_at: datetime
    updated_at: datetime
    url: str = ""
    started_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_by: str | None = None
    sip_code: str = ""

    @property
    def seconds(self) -> int:
        """How long it was connected; 0 for a call that nobody answered."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(0, int((self.ended_at - self.answered_at).total_seconds()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One request to the REST face."""

    method: str
    path: str
    fields: Mapping[str, str] = field(repr=False)
    status: int
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RestFault:
    """A refusal that the REST face gives next, whatever is asked."""

    status: int
    code: int
    message: str


class Store:
    """Lists that only grow, apart from deleted recordings, all oldest first. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: dict[str, KeptCall] = {}
        self._recordings: dict[str, KeptRecording] = {}
        self._messages: dict[str, KeptMessage] = {}
        self._opted_out: set[str] = set()
        self._places: dict[str, int] = {}
        self.ledger: list[Asked] = []
        self.faults: deque[RestFault] = deque()

    def place(self, sid: str) -> int:
        """When something came in relation to all else, for paging; kept when the thing itself is deleted."""
        return self._places[sid]

    def keep_call(self, call: KeptCall) -> None:
        """Keep a call, or what has become of it since."""
        with self._lock:
            self._note_place(call.sid)
            self._calls[call.sid] = call

    def call(self, sid: str) -> KeptCall | None:
        return self._calls.get(sid)

    def calls(self, number: str | None = None) -> list[KeptCall]:
        """The ledger: every call, or those to or from `number`, each once with how far it has come."""
        with self._lock:
            kept = list(self._calls.values())
        return [one for one in kept if number is None or number in {one.caller, one.called}]

    def keep_recording(self, recording: KeptRecording) -> None:
        with self._lock:
            self._note_place(recording.sid)
            self._recordings[recording.sid] = recording

    def recording(self, sid: str) -> KeptRecording | None:
        return self._recordings.get(sid)

    def delete_recording(self, sid: str) -> bool:
        with self._lock:
            return self._recordings.pop(sid, None) is not None

    def recordings(self) -> list[KeptRecording]:
        with self._lock:
            return list(self._recordings.values())

    def keep_message(self, message: KeptMessage) -> None:
        with self._lock:
            self._note_place(message.sid)
            self._messages[message.sid] = message

    def set_message_status(self, sid: str, status: str) -> None:
        with self._lock:
            self._messages[sid] = replace(self._messages[sid], status=status)

    def message(self, sid: str) -> KeptMessage | None:
        return self._messages.get(sid)

    def messages(self, number: str | None = None) -> list[KeptMessage]:
        """All messages, or those to or from `number`, oldest first."""
        with self._lock:
            kept = list(self._messages.values())
        return [one for one in kept if number is None or number in {one.sender, one.to}]

    def _note_place(self, sid: str) -> None:
        self._places.setdefault(sid, len(self._places))

    def opt_out(self, number: str) -> None:
        self._opted_out.add(number)

    def opt_in(self, number: str) -> None:
        self._opted_out.discard(number)

    def has_opted_out(self, number: str) -> bool:
        return number in self._opted_out
