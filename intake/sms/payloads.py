"""The provider's message forms as typed values. Only named fields count; sizes are capped before use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from intake.errors import PayloadError
from intake.telephony.twiml import clean

LONGEST_ID = 64
LONGEST_BODY = 5000  # a message holds 1,600 characters; what is longer comes from no telephone
MOST_MEDIA = 10
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """An incoming message. `media` are ids, taken from the last segment of each given address."""

    provider_id: str
    sender: str
    dialled: str
    body: str
    media: tuple[str, ...] = ()


def parse_message(form: Mapping[str, str]) -> Message:
    """Raises PayloadError without an id."""
    provider_id = (form.get("MessageSid") or form.get("SmsSid") or "").strip()
    if not provider_id or len(provider_id) > LONGEST_ID:
        raise PayloadError("payload.error.missing", field="MessageSid")
    return Message(
        provider_id=provider_id,
        sender=form.get("From", "")[:LONGEST_ID],
        dialled=form.get("To", "")[:LONGEST_ID],
        body=clean(form.get("Body", ""), LONGEST_BODY).strip(),
        media=media_of(form),
    )


def media_of(form: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of what came with the message; the addresses themselves are never fetched or kept."""
    count = form.get("NumMedia", "0")
    number = min(int(count), MOST_MEDIA) if count.isdecimal() and len(count) < 4 else 0
    tails = (form.get(f"MediaUrl{i}", "").rstrip("/").rpartition("/")[2] for i in range(number))
    return tuple(tail for tail in tails if MEDIA_ID.fullmatch(tail))
