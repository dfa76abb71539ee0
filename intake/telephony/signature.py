"""Proof that a webhook comes from the provider: the X-Twilio-Signature header.

Rule (the official library's `request_validator`): HMAC-SHA1, with the account's token, over the address as
requested, followed for a form by every distinct name and value, names and then values sorted; base64. A JSON
request signs the address only, and the address carries `bodySHA256`. The sender is inconsistent about ports,
so the address is tried as it is, and then without and with one.

The address is the configured public address plus the raw path and query. `Host`, `X-Forwarded-*` and whatever
a framework decodes never count. Whatever goes wrong in here is a refusal (ASVS 5.0, 16.5.3).
"""

from __future__ import annotations

import hmac
import logging
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from flask import Request, Response, request
from twilio.request_validator import add_port, remove_port
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from intake.config import Settings
from intake.telephony.wire import Pairs, form_pairs, raw_target

HEADER = "X-Twilio-Signature"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
BODY_LIMIT = 64 * 1024
PARTS_LIMIT = 500
SIGNATURE_LENGTH = 28  # base64 of 20 bytes

log = logging.getLogger(__name__)


class Refusal(StrEnum):
    """Why a webhook was refused. Nothing of this reaches the sender but the HTTP status."""

    METHOD = "method"
    CONTENT_TYPE = "content_type"
    SIZE = "size"
    UNCONFIGURED = "unconfigured"
    HEADER = "header"
    ENCODING = "encoding"
    ADDRESS = "address"
    BODY_HASH = "body_hash"
    SIGNATURE = "signature"
    FAULT = "fault"


STATUS = {Refusal.METHOD: 405, Refusal.CONTENT_TYPE: 415, Refusal.SIZE: 413}


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A secret shared with the provider and the name it has in our log."""

    name: str
    key: bytes


Tokens = tuple[Token, ...]


def tokens_of(settings: Settings) -> Tokens:
    """The tokens that are accepted: the primary and, while tokens are rotated, the secondary."""
    named = (("primary", settings.twilio_auth_token), ("secondary", settings.twilio_auth_token_secondary))
    return tuple(Token(name=name, key=secret.encode()) for name, secret in named if secret)


def verify_form(address: str, pairs: Pairs, header: str, tokens: Tokens) -> Token | Refusal:
    """The token that signed this form, or the refusal. `address` is absolute, with its query as requested."""
    # Names in order, the values of each in order, repeats dropped: that is a set of pairs in order.
    appended = "".join([name + value for name, value in sorted(set(pairs))])
    return matching_token(address, appended, header, tokens)


def verify_json(address: str, body: bytes, header: str, tokens: Tokens) -> Token | Refusal:
    """The token that signed this address, if the address also carries the SHA-256 of this very body."""
    stated = parse_qs(urlsplit(address).query).get("bodySHA256", [""])[0]
    if not hmac.compare_digest(sha256(body).hexdigest().encode(), stated.encode()):
        return Refusal.BODY_HASH
    return matching_token(address, "", header, tokens)


def matching_token(address: str, appended: str, header: str, tokens: Tokens) -> Token | Refusal:
    """The first token whose signature over the address, in one of its port forms, is the header's."""
    if not tokens:
        return Refusal.UNCONFIGURED
    if len(header) != SIGNATURE_LENGTH or not header.isascii():
        return Refusal.HEADER
    claimed = header.encode()
    for form in address_forms(address):
        message = (form + appended).encode()
        for token in tokens:
            if hmac.compare_digest(b64encode(hmac.digest(token.key, message, "sha1")), claimed):
                return token
    return Refusal.SIGNATURE


def address_forms(address: str) -> Iterator[str]:
    """The address as it is, then what else the official library tries; the first nearly always fits."""
    yield address
    parsed = urlsplit(address)
    for form in (remove_port(parsed), add_port(parsed)):
        if form != address:
            yield form


def guard(settings: Settings) -> Callable[[], Response | None]:
    """A `before_request` for a blueprint of webhooks: None lets the request through.

    After it `request.form` holds the strictly decoded form.
    """
    tokens = tokens_of(settings)

    def check() -> Response | None:
        try:
            verdict = verify_request(request, settings.public_url, tokens)
        except RequestEntityTooLarge:
            verdict = Refusal.SIZE
        except UnicodeError:
            verdict = Refusal.ENCODING
        except Exception as error:  # noqa: BLE001 - a fault in here must refuse, never let through or answer 500
            log.error("webhook verification failed: %s", type(error).__name__)
            verdict = Refusal.FAULT
        if isinstance(verdict, Refusal):
            size = request.content_length
            log.warning("webhook refused: %s, %s bytes, %s", verdict, size, request.endpoint)
            return Response(status=STATUS.get(verdict, 403))
        if verdict.name != "primary":
            log.info("webhook signed with the %s token", verdict.name)
        return None

    return check


def verify_request(received: Request, public_url: str, tokens: Tokens) -> Token | Refusal:
    """Verify one request. Whatever it raises is a refusal too."""
    if received.method != "POST":
        return Refusal.METHOD
    kind = received.mimetype
    if kind not in (FORM, JSON):
        return Refusal.CONTENT_TYPE
    if not public_url:
        return Refusal.UNCONFIGURED
    # One more than the limit: a body that states no length is cut off there in silence.
    received.max_content_length = BODY_LIMIT + 1
    body = received.get_data()
    if len(body) > BODY_LIMIT or body.count(b"&") >= PARTS_LIMIT:
        return Refusal.SIZE
    target = raw_target(received.environ)
    if target is None or "%00" in target:  # no address of ours has a NUL, and no database stores one
        return Refusal.ADDRESS
    header = received.environ.get("HTTP_X_TWILIO_SIGNATURE", "")
    if kind == JSON:
        body.decode("utf-8")
        return verify_json(public_url + target, body, header, tokens)
    return verify_form(public_url + target, take_form(received, body), header, tokens)


def take_form(received: Request, body: bytes) -> Pairs:
    """The form's pairs; kept as the request's `form` too, so that it is parsed once.

    NUL is dropped from what goes on: PostgreSQL can't store it, and nobody meant it.
    """
    pairs = form_pairs(body)
    stored = [(name, value.replace("\0", "")) for name, value in pairs] if b"%00" in body else pairs
    received.form = ImmutableMultiDict(stored)
    return pairs
