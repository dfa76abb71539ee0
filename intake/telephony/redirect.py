"""The one redirect that is followed when a recording is fetched: some services keep sound on another host.

It leads, without credentials, to a host that the settings name or to the provider's own. A named host is
looked up once; none of its addresses may be private, and the one connected to is one of them, so that a
second look-up can't lead elsewhere (ASVS 5.0, 1.3.6).
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.exceptions import NewConnectionError
from urllib3.response import BaseHTTPResponse

from intake.telephony.faults import MediaFault

CONNECT_SECONDS = 5
READ_SECONDS = 10
HEADERS = {"Accept-Encoding": "identity"}
PORTS = {"https": 443, "http": 80}
TRANSLATED = IPv6Network("64:ff9b::/96")  # an IPv4 address within an IPv6 one (RFC 6052)


def absolute(url: str, location: str) -> str:
    """Where an answer of `url` leads. Raises MediaFault."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise MediaFault("redirect") from error


def addresses(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, whatever it is wrapped in."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in TRANSLATED:
            wrapped = IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = wrapped or ip
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where a redirect leads. own: to the provider's own host, which may be on a private network."""

    scheme: str
    host: str
    port: int
    netloc: str
    path: str
    own: bool

    @classmethod
    def of(cls, url: str, base: str, hosts: frozenset[str]) -> Target:
        """Read an absolute address. Raises MediaFault unless it may be followed; never from https to http."""
        own_host, secure = urlsplit(base).hostname or "", base.startswith("https:")
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise MediaFault("redirect") from error
        host = parts.hostname or ""
        known = host == own_host or host in hosts
        if not known or parts.scheme not in (PORTS if not secure else ("https",)) or "@" in parts.netloc:
            raise MediaFault("redirect")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(
            scheme=parts.scheme, host=host, port=port, netloc=parts.netloc, path=path, own=host == own_host
        )


def follow(target: Target, look_up: Callable[[str, int], list[str]] = addresses) -> BaseHTTPResponse:
    """Ask the target at the first of its addresses that answers. Raises MediaFault, HTTPError, OSError."""
    found = look_up(target.host, target.port)
    if not found or not (target.own or all(map(is_public, found))):
        raise MediaFault("private_address")
    for address in found[:-1]:
        try:
            return ask(target, address)
        except NewConnectionError:
            continue
    return ask(target, found[-1])


def ask(target: Target, address: str) -> BaseHTTPResponse:
    """Ask the target at this very address; its certificate must still be the host's."""
    secure: dict[str, Any] = {
        "cert_reqs": "CERT_REQUIRED", "ca_certs": authorities(f"https://{target.netloc}"),
        "server_hostname": target.host, "assert_hostname": target.host,
    }  # fmt: skip
    pool = urllib3.HTTPSConnectionPool if target.scheme == "https" else urllib3.HTTPConnectionPool
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    connections = pool(address, target.port, timeout=timeout, **(secure if target.scheme == "https" else {}))
    return connections.request(
        "GET", target.path, headers=HEADERS | {"Host": target.netloc}, redirect=False, retries=False,
        preload_content=False, decode_content=False,
    )  # fmt: skip


def authorities(url: str) -> str:
    """The file of certificate authorities that the provider itself is checked by."""
    verify = requests.Session().merge_environment_settings(url, {}, None, None, None)["verify"]
    return verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH
