"""Fetching a recording's sound: from the configured host only, capped in size and time, proven to be sound.

The address is built from the account and the recording's id, never taken from a request. One redirect is
followed, without credentials, to a host that the settings name; its address is looked up once, must not be
private, and is the one connected to (ASVS 5.0, 1.3.6).
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
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from intake.errors import TelephonyError
from intake.telephony.faults import Kind, ProviderFault, refusal

RECORDING_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SOUND_TYPES = ("audio/", "application/octet-stream", "binary/octet-stream", "video/webm")
CHUNK = 64 * 1024
CONNECT_SECONDS = 5
READ_SECONDS = 10
TOTAL_SECONDS = 60
HEADERS = {"Accept-Encoding": "identity"}
NETWORK_ERRORS = (
    requests.RequestException, HTTPError, HTTPException, TimeoutError, ConnectionError, socket.gaierror,
)  # fmt: skip


class MediaFault(TelephonyError):
    """The sound can't be had now, or (permanent) ever. `reason` is kept with the recording.

    counted: whether the try counts; it does not where the fault is ours to mend.
    """

    def __init__(self, reason: str, *, permanent: bool = False, counted: bool = True) -> None:
        super().__init__(f"telephony.recording.{reason}", permanent=permanent)
        self.reason = reason
        self.counted = counted


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


def addresses(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaSource:
    """Where recordings are fetched from.

    base: the REST address. path: of a recording's sound below it, with `{account}` and `{recording}`.
    hosts: to which one redirect may lead. size_limit: in bytes. seconds: for one whole fetch.
    """

    base: str
    path: str
    account: str
    token: str = field(repr=False)
    hosts: frozenset[str]
    size_limit: int
    seconds: float = TOTAL_SECONDS
    look_up: Callable[[str, int], list[str]] = addresses

    def fetch(self, recording_id: str, into: Path) -> Sound:
        """Write the sound to a new file `into`. Raises MediaFault, OSError; the file may then be partial."""
        if not RECORDING_ID.fullmatch(recording_id):
            raise MediaFault("id", permanent=True)
        deadline = time.monotonic() + self.seconds
        with self.opened(recording_id) as response, network_fault("truncated"):
            check_answer(response, self.size_limit)
            return save(response, into, self.size_limit, deadline)

    @contextmanager
    def opened(self, recording_id: str) -> Iterator[BaseHTTPResponse]:
        """The answer that carries the sound, after one redirect at the most."""
        url = self.base + self.path.format(account=self.account, recording=recording_id)
        with network_fault("unreachable"):
            first = requests.get(
                url, auth=(self.account, self.token), headers=HEADERS, stream=True,
                allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS),
            )  # fmt: skip
        with first:
            if not first.is_redirect:
                yield first.raw
                return
            target = urljoin(url, first.headers["Location"])
        with network_fault("unreachable"):
            second = self.follow(target)
        try:
            yield second
        finally:
            second.close()

    def follow(self, target: str) -> BaseHTTPResponse:
        """Ask the one redirect's target, at the very address that was checked. Raises MediaFault."""
        parts = urlsplit(target)
        port = self.allowed_port(parts)
        host = str(parts.hostname)
        found = self.look_up(host, port)
        if not found or (host != self.host and not all(ip_address(one).is_global for one in found)):
            raise MediaFault("private_address")
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        pool: urllib3.HTTPConnectionPool
        if parts.scheme == "https":
            pool = urllib3.HTTPSConnectionPool(
                found[0], port, timeout=timeout, cert_reqs="CERT_REQUIRED",
                server_hostname=host, assert_hostname=host,
            )  # fmt: skip
        else:
            pool = urllib3.HTTPConnectionPool(found[0], port, timeout=timeout)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return pool.request(
            "GET", path, headers=HEADERS | {"Host": parts.netloc}, redirect=False, retries=False,
            preload_content=False, decode_content=False,
        )  # fmt: skip

    def allowed_port(self, parts: SplitResult) -> int:
        """The port of an address that we may be redirected to. Raises MediaFault for any other address."""
        schemes = {"https": 443} if self.base.startswith("https:") else {"https": 443, "http": 80}
        known = self.hosts | {self.host}
        if parts.scheme not in schemes or parts.hostname not in known or "@" in parts.netloc:
            raise MediaFault("redirect")
        try:
            return parts.port or schemes[parts.scheme]
        except ValueError as error:
            raise MediaFault("redirect") from error

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or ""


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
    if int(response.headers.get("Content-Length") or 0) > size_limit:
        raise MediaFault("too_large", permanent=True)


def status_fault(fault: ProviderFault) -> MediaFault:
    """What an HTTP status means for a fetch, which may always be tried again."""
    if fault.kind is Kind.CONFIGURATION:
        return MediaFault("refused", counted=False)
    return MediaFault({Kind.ABSENT: "not_there", Kind.THROTTLED: "throttled"}.get(fault.kind, "provider"))


def save(response: BaseHTTPResponse, into: Path, size_limit: int, deadline: float) -> Sound:
    """Stream the body to a new file and sync it. Raises MediaFault, OSError."""
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
    promised = response.headers.get("Content-Length")
    if promised and int(promised) != size:
        raise MediaFault("truncated")
    kind = sound_type(start)
    if kind is None:
        raise MediaFault("not_sound")
    return Sound(sha256=digest.hexdigest(), size=size, content_type=kind[0], suffix=kind[1])
