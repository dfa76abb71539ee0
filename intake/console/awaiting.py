"""The condition of a case that may need a person, written as the queue's partial index has it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from intake.cases.model import AWAITING


class awaiting(FunctionElement[Any]):
    """The complaint is received, being identified or in review, and is no mere rating."""

    type = NullType()  # as a boolean it would be compared with 1, and the index would not be recognised
    inherit_cache = True


class settled(awaiting):
    """The opposite."""

    inherit_cache = True


@compiles(awaiting)
def for_servers(_element: awaiting, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"({AWAITING.format('complaint.')})"


@compiles(awaiting, "sqlite")
def for_sqlite(_element: awaiting, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"({AWAITING.format('+complaint.')})"


@compiles(settled)
def settled_for_servers(_element: settled, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"NOT ({AWAITING.format('complaint.')})"


@compiles(settled, "sqlite")
def settled_for_sqlite(_element: settled, _compiler: SQLCompiler, **_options: Any) -> str:
    return f"NOT ({AWAITING.format('+complaint.')})"
