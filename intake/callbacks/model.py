"""The table of callbacks that are due: one pending callback for a case at the most."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime, status_type


class CallbackStatus(StrEnum):
    """Where a callback stands."""

    PENDING = "pending"
    WITHDRAWN = "withdrawn"


class CallbackReason(StrEnum):
    """Why somebody is to be called back."""

    UNFINISHED = "unfinished"


PENDING_ONLY = text("status = 'pending'")


class CallbackRow(Base):
    """A callback to complete a case. `due_at` is the earliest moment; calling hours are policy."""

    __tablename__ = "callback"
    __table_args__ = (
        Index(
            "uq_callback_pending",
            "complaint_id",
            unique=True,
            sqlite_where=PENDING_ONLY,
            postgresql_where=PENDING_ONLY,
        ),
        Index("ix_callback_due", "due_at", sqlite_where=PENDING_ONLY, postgresql_where=PENDING_ONLY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    reason: Mapped[CallbackReason] = mapped_column(status_type(CallbackReason, "reason"))
    status: Mapped[CallbackStatus] = mapped_column(status_type(CallbackStatus, "status"))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
