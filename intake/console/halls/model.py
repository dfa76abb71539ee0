"""The table of uploaded files that wait for somebody to look at the preview and apply it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime


class UploadRow(Base):
    """Files as they were uploaded, sealed, for the account that uploaded them and nobody else."""

    __tablename__ = "directory_upload"
    __table_args__ = (Index("ix_directory_upload_expiry", "expires_at"),)

    ref: Mapped[str] = mapped_column(primary_key=True)
    """Random, for addresses: it tells nothing and can't be guessed."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    """What the version will say it came from: the files' names."""
    files_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
