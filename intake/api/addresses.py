"""Where events may be sent to: https, on the open internet, by name. Looked at when a hook is made, and again
with the addresses that the name stands for whenever something is sent (ASVS 5.0, 1.3.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from intake.telephony.redirect import is_public

SECURE = 443
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.I)
PRIVATE_ENDINGS = ("localhost", "local", "internal", "lan", "home", "corp", "intranet", "arpa", "onion")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address taken apart. `netloc` as it goes into the Host header."""

    host: str
    port: int
    netloc: str
    path: str


def target_of(url: str) -> Target | None:
    """The address, or None where nothing may be sent to it."""
    try:
        parts = urlsplit(url)
        port = parts.port or SECURE
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme != "https" or "@" in parts.netloc or parts.fragment or not may_be_public(host):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host=host, port=port, netloc=parts.netloc, path=path)


def may_be_public(host: str) -> bool:
    """Whether a host can be one of the open internet, as far as its name tells."""
    try:
        return is_public(str(ip_address(host)))
    except ValueError:
        labels = host.rstrip(".").split(".")
    named = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels)
    # Digits alone at the end are an address in another notation, such as 127.1.
    return named and labels[-1].lower() not in PRIVATE_ENDINGS and not labels[-1].isdecimal()
