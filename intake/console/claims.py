"""No two people on one case: it is taken by whoever comes first, and falls free when they idle.

A claim is one row that a single statement takes, so that of two who come at the same moment one gets it, on
SQLite as on PostgreSQL. While the page is open, `renew` keeps it; after ten idle minutes anybody may take it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from intake.console.case_parts import Holder
from intake.console.case_tables import ClaimRow
from intake.console.model import AccountRow

IDLE = timedelta(minutes=10)
HOLDERS: Select[*tuple[Any, ...]] = select(
    ClaimRow.account_id, AccountRow.name, ClaimRow.claimed_at, ClaimRow.seen_at
).join(AccountRow, AccountRow.id == ClaimRow.account_id)


def take(connection: Connection, complaint_id: int, account_id: int, now: datetime) -> Holder:
    """Take a case, unless somebody else works on it; gives whoever has it then.

    One's own claim is renewed and keeps the moment when it began.
    """
    values = {"complaint_id": complaint_id, "account_id": account_id, "claimed_at": now, "seen_at": now}
    build = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    added = build(ClaimRow).values(values)
    taken = added.on_conflict_do_update(
        index_elements=["complaint_id"],
        set_={"account_id": account_id, "claimed_at": now, "seen_at": now},
        where=ClaimRow.seen_at <= now - IDLE,
    )
    if not connection.execute(taken).rowcount:
        renew(connection, complaint_id, account_id, now)
    row = connection.execute(HOLDERS.where(ClaimRow.complaint_id == complaint_id)).first()
    # Whoever had it may have let it go this very moment.
    return Holder(**row._mapping) if row else take(connection, complaint_id, account_id, now)


def take_over(connection: Connection, complaint_id: int, account_id: int, now: datetime) -> Holder:
    """Take a case from whoever has it, after a person has said so; the pages of the other show it."""
    connection.execute(
        update(ClaimRow)
        .where(ClaimRow.complaint_id == complaint_id, ClaimRow.account_id != account_id)
        .values(account_id=account_id, claimed_at=now, seen_at=now)
    )
    return take(connection, complaint_id, account_id, now)


def renew(connection: Connection, complaint_id: int, account_id: int, now: datetime) -> bool:
    """Keep a case; False where it is not one's own any more."""
    kept = update(ClaimRow).where(ClaimRow.complaint_id == complaint_id, ClaimRow.account_id == account_id)
    return connection.execute(kept.values(seen_at=now)).rowcount == 1


def release(connection: Connection, complaint_id: int, account_id: int) -> bool:
    """Let a case go; False where it was not one's own."""
    let_go = delete(ClaimRow).where(ClaimRow.complaint_id == complaint_id, ClaimRow.account_id == account_id)
    return connection.execute(let_go).rowcount == 1


def holder_of(connection: Connection, complaint_id: int, now: datetime) -> Holder | None:
    """Who works on a case now; None for nobody."""
    row = connection.execute(
        HOLDERS.where(ClaimRow.complaint_id == complaint_id, ClaimRow.seen_at > now - IDLE)
    ).first()
    return Holder(**row._mapping) if row else None
