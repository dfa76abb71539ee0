"""What the console keeps for a while only, and deletes when its time is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from intake.console import held
from intake.console.halls import keeping


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete uploads that nobody applied and forms that wait for no password any more; says how many rows."""
    return keeping.forget_old(connection, now) + held.forget_old(connection, now)
