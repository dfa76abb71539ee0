"""The doctor asks our own address and the provider's account, over real HTTP."""

from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from intake.config import Settings
from intake.doctor.finding import Level
from intake.doctor.network import check_network

SID, TOKEN = "AC" + "1" * 32, "2" * 32
LOGIN = "Basic " + b64encode(f"{SID}:{TOKEN}".encode()).decode()


class Provider(BaseHTTPRequestHandler):
    """Answers /healthz, and the account to whoever has its token."""

    def do_GET(self) -> None:
        if self.path == "/healthz":
            self.send_response(200)
        elif self.path == f"/2010-04-01/Accounts/{SID}.json":
            self.send_response(200 if self.headers["Authorization"] == LOGIN else 401)
        else:
            self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing in the tests' output."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def outcome(**values: str) -> dict[str, Level]:
    settings = Settings(twilio_account_sid=SID, **({"twilio_auth_token": TOKEN} | values))  # type: ignore[arg-type]
    return {finding.key: finding.level for finding in check_network(settings)}


def test_an_address_and_an_account_that_answer_are_well(address: str) -> None:
    found = outcome(public_url=address, twilio_api_base_url=address)
    assert found == {"public_answers": Level.OK, "provider_answers": Level.OK}


def test_a_refused_token_fails(address: str) -> None:
    found = outcome(twilio_api_base_url=address, twilio_auth_token="3" * 32)
    assert found == {"provider_refuses": Level.FAIL}


def test_a_compatible_service_without_this_address_is_only_a_warning(address: str) -> None:
    found = outcome(public_url=f"{address}/elsewhere", twilio_api_base_url=f"{address}/other")
    assert found == {"public_refuses": Level.WARN, "provider_odd": Level.WARN}


def test_nobody_there_is_said_and_no_crash() -> None:
    nowhere = "http://127.0.0.1:1"
    found = outcome(public_url=nowhere, twilio_api_base_url=nowhere)
    assert found == {"public_unreachable": Level.WARN, "provider_unreachable": Level.FAIL}
