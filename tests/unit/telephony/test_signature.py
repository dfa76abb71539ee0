"""Our verdict is the official library's, for every address and form; and all else is refused."""

from __future__ import annotations

import logging
import string
from typing import Any
from urllib.parse import urlencode, urlparse

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from intake.config import Settings
from intake.telephony.signature import BODY_LIMIT, PARTS_LIMIT, Token, guard, tokens_of, verify_form
from intake.telephony.wire import form_pairs, raw_target

BASE = "https://hotline.example/hotline"
TOKEN = "a-token-of-tests"
FORM = "application/x-www-form-urlencoded"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.one_of(st.sampled_from(["A", "B", "Digits", "From", ""]), texts)
pairs_of = st.lists(st.tuples(names, texts), max_size=8)
path_parts = st.text(string.ascii_letters + string.digits + "-._~/%:@!$&'()*+,;=", max_size=12)
ports = st.one_of(st.just(""), st.integers(1, 65535).map(lambda port: f":{port}"))
addresses = st.builds(
    lambda scheme, port, path, query: f"{scheme}://hotline.example{port}/{path}{query}",
    st.sampled_from(["https", "http"]),
    ports,
    path_parts,
    st.one_of(st.just(""), path_parts.map(lambda text: f"?{text}")),
)


def tokens(*secrets: str) -> tuple[Token, ...]:
    return tokens_of(Settings(twilio_auth_token=secrets[0], twilio_auth_token_secondary=(*secrets, "")[1]))


@given(address=addresses, signed_address=addresses, pairs=pairs_of, other=pairs_of, pick=st.integers(0, 5))
def test_the_verdict_is_the_official_librarys(
    address: str, signed_address: str, pairs: list[tuple[str, str]], other: list[tuple[str, str]], pick: int
) -> None:
    official = RequestValidator(TOKEN)
    parsed = urlparse(address)
    default = 443 if parsed.scheme == "https" else 80
    signed = [
        (address, pairs),
        (parsed._replace(netloc="hotline.example").geturl(), pairs),
        (parsed._replace(netloc=f"hotline.example:{default}").geturl(), pairs),
        (signed_address, pairs),
        (address, other),
        (address, pairs[::-1] + pairs),
    ][pick]
    signature = official.compute_signature(signed[0], MultiDict(signed[1]))
    ours = isinstance(verify_form(address, pairs, signature, tokens(TOKEN)), Token)
    theirs = official.validate(address, MultiDict(pairs), signature)
    # The library can't verify an address with a lone trailing "?", which it drops before it signs; we can.
    assert ours == theirs or (ours and parsed.geturl() != address)


@given(pairs=pairs_of)
def test_a_form_is_read_as_it_was_written(pairs: list[tuple[str, str]]) -> None:
    assert form_pairs(urlencode(pairs).encode()) == pairs


def an_app(**settings: Any) -> Flask:
    app = Flask(__name__)
    chosen: dict[str, Any] = {"public_url": BASE, "twilio_auth_token": TOKEN} | settings
    app.before_request(guard(Settings(**chosen)))

    @app.route("/", methods=["GET", "POST", "PUT"])
    @app.route("/<path:anything>", methods=["GET", "POST", "PUT"])
    def accept(anything: str = "") -> str:
        return "accepted"

    return app


def signed(target: str, pairs: list[tuple[str, str]], token: str = TOKEN) -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(token).compute_signature(BASE + target, MultiDict(pairs))}


def status(
    target: str, body: bytes, headers: dict[str, str], kind: str | None = FORM, **settings: Any
) -> int:
    client = an_app(**settings).test_client()
    return client.post(target, data=body, headers=headers, content_type=kind).status_code


def test_a_public_address_with_a_path_works_when_the_proxy_removes_the_path() -> None:
    assert status("/voice/incoming", b"A=1", signed("/voice/incoming", [("A", "1")])) == 200


def test_a_public_address_with_a_path_works_when_the_app_is_mounted_there() -> None:
    app = an_app()
    app.wsgi_app = DispatcherMiddleware(Flask("empty"), {"/hotline": app.wsgi_app})  # type: ignore[method-assign]
    headers = signed("/voice/incoming", [("A", "1")])
    answer = app.test_client().post("/hotline/voice/incoming", data={"A": "1"}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("target", [
    "/voice/x?q=%E6%9F%9C%E5%8F%B0", "/voice/%E6%9F%9C", "/voice/x?q=%7E%2F%3a", "/voice/x/", "/voice/a%2Fb",
])  # fmt: skip
def test_an_encoded_address_is_verified_as_it_was_requested(target: str) -> None:
    assert status(target, b"A=1", signed(target, [("A", "1")])) == 200


def test_without_a_servers_record_the_path_is_encoded_again() -> None:
    environ = {"PATH_INFO": "/voice/柜台".encode().decode("latin-1"), "QUERY_STRING": "t=%7E"}
    assert raw_target(environ) == "/voice/%E6%9F%9C%E5%8F%B0?t=%7E"


@pytest.mark.parametrize(("environ", "target"), [
    ({"RAW_URI": "/voice/a?b=1", "PATH_INFO": "/voice/a"}, "/voice/a?b=1"),
    ({"REQUEST_URI": "http://any/voice/a", "PATH_INFO": "/voice/a"}, "/voice/a"),
    ({"RAW_URI": "/m/voice/a", "SCRIPT_NAME": "/m", "PATH_INFO": "/voice/a"}, "/voice/a"),
    ({"RAW_URI": "/voice/a", "SCRIPT_NAME": "/m", "PATH_INFO": "/voice/a"}, "/voice/a"),
    ({"RAW_URI": "/voice/a", "PATH_INFO": "/sms/b"}, None),
    ({"RAW_URI": "//voice/a", "PATH_INFO": "/voice/a"}, None),
])  # fmt: skip
def test_the_verified_path_is_the_one_that_is_served(environ: dict[str, str], target: str | None) -> None:
    assert raw_target(environ) == target


@pytest.mark.parametrize(
    "header", [None, "", " ", "x", "=" * 28, "é" * 28, "柜台", "A" * 10_000, "\x00" * 28]
)
def test_a_missing_or_malformed_signature_is_403(header: str | None) -> None:
    app = an_app()
    environ = {} if header is None else {"HTTP_X_TWILIO_SIGNATURE": header}
    answer = app.test_client().post("/voice/x", data={"A": "1"}, environ_overrides=environ)
    assert (answer.status_code, answer.data) == (403, b"")


def test_json_without_the_hash_of_its_body_is_403() -> None:
    assert status("/voice/x", b"{}", signed("/voice/x", []), "application/json") == 403


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "multipart/form-data; boundary=x", "application/xml", "application/jsonx"]
)
def test_any_other_content_type_is_415(kind: str | None) -> None:
    assert status("/voice/x", b"A=1", signed("/voice/x", []), kind) == 415


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_a_form_may_name_its_charset(kind: str) -> None:
    assert status("/voice/x", b"A=1", signed("/voice/x", [("A", "1")]), kind) == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS", "HEAD"])
def test_any_method_but_post_is_405(method: str) -> None:
    headers = signed("/voice/x", [])
    assert an_app().test_client().open("/voice/x", method=method, headers=headers).status_code == 405


def test_a_body_over_the_limit_is_413() -> None:
    assert status("/voice/x", b"A=" + b"1" * BODY_LIMIT, signed("/voice/x", [])) == 413


def test_too_many_parts_are_413() -> None:
    assert status("/voice/x", b"&".join([b"A=1"] * (PARTS_LIMIT + 1)), signed("/voice/x", [])) == 413


@pytest.mark.parametrize("body", [b"A=\xff", b"A=%FF", b"A=%ED%A0%80", b"%C3=1"])
def test_a_body_that_is_not_utf8_is_403_and_only_its_length_is_logged(
    body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for headers in (signed("/voice/x", []), signed("/voice/x", [("A", body[2:].decode("latin-1"))])):
        assert status("/voice/x", body, headers) == 403
    assert "encoding" in caplog.text and f"{len(body)} bytes" in caplog.text
    assert "%FF" not in caplog.text and "\xff" not in caplog.text


def test_nothing_of_a_refused_request_is_logged_or_answered(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    body = urlencode({"From": "+8613800138000", "Body": "投诉"}).encode()
    answer = (
        an_app()
        .test_client()
        .post(
            "/voice/secret-step?t=1", data=body, content_type=FORM, headers={"X-Twilio-Signature": "x" * 28}
        )
    )
    assert (answer.status_code, answer.data) == (403, b"")
    for canary in ("13800138000", "投诉", "secret-step", "xxxx", TOKEN):
        assert canary not in caplog.text


def test_both_tokens_are_accepted_during_rotation_and_the_secondary_is_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "intake.telephony.signature")
    both = {"twilio_auth_token": "new", "twilio_auth_token_secondary": "old"}
    assert status("/voice/x", b"A=1", signed("/voice/x", [("A", "1")], "new"), **both) == 200
    assert caplog.text == ""
    assert status("/voice/x", b"A=1", signed("/voice/x", [("A", "1")], "old"), **both) == 200
    assert "secondary" in caplog.text and "old" not in caplog.text
    assert status("/voice/x", b"A=1", signed("/voice/x", [("A", "1")], "older"), **both) == 403


@pytest.mark.parametrize("settings", [
    {"twilio_auth_token": ""}, {"public_url": ""}, {"public_url": "https://hotline.example:99999"},
])  # fmt: skip
def test_a_hotline_that_is_not_set_up_refuses_everything(settings: dict[str, str]) -> None:
    headers = {"X-Twilio-Signature": RequestValidator("").compute_signature("/voice/x", {})}
    assert status("/voice/x", b"", headers, **settings) == 403


def test_a_captured_signature_does_not_open_another_address() -> None:
    assert status("/voice/x", b"A=1", signed("/voice/y", [("A", "1")])) == 403
    assert status("/voice/x?t=2", b"A=1", signed("/voice/x?t=1", [("A", "1")])) == 403


def test_the_normal_case_computes_one_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[bytes] = []
    original = __import__("hmac").digest

    def digest(key: bytes, message: bytes, name: str) -> bytes:
        counted.append(message)
        result: bytes = original(key, message, name)
        return result

    monkeypatch.setattr("intake.telephony.signature.hmac.digest", digest)
    assert status("/voice/x", b"A=1", signed("/voice/x", [("A", "1")])) == 200
    assert len(counted) == 1


def test_a_signed_address_that_is_not_the_one_served_is_403(caplog: pytest.LogCaptureFixture) -> None:
    forged = {"RAW_URI": "/voice/x", "REQUEST_URI": "/voice/x"}
    headers = signed("/voice/x", [("A", "1")])
    answer = (
        an_app().test_client().post("/voice/y", data={"A": "1"}, headers=headers, environ_overrides=forged)
    )
    assert answer.status_code == 403
    assert "refused: address" in caplog.text
