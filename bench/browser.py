"""A browser without a screen: keeps its cookies and one connection, and times whole answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from time import perf_counter
from urllib.parse import urlencode

from bench.callers import Address
from bench.load import LoadFault

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 120  # seconds
STALE = 20  # seconds: the server soon closes a connection that idles for longer


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What is asked for. form: sent by POST, with the token of the session's forms."""

    path: str
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Got:
    """An answer, and how long it took to the last byte, in milliseconds."""

    status: int
    text: str
    took: float


class Browser:
    """One person's. `log_in` first for pages of the console."""

    def __init__(self, address: Address) -> None:
        self._connection = HTTPConnection(address.host, address.port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}
        self._token = ""
        self._used_at = 0.0

    def log_in(self, login: str, password: str) -> None:
        """Through the login page. Raises LoadFault when that doesn't let one in."""
        self._token = token_in(self.get(Page(path="/console/login")).text)
        form = {"login": login, "password": password, "next": "/console/account"}
        self.get(Page(path="/console/login", form=form))
        answer = self.get(Page(path="/console/account"))
        if answer.status != 200:
            raise LoadFault(f"{login} can't log in: {answer.status}")
        self._token = token_in(answer.text)

    def get(self, page: Page) -> Got:
        """The answer, redirects not followed."""
        headers = dict(page.headers)
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = None
        if page.form is not None:
            body = urlencode({"csrf_token": self._token, **page.form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._used_at + STALE < perf_counter():
            self._connection.close()  # opened again by the next request
        begun = perf_counter()
        self._connection.request("GET" if body is None else "POST", page.path, body, headers)
        answer = self._connection.getresponse()
        read = answer.read()
        self._used_at = perf_counter()
        took = (self._used_at - begun) * 1000
        self._keep(answer)
        return Got(status=answer.status, text=read.decode(errors="replace"), took=took)

    def _keep(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value


def token_in(text: str) -> str:
    """The token of the forms of a page."""
    found = TOKEN.search(text)
    if found is None:
        raise LoadFault("a page without a form's token")
    return found.group(1)
