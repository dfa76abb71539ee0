"""A provider that has nothing but its REST lists, after the published interface and with no code of ours.

Provider facts: lists come newest first, in pages of `PageSize` (50 unless asked, at most 1000, or 100 at a
compatible service), in an envelope with `next_page_uri`; the filters To, From, Status are exact, dates are
days of UTC, and `StartTime>` is on or after the day; a call that waits in the queue has no start, and a
message that waits has not been sent, and neither is found by a day. A compatible service filters nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

ACCOUNT = "AC" + "0" * 32
LENGTH = timedelta(seconds=8)
Row = dict[str, Any]
Reply = tuple[int, bytes]
DAYS = {"StartTime": "start_time", "DateSent": "date_sent", "DateCreated": "date_created"}
EXACT = {"To": "to", "From": "from", "Status": "status"}
FILTERED = {
    "Calls": ("To", "From", "Status", "StartTime"),
    "Messages": ("To", "From", "DateSent"),
    "Recordings": ("DateCreated",),
}


def written(at: datetime | None) -> str | None:
    return format_datetime(at.astimezone(UTC)) if at else None


def a_call(sid: str, at: datetime, **changes: Any) -> Row:
    """A call that somebody made to the hotline and that lasted eight seconds."""
    row: Row = {
        "sid": sid, "to": "+862888000012", "from": "+8613800138000", "direction": "inbound",
        "status": "completed", "date_created": at, "start_time": at, "end_time": at + LENGTH, "duration": "8",
    }  # fmt: skip
    return row | changes


def a_message(sid: str, at: datetime, body: str, **changes: Any) -> Row:
    """A text that somebody sent to the hotline."""
    row: Row = {
        "sid": sid, "to": "+862888000012", "from": "+8613800138000", "direction": "inbound", "body": body,
        "status": "received", "date_created": at, "date_sent": at, "error_code": None, "num_media": "0",
    }  # fmt: skip
    return row | changes


def a_text_of_ours(sid: str, at: datetime, body: str, **changes: Any) -> Row:
    """A text that the hotline sent."""
    row = a_message(sid, at, body, direction="outbound-api", status="sent")
    return row | {"to": "+8613800138000", "from": "+862888000012"} | changes


def a_recording(sid: str, at: datetime, call: str, **changes: Any) -> Row:
    row: Row = {"sid": sid, "call_sid": call, "status": "completed", "date_created": at, "duration": "7"}
    return row | changes


class Listing:
    """The server. `rows` by resource, in any order; `spoil` may answer a request instead, by its number."""

    def __init__(self, profile: str = "twilio") -> None:
        self.rows: dict[str, list[Row]] = {"Calls": [], "Messages": [], "Recordings": []}
        self.media: dict[str, list[str]] = {}
        self.compatible = profile == "compatible"
        self.default_page = 50
        self.largest_page = 100 if self.compatible else 1000
        self.shuffled = False
        self.asked: list[str] = []
        self.posted: list[tuple[str, list[tuple[str, str]]]] = []
        self.spoil: Callable[[int, str], Reply | None] = lambda number, target: None
        listing = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listing.asked.append(self.path)
                self.give(*(listing.spoil(len(listing.asked), self.path) or listing.answer(self.path)))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                listing.posted.append((self.path, parse_qsl(body, keep_blank_values=True)))
                row = {"sid": f"NEW{len(listing.posted)}", "status": "queued"}
                self.give(201, json.dumps(row).encode())

            def give(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, target: str) -> Reply:
        """A list's page, one resource, or what came with a message."""
        address = urlsplit(target)
        parts = address.path.removesuffix(".json").split("/")[4:]
        asked = dict(parse_qsl(address.query))
        if parts[-1] == "Media":
            found = [{"sid": sid} for sid in self.media.get(parts[1], [])]
            return 200, json.dumps({"media_list": found}).encode()
        if len(parts) == 2:
            rows = [one for one in self.rows[parts[0]] if one["sid"] == parts[1]]
            return (200, told(rows[0])) if rows else refusal(404, 20404)
        return 200, self.page(parts[0], address.path, asked)

    def page(self, resource: str, path: str, asked: dict[str, str]) -> bytes:
        rows = [one for one in self.rows[resource] if self.compatible or wanted(resource, one, asked)]
        if not self.shuffled:
            rows.sort(key=lambda one: one["date_created"], reverse=True)
        size = min(int(asked.get("PageSize", self.default_page)), self.largest_page)
        number = int(asked.get("Page", 0))
        shown = rows[number * size : (number + 1) * size]
        more = len(rows) > (number + 1) * size
        following = (
            path + "?" + urlencode({**asked, "PageSize": size, "Page": number + 1, "PageToken": "PA1"})
        )
        envelope = {
            "first_page_uri": path, "next_page_uri": following if more else None, "previous_page_uri": None,
            "page": number, "page_size": size, "start": 0, "end": 0, "uri": path,
        }  # fmt: skip
        return json.dumps({**envelope, resource.lower(): [json.loads(told(one)) for one in shown]}).encode()

    def __enter__(self) -> Listing:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()


def told(row: Row) -> bytes:
    return json.dumps(
        {name: written(value) if isinstance(value, datetime) else value for name, value in row.items()}
    ).encode()


def wanted(resource: str, row: Row, asked: dict[str, str]) -> bool:
    for name in FILTERED[resource]:
        if name in EXACT and name in asked and asked[name] != row[EXACT[name]]:
            return False
        if name in DAYS and f"{name}>" in asked:
            at = row[DAYS[name]]
            if at is None or at.astimezone(UTC).date() < date.fromisoformat(asked[f"{name}>"][:10]):
                return False
    return True


def refusal(status: int, code: int) -> Reply:
    return status, json.dumps({"code": code, "message": "no", "status": status}).encode()
