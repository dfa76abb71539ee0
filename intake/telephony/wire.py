"""A request as it came over the wire: its address before any decoding, and its form, strictly decoded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote_plus, unquote_to_bytes

Pairs = list[tuple[str, str]]

# RFC 3986 pchar and "/", so that a path which was never encoded comes back unchanged.
PATH_SAFE = "/:@!$&'()*+,;=~-._"


def raw_target(environ: Mapping[str, Any]) -> str | None:
    """Path and query below the application's mount point, exactly as requested, e.g. `/voice/step?t=1`.

    The server's own record of the request line is taken where it gives one (`REQUEST_URI`, `RAW_URI`),
    else `PATH_INFO` is encoded again. None when that record and the path that was routed disagree: the
    address that is verified must be the one that is served.
    """
    path_info = str(environ.get("PATH_INFO", ""))
    recorded = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    if not recorded:
        query = str(environ.get("QUERY_STRING", ""))
        path = quote(path_info.encode("latin-1"), safe=PATH_SAFE)
        return readable(f"{path}?{query}" if query else path)
    path, mark, query = str(recorded).partition("?")
    below = routed_path(path, str(environ.get("SCRIPT_NAME", "")), path_info)
    return None if below is None else readable(below + mark + query)


def routed_path(path: str, mount: str, path_info: str) -> str | None:
    """The part of the requested path that decodes to `path_info`, or None."""
    if path == path_info:
        return path
    if "://" in path:
        path = "/" + path.split("://", 1)[1].partition("/")[2]
    encoded_mount = quote(mount.encode("latin-1"), safe=PATH_SAFE)
    for prefix in (encoded_mount, mount, ""):
        below = path[len(prefix) :]
        if path.startswith(prefix) and unquote_to_bytes(below.encode("latin-1")) == path_info.encode(
            "latin-1"
        ):
            return below
    return None


def readable(text: str) -> str:
    """WSGI's latin-1 text as what the bytes meant. Raises UnicodeDecodeError where they are not UTF-8."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8")


def form_pairs(body: bytes) -> Pairs:
    """The pairs of an urlencoded body in order: blanks, repeats and spaces kept, nothing repaired.

    Raises UnicodeDecodeError where the body, encoded or decoded, is not UTF-8.
    """
    return [
        (decoded(name), decoded(value))
        for name, _, value in (pair.partition("=") for pair in body.decode("utf-8").split("&") if pair)
    ]


def decoded(text: str) -> str:
    """One name or value; the common plain one is not touched, as this is the hot path."""
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text
