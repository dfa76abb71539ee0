"""Cases that belong together: about the same matter, or merged into one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    UniqueConstraint,
    delete,
    insert,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime, status_type


class LinkKind(StrEnum):
    """How two cases belong together; merged: the first went into the other."""

    LIKE = "like"
    MERGED = "merged"


class LinkRow(Base):
    """Two cases that a person put together; each pair once. The timeline says who undid what."""

    __tablename__ = "case_link"
    __table_args__ = (
        UniqueConstraint("complaint_id", "other_id"),
        CheckConstraint("complaint_id <> other_id", name="two_cases"),
        Index("ix_case_link_other", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[LinkKind] = mapped_column(status_type(LinkKind, "kind"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


def add_link(
    connection: Connection, pair: tuple[int, int], kind: LinkKind, at: datetime, account_id: int | None
) -> None:
    """Put two cases together; the latest word on how they belong together holds."""
    remove_link(connection, pair)
    values = {"complaint_id": pair[0], "other_id": pair[1], "kind": kind, "at": at, "account_id": account_id}
    connection.execute(insert(LinkRow), values)


def remove_link(connection: Connection, pair: tuple[int, int]) -> None:
    """Take two cases apart, whichever came first."""
    one, other = pair
    connection.execute(
        delete(LinkRow).where(
            or_(
                (LinkRow.complaint_id == one) & (LinkRow.other_id == other),
                (LinkRow.complaint_id == other) & (LinkRow.other_id == one),
            )
        )
    )


def links_of(connection: Connection, complaint_id: int) -> dict[int, LinkKind]:
    """The cases that a case is linked with, by their ids, and how."""
    rows = connection.execute(
        select(LinkRow.complaint_id, LinkRow.other_id, LinkRow.kind).where(
            or_(LinkRow.complaint_id == complaint_id, LinkRow.other_id == complaint_id)
        )
    )
    return {row[1] if row[0] == complaint_id else row[0]: row[2] for row in rows}
