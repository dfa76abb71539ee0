"""Columns of a case as they were before a deed, in a form that the timeline keeps and can be restored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, select

from intake.cases.model import ComplaintRow, Doubt
from matching.decision import Attribution

# How what the timeline keeps becomes a column's value again; what is not named is kept as it is.
RESTORE: dict[str, Callable[[str], Any]] = {
    "attribution": Attribution,
    "doubt": Doubt,
    "decided_at": datetime.fromisoformat,
    "pinned_at": datetime.fromisoformat,
}


def kept(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as plain values; moments are ISO 8601."""
    return {name: plain(value) for name, value in columns.items()}


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def restored(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that `kept` wrote."""
    return {
        name: RESTORE[name](value) if name in RESTORE and value is not None else value
        for name, value in columns.items()
    }


def columns_of(connection: Connection, complaint_id: int, names: Iterable[str]) -> dict[str, Any]:
    """These columns of a case as they are now, as plain values."""
    columns = ComplaintRow.__table__.c
    wanted = [columns[name] for name in names]
    if not wanted:
        return {}
    row = connection.execute(select(*wanted).where(columns.id == complaint_id)).one()
    return kept(dict(row._mapping))
