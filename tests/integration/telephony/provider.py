"""A real HTTP server that stands for the provider: every request gets the next scripted answer."""

from __future__ import annotations

import struct
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any

SOUND = b"RIFF" + struct.pack("<I", 36 + 8000) + b"WAVE" + b"fmt " + b"\0" * 28 + bytes(8000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer. delay: seconds before it. drip: seconds between single bytes. promised: a false length."""

    status: int = 200
    body: bytes = SOUND
    content_type: str = "audio/x-wav"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drip: float = 0
    promised: int | None = None
    hang_up: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    authorization: str | None
    body: bytes


def refusal(status: int, code: int | None) -> Answer:
    """A refusal as the provider words it."""
    body = f'{{"code": {code}, "message": "no", "status": {status}}}' if code else "<Error/>"
    return Answer(status=status, body=body.encode(), content_type="application/json")


def message(sid: str, status: str = "queued") -> Answer:
    """The provider took a message."""
    body = f'{{"sid": "{sid}", "status": "{status}"}}'
    return Answer(status=201, body=body.encode(), content_type="application/json")


class Provider:
    """The server. `script` holds the answers to come; the last one is repeated."""

    def __init__(self, *script: Answer) -> None:
        self.script = deque(script)
        self.asked: list[Asked] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                provider.asked.append(Asked(self.command, self.path, self.headers.get("Authorization"), body))
                give(self, provider.next())

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def next(self) -> Answer:
        return self.script.popleft() if len(self.script) > 1 else self.script[0]

    def __enter__(self) -> Provider:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()


def give(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """Send an answer, in whatever bad way it asks for."""
    time.sleep(answer.delay)
    if answer.hang_up:
        handler.close_connection = True
        handler.connection.close()
        return
    handler.send_response(answer.status)
    handler.send_header("Content-Type", answer.content_type)
    handler.send_header(
        "Content-Length", str(len(answer.body) if answer.promised is None else answer.promised)
    )
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    try:
        if not answer.drip:
            handler.wfile.write(answer.body)
            return
        for byte in answer.body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(answer.drip)
    except OSError:
        pass
