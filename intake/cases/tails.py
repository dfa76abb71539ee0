"""The last four digits of callers' numbers, by which a case is found without its number being told."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import bindparam, select, update

from intake.cases.model import ComplaintRow
from intake.cases.privacy import CALLER_COLUMN, Sealer
from intake.database import Database
from intake.errors import SealError

BATCH = 1000
WITHOUT = (
    select(ComplaintRow.id, ComplaintRow.caller_sealed)
    .where(
        ComplaintRow.id > bindparam("last"),
        ComplaintRow.caller_sealed.is_not(None),
        ComplaintRow.caller_tail.is_(None),
    )
    .order_by(ComplaintRow.id)
    .limit(BATCH)
)
NOTE = update(ComplaintRow).where(ComplaintRow.id == bindparam("case")).values(caller_tail=bindparam("found"))


def tail_of(sealer: Sealer, caller_sealed: bytes | None) -> str | None:
    """What finds the last four digits of a sealed number; None for none, and where its key is gone."""
    if caller_sealed is None:
        return None
    try:
        return sealer.tail(sealer.open(caller_sealed, CALLER_COLUMN))
    except SealError:
        return None


def fill_tails(database: Database, sealing: Callable[[], Sealer]) -> int:
    """Give cases from before their tail, in small transactions; says how many. Harmless to repeat.

    sealing: makes the sealer where there is anything to do, since asking for keys may make new ones.
    """
    last = filled = 0
    while True:
        with database.write() as connection:
            rows = connection.execute(WITHOUT, {"last": last}).all()
            if not rows:
                return filled
            sealer = sealing()
            found = [{"case": row.id, "found": tail_of(sealer, row.caller_sealed)} for row in rows]
            connection.execute(NOTE, found)
        last, filled = rows[-1].id, filled + len(rows)
