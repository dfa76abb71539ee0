"""What is searched for, sealed as it stands in an address: names and words of complaints end in no log."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from intake.cases.privacy import Sealer
from intake.errors import SealError

COLUMN = "search"


def sealed(sealer: Sealer, text: str) -> str:
    """The text for an address; empty for none."""
    return urlsafe_b64encode(sealer.seal(text, COLUMN)).decode().rstrip("=") if text else ""


def unsealed(sealer: Sealer, given: str) -> str:
    """The text again; empty for an address that we did not make."""
    try:
        return sealer.open(urlsafe_b64decode(given + "=" * (-len(given) % 4)), COLUMN) if given else ""
    except (SealError, Error, ValueError):
        return ""
