"""From a request to its answer: who asks, how often, what was sent; then one use case in one transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Response, request
from pydantic import ValidationError
from sqlalchemy import Connection

from intake.api.document import KEY_PATTERN
from intake.api.operations import Answer, Call, Operation, values_of
from intake.api.problems import Problem, invalid, texts
from intake.api.repeats import Kept, Key, keep_answer, kept_answer, key_for
from intake.api.schemas import Incoming
from intake.api.tokens import Token, token_of
from intake.desk.services import Services
from intake.desk.throttle import Limit, count, wait_of

MINUTE = timedelta(minutes=1)
JSON = "application/json"


def answer(services: Services, operation: Operation, path: Mapping[str, str]) -> Response:
    """The answer of one operation. Raises Problem."""
    token = authorised(services, operation)
    for name, pattern in operation.parameters.items():
        if not re.fullmatch(pattern, path[name]):
            raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    query, body = query_of(operation), body_of(operation)
    key = key_of(services, operation, token)

    def work(connection: Connection) -> Kept:
        if key and (kept := kept_answer(connection, services.sealer, key)):
            return kept
        at = services.clock()
        call = Call(
            services=services, connection=connection, token=token, texts=texts(), at=at,
            path=path, body=body, query=query,
        )  # fmt: skip
        kept = as_kept(operation.answers(call))
        if key:
            keep_answer(connection, services.sealer, key, kept, at)
        return kept

    if operation.writes:
        return response_of(services.database.retrying(work))
    with services.database.read() as connection:
        return response_of(work(connection))


def authorised(services: Services, operation: Operation) -> Token:
    """The token of the request, within its limit and its scopes. Raises Problem."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    sent = text.strip() if scheme.lower() == "bearer" else ""
    with services.database.read() as connection:
        token = token_of(connection, sent) if sent else None
    if token is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "token", headers={"WWW-Authenticate": "Bearer"})
    at = services.clock()
    limit = Limit(key=f"api {token.id}", most=token.per_minute, span=MINUTE)
    with services.database.write() as connection:
        wait = wait_of(connection, [limit], at)
        if wait is None:
            count(connection, [limit], at)
    if wait is not None:
        seconds = str(int(wait.total_seconds()) + 1)
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "too_many", headers={"Retry-After": seconds})
    if not operation.scopes <= token.scopes:
        raise Problem(HTTPStatus.FORBIDDEN, "scope")
    return token


def query_of(operation: Operation) -> Incoming | None:
    """The query as its model. Raises Problem."""
    sent: dict[str, Any] = request.args.to_dict(flat=False)
    if operation.query is None:
        return None
    try:
        return operation.query.model_validate(values_of(sent, operation.query))
    except ValidationError as error:
        raise invalid(error, "query") from None


def body_of(operation: Operation) -> Incoming | None:
    """The body as its model. Raises Problem."""
    if operation.body is None:
        return None
    if request.mimetype != JSON:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media_type")
    try:
        return operation.body.model_validate_json(request.get_data())
    except ValidationError as error:
        raise invalid(error) from None


def key_of(services: Services, operation: Operation, token: Token) -> Key | None:
    """The idempotency key, if one was sent with what may be repeated. Raises Problem."""
    key = request.headers.get("Idempotency-Key")
    if key is None or not operation.keyed:
        return None
    if not re.fullmatch(KEY_PATTERN, key):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=[("Idempotency-Key", "pattern")])
    asked = (request.method, request.path, request.get_data())
    return key_for(services.sealer, token.id, key, asked)


def as_kept(found: Answer) -> Kept:
    """An answer as it goes over the wire."""
    body = found.body.model_dump_json() if found.body else ""
    return Kept(code=int(found.code), body=body, location=found.location)


def response_of(kept: Kept) -> Response:
    response = Response(kept.body, status=kept.code)
    if kept.body:
        response.content_type = JSON
    else:
        del response.headers["Content-Type"]
    if kept.location:
        response.headers["Location"] = kept.location
    return response
