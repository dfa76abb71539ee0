"""The tables of the API: tokens, answers kept for repeated requests, hooks and their deliveries."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.cases.model import ComplaintRow, Json
from intake.database import Base, UTCDateTime, status_type

PENDING_ONLY = text("status = 'pending'")
DEAD_ONLY = text("status = 'dead' AND settled_at IS NULL")
# What changed since a moment, in order: how other systems keep up.
UPDATED = Index("ix_complaint_updated", ComplaintRow.updated_at, ComplaintRow.id)
# Lists newest first, of one hall or of one status.
OF_HALL = Index("ix_complaint_hall", ComplaintRow.hall_id, ComplaintRow.id)
OF_STATUS = Index("ix_complaint_status", ComplaintRow.status, ComplaintRow.id)


class Scope(StrEnum):
    """What a token may do. `contact`: give and see telephone numbers."""

    READ = "read"
    WRITE = "write"
    CONTACT = "contact"


class DeliveryStatus(StrEnum):
    """Where a delivery stands. A dead one was tried for days, and waits for somebody to look at it."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class TokenRow(Base):
    """Another system's way in; it belongs to no member of staff. Of its text only a hash is kept.

    hall_id: the one hall whose cases it sees, or None for all.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(Json)
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    per_minute: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str]
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RequestRow(Base):
    """The answer to a request with an idempotency key, sealed; `print` tells whether the same is asked."""

    __tablename__ = "api_request"
    __table_args__ = (Index("ix_api_request_at", "at"),)

    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    print: Mapped[str]
    code: Mapped[int]
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class HookRow(Base):
    """Where events are sent to. `kinds`: which events, empty for all.

    scanned_to: events up to this id are settled for this hook; ceiling: the id up to which they will be,
    once transactions that were under way at ceiling_at are over.
    """

    __tablename__ = "api_hook"
    __table_args__ = (Index("ix_api_hook_token", "token_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    url: Mapped[str]
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kinds: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    scanned_to: Mapped[int]
    ceiling: Mapped[int]
    ceiling_at: Mapped[datetime] = mapped_column(UTCDateTime)


class DeliveryRow(Base):
    """One event for one hook. `ref` names the event to the receiver, the same in every attempt.

    due_at: when it is tried next; a claim moves it to the end of its lease. fault: why the last try failed.
    """

    __tablename__ = "api_delivery"
    __table_args__ = (
        UniqueConstraint("hook_id", "event_id"),
        Index("ix_api_delivery_due", "due_at", sqlite_where=PENDING_ONLY, postgresql_where=PENDING_ONLY),
        Index("ix_api_delivery_given_up", "id", sqlite_where=DEAD_ONLY, postgresql_where=DEAD_ONLY),
        Index("ix_api_delivery_reason", "fault", "id", sqlite_where=DEAD_ONLY, postgresql_where=DEAD_ONLY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    hook_id: Mapped[int] = mapped_column(ForeignKey("api_hook.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("case_event.id"))
    status: Mapped[DeliveryStatus] = mapped_column(status_type(DeliveryStatus, "status"))
    attempts: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    claim: Mapped[str | None]
    code: Mapped[int | None]
    fault: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When somebody said that nothing more is to be done about it."""
