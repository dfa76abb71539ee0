"""The tables of working on cases: who has one in hand, and who looked at what is masked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.cases.model import EventRow
from intake.database import Base, UTCDateTime

# What people and other systems did, and not the hotline by itself: the audit's view of the timelines.
# Queries repeat the condition word for word. Turns of a call add nothing to these indices.
BY_PEOPLE = text("actor NOT IN ('complainant', 'callback', 'reconcile')")
DEEDS = tuple(
    Index(f"ix_case_event_{name}", *columns, sqlite_where=BY_PEOPLE, postgresql_where=BY_PEOPLE)
    for name, columns in (
        ("at", (EventRow.at, EventRow.id)),
        ("actor", (EventRow.actor, EventRow.at, EventRow.id)),
        ("event", (EventRow.event, EventRow.at, EventRow.id)),
    )
)


class ClaimRow(Base):
    """Who works on a case; over when `seen_at` is too long ago (`intake/console/claims.py`)."""

    __tablename__ = "case_claim"
    __table_args__ = (Index("ix_case_claim_account", "account_id"),)

    complaint_id: Mapped[int] = mapped_column(
        ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    claimed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)


class AccessRow(Base):
    """Somebody saw what is masked, heard a recording, or took data out; append-only."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_account", "account_id", "at"),
        Index("ix_access_log_complaint", "complaint_id"),
        Index("ix_access_log_at", "at", "id"),
        Index("ix_access_log_what", "what", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    what: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
