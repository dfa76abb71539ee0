"""What the provider knows: its calls, messages, recordings, and a ledger on disk that nothing takes back."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.faults.provider_wire import API_VERSION, now, written

FINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(kw_only=True)
class Call:
    """One call. `heard` and `pressed` are the other end's transcript, in order; `by` is what was detected."""

    sid: str
    to: str
    from_: str
    url: str
    direction: str = "outbound-api"
    params: dict[str, list[str]] = field(default_factory=dict)
    status: str = "queued"
    created_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    by: str | None = None
    heard: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def move(self, status: str) -> None:
        self.status, self.updated_at = status, now()

    def described(self, account: str) -> dict[str, Any]:
        seconds = self.ended_at - self.answered_at if self.ended_at and self.answered_at else None
        uri = f"/{API_VERSION}/Accounts/{account}/Calls/{self.sid}.json"
        return {
            "sid": self.sid, "account_sid": account, "parent_call_sid": None, "to": self.to,
            "to_formatted": self.to, "from": self.from_, "from_formatted": self.from_,
            "phone_number_sid": None, "status": self.status, "start_time": written(self.started_at),
            "end_time": written(self.ended_at), "direction": self.direction, "answered_by": self.by,
            "duration": None if seconds is None else str(int(seconds.total_seconds())),
            "price": None, "price_unit": "USD", "api_version": API_VERSION, "annotation": None,
            "forwarded_from": None, "group_sid": None, "caller_name": None, "queue_time": "0",
            "trunk_sid": None, "date_created": written(self.created_at),
            "date_updated": written(self.updated_at), "uri": uri, "subresource_uris": {},
        }  # fmt: skip


@dataclass(kw_only=True)
class Message:
    """One text message, either way."""

    sid: str
    to: str
    from_: str
    body: str
    direction: str = "outbound-api"
    status: str = "queued"
    created_at: datetime = field(default_factory=now)

    def described(self, account: str) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{account}/Messages/{self.sid}.json"
        return {
            "sid": self.sid, "account_sid": account, "messaging_service_sid": None, "to": self.to,
            "from": self.from_, "body": self.body, "status": self.status, "direction": self.direction,
            "num_segments": "1", "num_media": "0", "api_version": API_VERSION, "error_code": None,
            "error_message": None, "price": None, "price_unit": None, "uri": uri, "subresource_uris": {},
            "date_created": written(self.created_at), "date_updated": written(self.created_at),
            "date_sent": None if self.status == "queued" else written(self.created_at),
        }  # fmt: skip


@dataclass(kw_only=True)
class Recording:
    """A recorded statement; every one sounds the same."""

    sid: str
    call_sid: str
    created_at: datetime = field(default_factory=now)

    def described(self, account: str) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{account}/Recordings/{self.sid}.json"
        return {
            "sid": self.sid, "account_sid": account, "call_sid": self.call_sid, "status": "completed",
            "duration": "2", "channels": 1, "source": "RecordVerb", "error_code": None, "price": None,
            "price_unit": "USD", "api_version": API_VERSION, "uri": uri,
            "date_created": written(self.created_at), "date_updated": written(self.created_at),
            "start_time": written(self.created_at),
        }  # fmt: skip


class Ledger:
    """A file of JSON lines: on disk before anybody is told, so that it survives whatever is killed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()

    def write(self, event: str, **values: Any) -> None:
        line = json.dumps({"event": event, "at": now().isoformat(), **values}, ensure_ascii=False)
        with self._lock, self.file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self, event: str | None = None) -> list[dict[str, Any]]:
        if not self.file.exists():
            return []
        rows = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        return [row for row in rows if event in (None, row["event"])]


class Book:
    """Everything of one account, safe to use from every thread."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger(folder / "ledger.jsonl")
        self.lock = threading.Lock()
        self.calls: dict[str, Call] = {}
        self.messages: dict[str, Message] = {}
        self.recordings: dict[str, Recording] = {}

    def place(self, call: Call) -> None:
        """A call that really goes out."""
        self.ledger.write("placed", sid=call.sid, to=call.to, url=call.url)
        with self.lock:
            self.calls[call.sid] = call

    def keep(self, one: Message | Recording | Call) -> None:
        shelves: dict[type, Any] = {
            Message: self.messages, Recording: self.recordings, Call: self.calls
        }  # fmt: skip
        with self.lock:
            shelves[type(one)][one.sid] = one
