"""Fetching a recording's sound: from the configured host only, capped in size and time, proven to be sound.

The address is built from the account and the recording's id, never taken from a request.
"""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path

import requests
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from intake.telephony.faults import Kind, MediaFault, ProviderFault, refusal
from intake.telephony.redirect import (
    CONNECT_SECONDS,
    HEADERS,
    READ_SECONDS,
    Target,
    absolute,
    addresses,
    follow,
)

RECORDING_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SOUND_TYPES = ("audio/", "application/octet-stream", "binary/octet-stream", "video/webm")
ELSEWHERE = frozenset({"not_there", "not_sound"})  # the sound may be at the next suffix
CHUNK = 64 * 1024
TOTAL_SECONDS = 60
NETWORK_ERRORS = (
    requests.RequestException, HTTPError, HTTPException, TimeoutError, ConnectionError, socket.gaierror,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """What was fetched: its hash, size in bytes, and what it is by its own first bytes."""

    sha256: str
    size: int
    content_type: str
    suffix: str


def sound_type(start: bytes) -> tuple[str, str] | None:
    """Content type and file suffix by the first bytes; None where they are not sound."""
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "audio/x-wav", ".wav"
    if start[:3] == b"ID3" or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2):
        return "audio/mpeg", ".mp3"
    if start[:4] == b"OggS":
        return "audio/ogg", ".ogg"
    return ("audio/webm", ".webm") if start[:4] == b"\x1a\x45\xdf\xa3" else None


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaSource:
    """Where recordings are fetched from.

    base: the REST address. path: of a recording below it, with `{account}` and `{recording}`.
    suffixes: what may follow the path, tried in order until one gives sound.
    hosts: to which one redirect may lead. size_limit: in bytes. seconds: for one whole fetch.
    """

    base: str
    path: str
    account: str
    token: str = field(repr=False)
    hosts: frozenset[str]
    size_limit: int
    suffixes: tuple[str, ...] = ("",)
    seconds: float = TOTAL_SECONDS
    look_up: Callable[[str, int], list[str]] = addresses

    def fetch(self, recording_id: str, into: Path) -> Sound:
        """Write the sound to a new file `into`. Raises MediaFault, OSError; the file may then be partial."""
        if not RECORDING_ID.fullmatch(recording_id):
            raise MediaFault("id", permanent=True)
        deadline = time.monotonic() + self.seconds
        *others, last = self.suffixes
        for suffix in others:
            try:
                return self.fetch_from(recording_id, suffix, into, deadline)
            except MediaFault as fault:
                if fault.reason not in ELSEWHERE:
                    raise
                into.unlink(missing_ok=True)
        return self.fetch_from(recording_id, last, into, deadline)

    def fetch_from(self, recording_id: str, suffix: str, into: Path, deadline: float) -> Sound:
        """Write the sound that one address gives. Raises MediaFault, OSError."""
        with self.opened(recording_id, suffix) as response, network_fault("truncated"):
            check_answer(response, self.size_limit)
            return save(response, into, self.size_limit, deadline)

    def ask(self, url: str) -> requests.Response:
        """The provider's own answer. Raises MediaFault."""
        try:
            with network_fault("unreachable"):
                return requests.get(
                    url, auth=(self.account, self.token), headers=HEADERS, stream=True,
                    allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS),
                )  # fmt: skip
        except ValueError as error:
            # The library reads the address of a redirect even where it does not follow it.
            raise MediaFault("redirect") from error

    @contextmanager
    def opened(self, recording_id: str, suffix: str) -> Iterator[BaseHTTPResponse]:
        """The answer that carries the sound, after one redirect at the most."""
        url = self.base + self.path.format(account=self.account, recording=recording_id) + suffix
        with self.ask(url) as first:
            if not first.is_redirect:
                yield first.raw
                return
            target = absolute(url, first.headers["Location"])
        with network_fault("unreachable"):
            second = follow(Target.of(target, self.base, self.hosts), self.look_up)
        try:
            yield second
        finally:
            second.close()


@contextmanager
def network_fault(reason: str) -> Iterator[None]:
    """Whatever the network does becomes a MediaFault; what the disk does stays an OSError."""
    try:
        yield
    except NETWORK_ERRORS as error:
        raise MediaFault(reason) from error


def check_answer(response: BaseHTTPResponse, size_limit: int) -> None:
    """Raises MediaFault unless the answer promises sound within the limit."""
    if response.status != 200:
        raise status_fault(refusal(response.status, None))
    if not response.headers.get("Content-Type", "").lower().startswith(SOUND_TYPES):
        raise MediaFault("not_sound")
    if (response.length_remaining or 0) > size_limit:
        raise MediaFault("too_large", permanent=True)


def status_fault(fault: ProviderFault) -> MediaFault:
    """What an HTTP status means for a fetch, which may always be tried again."""
    if fault.kind is Kind.CONFIGURATION:
        return MediaFault("refused", counted=False)
    return MediaFault({Kind.ABSENT: "not_there", Kind.THROTTLED: "throttled"}.get(fault.kind, "provider"))


def save(response: BaseHTTPResponse, into: Path, size_limit: int, deadline: float) -> Sound:
    """Stream the body to a new file and sync it. Raises MediaFault, OSError."""
    promised = response.length_remaining
    digest, size, start = sha256(), 0, b""
    descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # read1 gives what has come: a body that drips must not hide from the deadline.
        while chunk := response.read1(CHUNK):
            size += len(chunk)
            if size > size_limit:
                raise MediaFault("too_large", permanent=True)
            if time.monotonic() > deadline:
                raise MediaFault("too_slow")
            start = start or chunk
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if promised is not None and promised != size:
        raise MediaFault("truncated")
    kind = sound_type(start)
    if kind is None:
        raise MediaFault("not_sound")
    return Sound(sha256=digest.hexdigest(), size=size, content_type=kind[0], suffix=kind[1])
