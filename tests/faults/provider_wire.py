"""What goes over the wire between a telephone provider and its customers: signatures, times, identifiers.

Written from the published description of the provider's interface alone; nothing of the product is imported,
so that a misreading of it can't hide itself.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import requests

Form = Sequence[tuple[str, str]]
API_VERSION = "2010-04-01"
READ_TIMEOUT = 15.0  # seconds that a webhook may take
CONNECT_TIMEOUT = 5.0


def sign(token: str, url: str, form: Form) -> str:
    """X-Twilio-Signature of a form: the address, then each distinct value after its name, sorted by both."""
    told = "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(token.encode(), (url + told).encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def now() -> datetime:
    return datetime.now(UTC)


def written(moment: datetime | None) -> str | None:
    """A time as the provider writes it: RFC 2822, whole seconds, UTC."""
    return None if moment is None else format_datetime(moment.replace(microsecond=0))


def new_sid(prefix: str, *, compatible: bool) -> str:
    """`CA` and 32 hexadecimal digits; compatible services give a UUID."""
    return str(uuid.uuid4()) if compatible else prefix + secrets.token_hex(16)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """How a webhook was answered; status 0 when nobody answered."""

    url: str
    form: dict[str, str]
    status: int
    body: bytes = b""
    content_type: str = ""
    seconds: float = 0.0


def post(token: str, url: str, form: Form) -> Reply:
    """One signed request. No redirect is followed: a provider would lose the form on the way."""
    headers = {"X-Twilio-Signature": sign(token, url, form), "User-Agent": "TwilioProxy/1.1"}
    begun = now()
    try:
        answer = requests.post(
            url,
            data=list(form),
            headers=headers,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            allow_redirects=False,
        )
    except requests.RequestException:
        return Reply(url=url, form=dict(form), status=0, seconds=(now() - begun).total_seconds())
    return Reply(
        url=url,
        form=dict(form),
        status=answer.status_code,
        body=answer.content,
        content_type=answer.headers.get("Content-Type", ""),
        seconds=(now() - begun).total_seconds(),
    )
