"""The table of screens on a wall."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime


class WallRow(Base):
    """A screen that shows the board of one hall, or of all, with nobody logged in.

    code_hash: of what is typed on the screen once, until `code_until`; token_hash: of what the screen keeps
    then. It shows the board until `ends_at`, unless it is revoked before.
    """

    __tablename__ = "wall"
    __table_args__ = (CheckConstraint("language IN ('zh', 'en')", name="language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    language: Mapped[str]
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    code_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
