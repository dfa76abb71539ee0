"""The official library's own vectors, through a real Flask endpoint under two real servers."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from flask import Blueprint, Flask, request
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from intake.config import Settings
from intake.telephony.signature import guard

TOKEN = "12345"
FORM = "application/x-www-form-urlencoded"
PLAIN = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]
REPEATED = [
    ("Sid", "CA123"),
    ("SidAccount", "AC123"),
    ("Digits", "5678"),
    ("Digits", "1234"),
    ("Digits", "1234"),
]
TARGET = "/myapp.php?foo=1&bar=2"
BODY = '{"property": "value", "boolean": true}'
HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"

# (public address, parameters, signature, status); the signatures are the official library's, not ours.
VECTORS = [
    ("https://mycompany.com", PLAIN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", 200),
    ("https://mycompany.com:1234", PLAIN, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", 200),
    ("https://mycompany.com", PLAIN, "kvajT1Ptam85bY51eRf/AJRuM3w=", 200),
    ("http://mycompany.com", PLAIN, "0ZXoZLH/DfblKGATFgpif+LLRf4=", 200),
    ("http://mycompany.com:1234", PLAIN, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", 200),
    ("https://mycompany.com", REPEATED, "IK+Dwps556ElfBT0I3Rgjkr1wJU=", 200),
    ("https://mycompany.com", PLAIN, "NON8l9Pjr8NsYNkKLuJ4fqAWLQA=", 403),
    ("https://mycompany.com", PLAIN[1:], "RSOYDt4T1cUTdK1PDd93/VVr8B8=", 403),
    ("https://mycompany.com", [], "RSOYDt4T1cUTdK1PDd93/VVr8B8=", 403),
]


def an_app(public_url: str, **settings: str) -> Flask:
    app = Flask(__name__)
    hooks = Blueprint("hooks", __name__)
    chosen = Settings(public_url=public_url, twilio_auth_token=TOKEN, **settings)  # type: ignore[arg-type]
    hooks.before_request(guard(chosen))

    @hooks.route("/<path:anything>", methods=["GET", "POST"])
    def accept(anything: str) -> str:
        return request.form.get("Digits", "accepted")

    app.register_blueprint(hooks)
    return app


def post(port: int, target: str, body: bytes, headers: dict[str, str]) -> int:
    """One request whose target goes over the wire exactly as given. Returns the status."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture(params=["werkzeug", "gunicorn"])
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Servers]:
    servers = Servers(request.param, tmp_path)
    yield servers
    servers.stop()


class Servers:
    """Starts the app above under a real server and stops what it started."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def __call__(self, public_url: str) -> int:
        return self.gunicorn(public_url) if self.kind == "gunicorn" else self.werkzeug(public_url)

    def werkzeug(self, public_url: str) -> int:
        server = make_server("127.0.0.1", 0, an_app(public_url))
        Thread(target=server.serve_forever, daemon=True).start()
        self.shutdown = server.shutdown
        return int(server.server_port)

    def gunicorn(self, public_url: str) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        script = self.folder / "served.py"
        script.write_text(
            "import importlib.util, sys\n"
            f"spec = importlib.util.spec_from_file_location('vectors', {__file__!r})\n"
            "module = importlib.util.module_from_spec(spec)\n"
            "sys.modules['vectors'] = module\n"
            "spec.loader.exec_module(module)\n"
            f"app = module.an_app({public_url!r})\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
             "--pythonpath", f"{self.folder},{Path.cwd()}", "served:app"],
        )  # fmt: skip
        self.wait_for(port)
        return port

    def wait_for(self, port: int) -> None:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
        else:
            self.shutdown()


@pytest.mark.parametrize(("public_url", "pairs", "signature", "status"), VECTORS)
def test_the_official_form_vectors_pass_and_fail_as_stated(
    serve: Servers, public_url: str, pairs: list[tuple[str, str]], signature: str, status: int
) -> None:
    port = serve(public_url)
    headers = {"X-Twilio-Signature": signature, "Content-Type": FORM}
    assert post(port, TARGET, urlencode(pairs).encode(), headers) == status


@pytest.mark.parametrize(
    ("body", "digest", "signature", "status"),
    [
        (BODY, HASH, "a9nBmqA0ju/hNViExpshrM61xv4=", 200),
        (BODY.replace("true", "false"), HASH, "a9nBmqA0ju/hNViExpshrM61xv4=", 403),
        (BODY, "0" * 64, "a9nBmqA0ju/hNViExpshrM61xv4=", 403),
        (BODY, HASH, "a9nBmqA0ju/hNViExpshrM61xv5=", 403),
    ],
)
def test_the_official_json_vector_passes_and_a_swapped_body_fails(
    serve: Servers, body: str, digest: str, signature: str, status: int
) -> None:
    port = serve("https://mycompany.com")
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
    assert post(port, f"{TARGET}&bodySHA256={digest}", body.encode(), headers) == status


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"},
    {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/x"},
    {"Forwarded": "host=evil.example;proto=http"},
    {"X-Original-URL": "/other", "X-Rewrite-URL": "/other"},
])  # fmt: skip
def test_forged_address_headers_have_no_effect(serve: Servers, headers: dict[str, str]) -> None:
    port = serve("https://mycompany.com")
    signed = {"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "Content-Type": FORM}
    assert post(port, TARGET, urlencode(PLAIN).encode(), signed | headers) == 200


def test_a_lone_question_mark_is_part_of_the_signed_address(serve: Servers) -> None:
    port = serve("https://mycompany.com")
    signature = RequestValidator(TOKEN).compute_signature("https://mycompany.com/voice/x?", {})
    assert post(port, "/voice/x?", b"", {"X-Twilio-Signature": signature, "Content-Type": FORM}) == 200


def test_a_body_over_the_limit_is_413_even_when_it_states_no_length(tmp_path: Path) -> None:
    servers = Servers("gunicorn", tmp_path)
    connection = HTTPConnection("127.0.0.1", servers("https://mycompany.com"), timeout=10)
    headers = {"X-Twilio-Signature": "x" * 28, "Content-Type": FORM, "Transfer-Encoding": "chunked"}
    pieces = iter([b"A=" + b"1" * 40_000, b"2" * 40_000])
    try:
        connection.request("POST", TARGET, pieces, headers, encode_chunked=True)
        assert connection.getresponse().status == 413
    finally:
        connection.close()
        servers.stop()


@pytest.mark.parametrize("target", ["/voice/%E6%9F%9C?q=%7E%2F%3a", "/voice/a%2Fb/", "/voice/x;p=1?a=b&a=b"])
def test_a_strange_address_is_verified_exactly_as_it_was_requested(serve: Servers, target: str) -> None:
    port = serve("https://mycompany.com")
    signature = RequestValidator(TOKEN).compute_signature("https://mycompany.com" + target, {})
    headers = {"X-Twilio-Signature": signature, "Content-Type": FORM}
    assert post(port, target, b"", headers) == 200
    assert post(port, target + "x", b"", headers) == 403


def test_a_doubled_slash_opens_no_other_address_and_never_fails(serve: Servers) -> None:
    port = serve("https://mycompany.com")
    signature = RequestValidator(TOKEN).compute_signature("https://mycompany.com/voice/x", {})
    headers = {"X-Twilio-Signature": signature, "Content-Type": FORM}
    assert post(port, "//voice/y", b"", headers) in (308, 403, 404)
