"""Parts of a page that are fetched again while it is open: answered with 304 where nothing has changed."""

from __future__ import annotations

from hashlib import sha256

from flask import Response, make_response, request


def part(html: str) -> Response:
    """A part of a page, marked by its content, so that a page that has it already is told so."""
    response: Response = make_response(html)
    response.set_etag(sha256(html.encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response
