"""Errors as RFC 9457 problem documents, in the request's language. They never quote what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from intake.words import Words, language_of, words

MEDIA_TYPE = "application/problem+json"
URN = "urn:hotline-intake:problem:"


class Fault(BaseModel):
    """One thing that is wrong with what was sent."""

    model_config = ConfigDict(extra="forbid")

    pointer: str = Field(description="JSON pointer (RFC 6901) into the body, or the parameter's name.")
    detail: str


class ProblemBody(BaseModel):
    """A problem (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="A URN that names the kind of problem; programs should go by it.")
    title: str = Field(description="The kind of problem in words, in the request's language.")
    status: int
    detail: str | None = None
    case_no: str | None = Field(default=None, description="The case that exists already.")
    errors: list[Fault] | None = None


class Problem(Exception):
    """What ends a request. `kind` names the texts `api.problem.<kind>` and the type's URN."""

    def __init__(
        self,
        code: int,
        kind: str,
        *,
        errors: Iterable[tuple[str, str]] = (),
        case_no: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.code = code
        self.kind = kind
        self.errors = tuple(errors)
        self.case_no = case_no
        self.headers = dict(headers or {})


# Kinds of faults by the validator's types; any other is `invalid`.
KINDS = {
    "missing": "missing",
    "extra_forbidden": "extra",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_pattern_mismatch": "pattern",
    "string_type": "text",
    "enum": "choice",
    "literal_error": "choice",
    "json_invalid": "json",
    "timezone_aware": "zone",
    "greater_than_equal": "range",
    "less_than_equal": "range",
}


def texts() -> Words:
    """The words of the request's language: Accept-Language, else Chinese."""
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"], "zh-CN")
    return words(language_of(best))


def invalid(error: ValidationError, place: str = "") -> Problem:
    """A problem for what the validator found; values are not repeated."""
    found = [
        (pointer(place, item["loc"]), KINDS.get(item["type"], "invalid"))
        for item in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=found)


def pointer(place: str, path: tuple[int | str, ...]) -> str:
    """Where in the body, as a JSON pointer; the name of a parameter as it is."""
    if place:
        return str(path[0]) if path else place
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def problem_response(problem: Problem) -> Response:
    """The document."""
    say = texts()
    body: dict[str, Any] = {
        "type": URN + problem.kind,
        "title": say(f"api.problem.{problem.kind}"),
        "status": int(problem.code),
    }
    detail = f"api.detail.{problem.kind}"
    if detail in say:
        body["detail"] = say(detail)
    if problem.case_no:
        body["case_no"] = problem.case_no
    if problem.errors:
        body["errors"] = [
            {"pointer": where, "detail": say(f"api.fault.{kind}")} for where, kind in problem.errors
        ]
    response = Response(
        json.dumps(body, ensure_ascii=False), status=int(problem.code), content_type=MEDIA_TYPE
    )
    response.headers["Content-Language"] = "zh-CN" if say.language == "zh" else "en"
    response.headers.update(problem.headers)
    return response
