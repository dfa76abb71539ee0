"""The tables of the directory: halls, windows, staff, duties, and the versions that they went through.

A row belongs to every version `v` of its hall with `since_version <= v` and (`until_version` empty or `> v`).
Rows are never changed, only ended and followed, so that every past version can be loaded exactly.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime

CURRENT_ONLY = text("until_version IS NULL")


class HallRow(Base):
    """A hall as it is now. Its past names, zones, hotline numbers and hours are in `directory_version`."""

    __tablename__ = "hall"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str]
    hotline: Mapped[str] = mapped_column(index=True)
    """E.164, or empty where the hall has no number of its own."""
    opening: Mapped[str] = mapped_column(default="")
    """Opening hours as `intake/directory/opening.py` writes them; empty where nobody stated any."""
    version: Mapped[int]
    """The current version: 1, 2, 3 …"""


class VersionRow(Base):
    """One import that changed a hall: when, from what, how much; and the hall's own data from then on."""

    __tablename__ = "directory_version"
    __table_args__ = (CheckConstraint("version >= 1", name="version_positive"),)

    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    timezone: Mapped[str]
    hotline: Mapped[str]
    opening: Mapped[str] = mapped_column(default="")
    imported_at: Mapped[datetime] = mapped_column(UTCDateTime)
    source: Mapped[str]
    """Name of the file or folder, without its path; `by-hand.KIND` for a change made in the console."""
    actor: Mapped[str] = mapped_column(default="")
    """Login of whoever made it in the console; empty for the command."""
    content_hash: Mapped[str]
    """SHA-256 of the imported files, in hexadecimal digits."""
    rows_added: Mapped[int]
    rows_changed: Mapped[int]
    rows_removed: Mapped[int]
    days_replaced: Mapped[int]


class WindowRow(Base):
    """A window through some versions of its hall."""

    __tablename__ = "hall_window"
    __table_args__ = (
        UniqueConstraint("hall_id", "label", "since_version", name="uq_hall_window_version"),
        CheckConstraint("until_version > since_version", name="versions_ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    label: Mapped[str]
    bureau: Mapped[str]
    service: Mapped[str]
    former: Mapped[str]
    """Labels it bore before and people still use, separated by spaces."""
    since_version: Mapped[int]
    until_version: Mapped[int | None]


class StaffRow(Base):
    """A person through some versions of the hall; in service on both `active_from` and `active_to`."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("hall_id", "staff_no", "since_version", name="uq_staff_version"),
        CheckConstraint("until_version > since_version", name="versions_ordered"),
        CheckConstraint("active_to >= active_from", name="service_ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    staff_no: Mapped[str]
    name: Mapped[str]
    bureau: Mapped[str]
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    windows: Mapped[str]
    """Labels of the windows assigned to, separated by spaces; consulted where a window has no roster."""
    since_version: Mapped[int]
    until_version: Mapped[int | None]


class DutyRow(Base):
    """One person at one window for one span of a day, in the hall's time zone, through some versions."""

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("hall_id", "day", "staff_no", "start_time", "since_version", name="uq_duty_version"),
        Index("ix_duty_hall_id_until_version", "hall_id", "until_version"),
        Index(
            "ix_duty_shift",
            "hall_id",
            "window_label",
            "staff_no",
            "day",
            sqlite_where=CURRENT_ONLY,
            postgresql_where=CURRENT_ONLY,
        ),
        Index(
            "ix_duty_person",
            "staff_no",
            "hall_id",
            "window_label",
            sqlite_where=CURRENT_ONLY,
            postgresql_where=CURRENT_ONLY,
        ),
        CheckConstraint("until_version > since_version", name="versions_ordered"),
        CheckConstraint("end_time > start_time", name="times_ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    day: Mapped[date]
    start_time: Mapped[time]
    end_time: Mapped[time]
    window_label: Mapped[str]
    staff_no: Mapped[str]
    since_version: Mapped[int]
    until_version: Mapped[int | None]
