"""What an operation is: one row that both answers requests and writes the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection

from intake.api.model import Scope
from intake.api.schemas import Incoming
from intake.api.tokens import Token
from intake.desk.services import Services
from intake.words import Words

Sent = TypeVar("Sent", bound=BaseModel)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One authorised request within its transaction. `path` holds the address's parameters."""

    services: Services
    connection: Connection
    token: Token
    texts: Words
    at: datetime
    path: Mapping[str, str]
    body: Incoming | None = None
    query: Incoming | None = None

    def sent(self, model: type[Sent]) -> Sent:
        """The body as this model. Raises TypeError where the operation declares another."""
        if not isinstance(self.body, model):
            raise TypeError(model.__name__)
        return self.body

    def asked(self, model: type[Sent]) -> Sent:
        """The query as this model. Raises TypeError where the operation declares another."""
        if not isinstance(self.query, model):
            raise TypeError(model.__name__)
        return self.query


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A status code, its document, and where the new thing is."""

    code: HTTPStatus = HTTPStatus.OK
    body: BaseModel | None = None
    location: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One operation. writes: in a transaction that may write; keyed: takes an idempotency key.

    problems: codes beside those that every operation can answer with.
    """

    name: str
    method: str
    path: str
    scopes: frozenset[Scope]
    answers: Callable[[Call], Answer]
    code: HTTPStatus = HTTPStatus.OK
    body: type[Incoming] | None = None
    query: type[Incoming] | None = None
    response: type[BaseModel] | None = None
    writes: bool = False
    keyed: bool = False
    problems: tuple[HTTPStatus, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Names of the path's parameters with the patterns of what they can be."""

    @property
    def all_problems(self) -> tuple[HTTPStatus, ...]:
        """Every code that it can answer with instead of its own."""
        found = {
            HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS,
            HTTPStatus.SERVICE_UNAVAILABLE, *self.problems,
        }  # fmt: skip
        if self.body:
            found |= {
                HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            }  # fmt: skip
        if self.query or self.keyed:
            found.add(HTTPStatus.UNPROCESSABLE_ENTITY)
        if self.parameters:
            found.add(HTTPStatus.NOT_FOUND)
        return tuple(sorted(found))

    def summary_key(self) -> str:
        """The catalogue's key of what it does."""
        return f"api.operation.{self.name}"


def values_of(query: Mapping[str, Any], model: type[Incoming]) -> dict[str, Any]:
    """A query's values by name, lists where the model has lists; the last of repeated others is wrong."""
    lists = {name for name, item in model.model_fields.items() if item.default_factory is list}
    return {name: values if name in lists or len(values) > 1 else values[0] for name, values in query.items()}
