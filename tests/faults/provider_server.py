"""The provider's listening side: plain HTTP on a port of this machine, a thread for each request."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.faults.provider_rest import Answer, Cut, Refused, Rest


class Server:
    """The listening side; it can be gone for a while and come back at the same address."""

    def __init__(self, rest: Rest) -> None:
        self.rest = rest
        self._http: ThreadingHTTPServer | None = None
        self.port = 0

    def start(self) -> None:
        http = Listening(("127.0.0.1", self.port), handler(self.rest))
        self._http, self.port = http, int(http.server_address[1])
        threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._http:
            self._http.shutdown()
            self._http.server_close()
            self._http = None


class Listening(ThreadingHTTPServer):
    """Connections that a killed customer leaves behind are no errors."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Nobody listens any more."""


class Handler(BaseHTTPRequestHandler):
    """One request of the customer."""

    rest: Rest

    def serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
        try:
            answer = self.rest.answer(self.command, self.path, self.headers.get("Authorization", ""), form)
        except Cut:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        except Refused as refused:
            answer = Answer(status=refused.status, content=refused.described())
        with suppress(OSError):
            self.send(answer)
        answer.sent()

    do_GET = do_POST = do_DELETE = serve

    def send(self, answer: Answer) -> None:
        body = answer.sound
        if body is None:
            body = b"" if answer.content is None else json.dumps(answer.content).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "audio/x-wav" if answer.sound else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: test output is for the tests."""


def handler(rest: Rest) -> type[Handler]:
    return type("AccountHandler", (Handler,), {"rest": rest})
