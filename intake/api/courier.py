"""Sending one event: signed by the Standard Webhooks scheme, to a looked-up public address, no redirects."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus

import urllib3
from urllib3.exceptions import HTTPError, SSLError

from intake.api.addresses import target_of
from intake.telephony.redirect import addresses, authorities, is_public

SECRET_COLUMN = "api_hook.secret"  # noqa: S105 - what a secret is bound to
SECRET_PREFIX = "whsec_"  # noqa: S105 - what a secret begins with
CONNECT_SECONDS, READ_SECONDS = 5, 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a try: the receiver's status code, if it answered, and the fault, empty for none."""

    code: int | None
    fault: str

    @property
    def taken(self) -> bool:
        return not self.fault

    @property
    def gone(self) -> bool:
        """The receiver wants no more of this hook's events (RFC 9110, 410)."""
        return self.code == HTTPStatus.GONE


def signature(secret: str, ref: str, at: datetime, body: bytes) -> str:
    """`v1,` and the base64 HMAC-SHA-256 over `id.timestamp.body` (Standard Webhooks 1.0)."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{ref}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Courier:
    """Sends over the network. look_up, permitted and authorities are other than these in tests only."""

    look_up: Callable[[str, int], list[str]] = field(default=addresses)
    permitted: Callable[[str], bool] = field(default=is_public)
    authorities: Callable[[str], str] = field(default=authorities)

    def send(self, url: str, secret: str, ref: str, body: bytes, at: datetime) -> Outcome:
        """One POST. Never raises for what is wrong on the way or at the other end."""
        target = target_of(url)
        if target is None:
            return Outcome(code=None, fault="address")
        try:
            found = self.look_up(target.host, target.port)
        except OSError:
            return Outcome(code=None, fault="unknown_host")
        if not found or not all(map(self.permitted, found)):
            return Outcome(code=None, fault="private_address")
        headers = {
            "Host": target.netloc,
            "Content-Type": "application/json",
            "User-Agent": "hotline-intake",
            "webhook-id": ref,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": signature(secret, ref, at, body),
        }
        # The very address that was looked at: a second look-up can't lead elsewhere.
        pool = urllib3.HTTPSConnectionPool(
            found[0], target.port, cert_reqs="CERT_REQUIRED", ca_certs=self.authorities(url),
            server_hostname=target.host, assert_hostname=target.host,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )  # fmt: skip
        with pool:
            return post(pool, target.path, body, headers)


def post(pool: urllib3.HTTPSConnectionPool, path: str, body: bytes, headers: dict[str, str]) -> Outcome:
    """The answer's code alone; what it says is not read."""
    try:
        answer = pool.request(
            "POST", path, body=body, headers=headers, redirect=False, retries=False, preload_content=False
        )
    except SSLError:
        return Outcome(code=None, fault="certificate")
    except (HTTPError, OSError):
        return Outcome(code=None, fault="unreachable")
    answer.close()
    ok = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
    return Outcome(code=answer.status, fault="" if ok else "refused")
