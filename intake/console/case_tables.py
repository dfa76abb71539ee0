"""The tables of working on cases: who has one in hand, and who looked at what is masked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    what: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
