"""How a webhook request reaches the product: over real HTTP, or straight into a WSGI application.

Provider facts: requests are form-encoded UTF-8, signed with the primary token over the full address
and the form (official library, `RequestValidator.compute_signature`); a GET carries its fields in the
address. 15 s is the longest that a provider waits. Redirects are not followed: parameters would be lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode, urlsplit
from wsgiref.types import WSGIApplication

import requests
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder, run_wsgi_app

FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
LONGEST_WAIT = 15.0


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpRequest:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpAnswer:
    status: int
    content_type: str
    body: bytes


class NotReached(Exception):
    """No answer came. `connected` tells whether the request may have arrived."""

    def __init__(self, reason: str, *, connected: bool) -> None:
        super().__init__(reason)
        self.connected = connected


class Transport(Protocol):
    """Delivers one request. Raises NotReached."""

    def send(self, request: HttpRequest) -> HttpAnswer: ...


class HttpTransport:
    """Real HTTP through `requests`, without redirects and without the machine's proxy settings."""

    def __init__(self, timeout: float = LONGEST_WAIT) -> None:
        self._timeout = timeout

    def send(self, request: HttpRequest) -> HttpAnswer:
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    request.method,
                    request.url,
                    data=request.body,
                    headers=dict(request.headers),
                    timeout=self._timeout,
                    allow_redirects=False,
                )
        except (requests.ConnectTimeout, requests.ConnectionError) as error:
            refused = isinstance(error, requests.ConnectTimeout) or "Max retries" in str(error)
            raise NotReached(type(error).__name__, connected=not refused) from error
        except requests.RequestException as error:
            raise NotReached(type(error).__name__, connected=True) from error
        kind = answer.headers.get("Content-Type", "")
        return HttpAnswer(status=answer.status_code, content_type=kind, body=answer.content)


class WsgiTransport:
    """The same request given to a WSGI application in this process: for fast tests."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def send(self, request: HttpRequest) -> HttpAnswer:
        parts = urlsplit(request.url)
        builder = EnvironBuilder(
            path=parts.path or "/",
            query_string=parts.query,
            base_url=f"{parts.scheme}://{parts.netloc}/",
            method=request.method,
            data=request.body,
            headers=list(request.headers.items()),
        )
        chunks, status, headers = run_wsgi_app(self._app, builder.get_environ(), buffered=True)
        code, kind = int(status.split(" ")[0]), headers.get("Content-Type", "")
        return HttpAnswer(status=code, content_type=kind, body=b"".join(chunks))


def signed_request(
    *, method: str, url: str, fields: Mapping[str, str], token: str, headers: Mapping[str, str]
) -> HttpRequest:
    """The request that a provider would send: `fields` as a form, or in the address for GET; signed."""
    encoded = urlencode(fields)
    if method == "GET" and encoded:
        url = f"{url}{'&' if urlsplit(url).query else '?'}{encoded}"
    signed_fields = fields if method == "POST" else {}
    signature = RequestValidator(token).compute_signature(url, signed_fields)
    return HttpRequest(
        method=method,
        url=url,
        headers={
            "Content-Type": FORM_TYPE,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": signature,
            **headers,
        },
        body=encoded.encode("ascii") if method == "POST" else b"",
    )
