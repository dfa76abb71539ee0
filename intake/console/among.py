"""The condition of being one of many cases."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ARRAY, ColumnElement, Connection, Integer, cast, func, select

from intake.cases.model import ComplaintRow


def among(connection: Connection, ids: Sequence[int]) -> ColumnElement[bool]:
    """The case is one of these: as one value, since thousands take long to be written into a query."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(list(ids))).table_valued("value")
        return ComplaintRow.id.in_(select(cast(listed.c.value, Integer)))
    return ComplaintRow.id.op("=", is_comparison=True)(func.any(cast(list(ids), ARRAY(Integer))))
