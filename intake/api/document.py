"""The OpenAPI 3.1 document, made from the operations and their models: it can't differ from what runs."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from intake.api.answers import Pushed
from intake.api.operations import Operation
from intake.api.problems import MEDIA_TYPE, ProblemBody
from intake.words import Words

REF = "#/components/schemas/{model}"
VERSION = "1.0.0"
KEY_PATTERN = r"^[\x21-\x7e]{1,100}$"
RETRY_AFTER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


def openapi(operations: Iterable[Operation], server: str, texts: Words) -> dict[str, Any]:
    """The document in one language."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = described(operation, texts)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": texts("api.title"),
            "version": VERSION,
            "description": texts("api.about"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "webhooks": {"event": {"post": pushed(texts)}},
        "components": {
            "schemas": schemas(operations),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def schemas(operations: Iterable[Operation]) -> dict[str, Any]:
    """Every model once."""
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {
        (ProblemBody, "serialization"): None,
        (Pushed, "serialization"): None,
    }
    for operation in operations:
        if operation.body:
            models[operation.body, "validation"] = None
        if operation.response:
            models[operation.response, "serialization"] = None
    _, found = models_json_schema(list(models), ref_template=REF)
    return dict(found["$defs"])


def described(operation: Operation, texts: Words) -> dict[str, Any]:
    """One operation."""
    success: dict[str, Any] = {"description": operation.code.phrase}
    if operation.response:
        success["content"] = content(operation.response, "application/json")
    if operation.code is HTTPStatus.CREATED:
        success["headers"] = {"Location": {"schema": {"type": "string"}}}
    answers = {str(int(operation.code)): success}
    for code in operation.all_problems:
        answers[str(int(code))] = problem(code)
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": texts(operation.summary_key()),
        "description": texts("api.scopes", scopes=", ".join(sorted(operation.scopes))),
        "parameters": parameters(operation, texts),
        "responses": answers,
    }
    if operation.body:
        found["requestBody"] = {"required": True, "content": content(operation.body, "application/json")}
    return found


def content(model: type[BaseModel], media_type: str) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": REF.format(model=model.__name__)}}}


def problem(code: HTTPStatus) -> dict[str, Any]:
    found: dict[str, Any] = {"description": code.phrase, "content": content(ProblemBody, MEDIA_TYPE)}
    if code in RETRY_AFTER:
        found["headers"] = {"Retry-After": {"schema": {"type": "string", "pattern": "^[0-9]+$"}}}
    return found


def parameters(operation: Operation, texts: Words) -> list[dict[str, Any]]:
    """Parameters of the path, of the query, and the idempotency key."""
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}
        for name, pattern in operation.parameters.items()
    ]
    if operation.query:
        schema = operation.query.model_json_schema(ref_template=REF)
        inner = schema.get("$defs", {})
        for name, item in schema["properties"].items():
            found.append({"name": name, "in": "query", "schema": plain(item, inner)})
    if operation.keyed:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "description": texts("api.idempotency"),
                "schema": {"type": "string", "pattern": KEY_PATTERN},
            }
        )
    return found


def plain(item: Any, inner: dict[str, Any]) -> Any:
    """A parameter's schema with what it refers to put in its place, and without the null of “not given”."""
    if isinstance(item, list):
        return [plain(one, inner) for one in item]
    if not isinstance(item, dict):
        return item
    if "$ref" in item:
        return plain(inner[item["$ref"].rpartition("/")[2]], inner)
    if "anyOf" in item:
        rest = [one for one in item["anyOf"] if one != {"type": "null"}]
        kept = {key: value for key, value in item.items() if key not in {"anyOf", "default"}}
        return plain(kept | rest[0], inner)
    return {key: plain(value, inner) for key, value in item.items()}


def pushed(texts: Words) -> dict[str, Any]:
    """What hooks are sent."""
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "operationId": "event",
        "summary": texts("api.operation.event"),
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in headers
        ],
        "requestBody": {"required": True, "content": content(Pushed, "application/json")},
        "responses": {"2XX": {"description": HTTPStatus.OK.phrase}},
    }
