"""The table of what is counted to keep guessers and loops away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime


class ThrottleRow(Base):
    """How often something happened in one span of time; `key` tells no number and no address."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(UTCDateTime, primary_key=True)
    hits: Mapped[int]
