"""A column that nearly every row agrees on, kept from choosing the index.

SQLite guesses, as long as it has no statistics, that any equality leaves few rows, and would rather read all
cases of a hall than the few open ones. PostgreSQL always has statistics and is left to itself.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Integer


class everywhere(FunctionElement[int]):
    """The number column itself, by which SQLite looks nothing up (its documentation: query planner, 2.1)."""

    type = Integer()
    inherit_cache = True


@compiles(everywhere)
def plainly(element: everywhere, compiler: SQLCompiler, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(everywhere, "sqlite")
def without_index(element: everywhere, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"
