"""What the console keeps for a while only, and deletes when its time is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from intake.console import held
from intake.console.halls import keeping
from intake.prompts.store import forget_sounds


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete uploads that nobody applied, forms that wait for no password any more, and recordings of call
    prompts that nobody has heard for years; says how many rows."""
    waited = keeping.forget_old(connection, now) + held.forget_old(connection, now)
    return waited + forget_sounds(connection, now)
