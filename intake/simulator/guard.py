"""Who may use the page's API: only the page itself, in a browser that came to this server by its name.

The API makes calls and sends messages, so a page of another site must not reach it. Three checks, each
enough against the usual attack: the page's own token in a header (a plain form can't send one), a
same-origin `Sec-Fetch-Site` or `Origin` (browsers add them), and a known `Host` (against a foreign name that
is pointed here: browsers would call that the same origin).
"""

import ipaddress
import secrets
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

TOKEN_HEADER = "X-Phone-Token"  # noqa: S105, the header's name
LOCAL_NAMES = frozenset({"localhost", "testserver"})


def is_from_the_page(headers: Headers, *, token: str, public_url: str) -> bool:
    """Whether a request to the API comes from our own page."""
    return (
        secrets.compare_digest(headers.get(TOKEN_HEADER, "").encode(), token.encode())
        and is_known_host(headers.get("Host", ""), public_url)
        and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and _is_same_origin(headers.get("Origin"), headers.get("Host", ""))
    )


def is_known_host(host: str, public_url: str) -> bool:
    """An address, a local name, or the public name: anything else is a foreign name pointed here."""
    name = urlsplit(f"//{host}").hostname or ""
    if name in LOCAL_NAMES or name == urlsplit(public_url).hostname:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_same_origin(origin: str | None, host: str) -> bool:
    return origin is None or urlsplit(origin).netloc == host
