"""What was last found out, by name: one row each, written by whoever finds out, read by the console."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from intake.callbacks.alarms import put
from intake.callbacks.model import FactRow

RECONCILED = "reconcile"
VERIFIED = "audit_verify"
ANSWERED = "provider_answered"
REFUSED = "provider_refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """What was found out, and when. told: counts and codes."""

    at: datetime
    told: Mapping[str, Any]


def note_fact(connection: Connection, name: str, at: datetime, told: Mapping[str, object]) -> None:
    """Keep it in place of what was found out before. told: counts and codes, never numbers or words."""
    put(connection, FactRow, name, {"at": at, "told": json.dumps(told)})


def facts(connection: Connection) -> dict[str, Fact]:
    """Everything that was last found out."""
    rows = connection.execute(select(FactRow.name, FactRow.at, FactRow.told))
    return {row.name: Fact(at=row.at, told=json.loads(row.told)) for row in rows}
