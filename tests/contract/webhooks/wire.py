"""Requests to a running hotline exactly as they go over the wire: any path, body, header and signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from twilio.request_validator import RequestValidator

from tests.faults.served import TOKEN, Served

FORM = "application/x-www-form-urlencoded; charset=utf-8"
SIGNED = "signed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Wire:
    """A line to one hotline."""

    served: Served

    def post(
        self,
        target: str,
        fields: Mapping[str, str] | None = None,
        *,
        raw: bytes | None = None,
        signature: str | None = SIGNED,
        token: str = TOKEN,
        method: str = "POST",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send `fields` as a form, or `raw` as it is; signed rightly unless another signature is given."""
        body = raw if raw is not None else urlencode(fields or {}).encode("ascii")
        if signature == SIGNED:
            signature = RequestValidator(token).compute_signature(
                self.served.url + target, dict(fields or {})
            )
        sent = {"Content-Type": FORM, "Content-Length": str(len(body))}
        if signature is not None:
            sent["X-Twilio-Signature"] = signature
        connection = HTTPConnection("127.0.0.1", urlsplit(self.served.url).port, timeout=20)
        try:
            connection.request(method, target, body=body, headers=sent | dict(headers or {}))
            answer = connection.getresponse()
            return Answer(status=answer.status, headers=dict(answer.getheaders()), body=answer.read())
        finally:
            connection.close()
