"""The guard against the outside: tests may talk to this machine only.

Python announces every connection and every name look-up to audit hooks before it makes them. A hook can't be
taken off again, so one is put up for the process, and it is armed while a test runs.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class OutsideConnection(OSError):
    """A test tried to reach something other than this machine."""


def is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def destination(event: str, details: tuple[object, ...]) -> object:
    """The host that an audited call is about to reach; None when it stays on this machine."""
    if event == "socket.getaddrinfo":
        return details[0]
    if event not in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        return None
    channel, address = details[0], details[1]
    if not isinstance(channel, socket.socket) or channel.family not in (socket.AF_INET, socket.AF_INET6):
        return None
    return address[0] if isinstance(address, tuple) else None


@dataclass(kw_only=True, slots=True)
class Guard:
    """Refuses and remembers, so that a test which swallows the refusal fails all the same."""

    armed: bool = False
    refused: list[str] = field(default_factory=list)

    def install(self) -> None:
        sys.addaudithook(self._audit)

    def _audit(self, event: str, details: tuple[object, ...]) -> None:
        if not self.armed or not event.startswith("socket."):
            return
        host = destination(event, details)
        if not is_here(host):
            self.refused.append(f"{event} {host!r}")
            raise OutsideConnection(f"tests stay on this machine: {event} {host!r}")

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Armed inside the block. Raises AssertionError at its end if anything was refused."""
        self.refused.clear()
        self.armed = True
        try:
            yield
        finally:
            self.armed = False
        assert not self.refused, f"outside connections: {', '.join(self.refused)}"
