"""`/api/v1/`: the JSON API for other systems. Every answer is JSON, every error a problem document."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from itertools import groupby

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from intake.api.dispatch import answer
from intake.api.document import openapi
from intake.api.operations import Operation
from intake.api.problems import Problem, problem_response, texts
from intake.api.table import OPERATIONS
from intake.desk.services import Services
from intake.errors import place_of

PREFIX = "/api/v1"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]
KINDS = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method",
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}

log = logging.getLogger(__name__)


def api_blueprint(services: Services) -> Blueprint:
    """The API."""
    room = Blueprint("api", __name__, url_prefix=PREFIX)

    @room.get("/openapi.json")
    def document() -> Response:
        return jsonify(openapi(OPERATIONS, f"{services.settings.public_url}{PREFIX}", texts()))

    by_path = sorted(OPERATIONS, key=lambda one: one.path)
    for path, grouped in groupby(by_path, key=lambda one: one.path):
        operations = {one.method: one for one in grouped}
        view = view_of(services, operations)
        rule = path.replace("{", "<").replace("}", ">")
        room.add_url_rule(
            rule,
            endpoint=next(iter(operations.values())).name,
            view_func=view,
            methods=METHODS,
            provide_automatic_options=False,
        )
    # What is not there is said in the API's own form, too.
    room.add_url_rule("/", "root", nothing, methods=METHODS, provide_automatic_options=False)
    room.add_url_rule("/<path:rest>", "rest", nothing, methods=METHODS, provide_automatic_options=False)
    room.register_error_handler(Problem, problem_response)
    room.register_error_handler(DBAPIError, store_away)
    room.register_error_handler(HTTPException, refused)
    room.register_error_handler(Exception, unexpected)
    room.after_request(guarded)
    return room


def view_of(services: Services, operations: dict[str, Operation]) -> Callable[..., ResponseReturnValue]:
    """The view of one address: its methods, and no others."""

    def view(**path: str) -> ResponseReturnValue:
        method = "GET" if request.method == "HEAD" else request.method
        if method not in operations:
            allowed = ", ".join(sorted(operations))
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method", headers={"Allow": allowed})
        return answer(services, operations[method], path)

    return view


def nothing(rest: str = "") -> ResponseReturnValue:
    raise Problem(HTTPStatus.NOT_FOUND, "not_found")


def store_away(error: DBAPIError) -> Response:
    """Nothing was stored; the same request may be sent again."""
    log.error("store not available: %s", type(error.orig).__name__)
    return problem_response(Problem(HTTPStatus.SERVICE_UNAVAILABLE, "store", headers={"Retry-After": "5"}))


def refused(error: HTTPException) -> Response:
    """What the framework refuses."""
    code = HTTPStatus(error.code or HTTPStatus.BAD_REQUEST)
    return problem_response(Problem(code, KINDS.get(code, "refused")))


def unexpected(error: Exception) -> Response:
    """A defect of ours. Its message may quote what was sent."""
    log.error("unexpected %s at %s", type(error).__name__, place_of(error))
    return problem_response(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected"))


def guarded(response: Response) -> Response:
    """Headers of every answer."""
    response.headers.update(HEADERS)
    return response
