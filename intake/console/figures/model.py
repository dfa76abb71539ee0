"""The tables of figures that were counted already: spans of whole days, and what came in within them; and the
indices by which figures find cases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from intake.cases.model import WINDOW_ONLY, ComplaintRow
from intake.database import Base, UTCDateTime

BURST = "CAST({0}flags AS TEXT) LIKE '%burst_%'"  # queries for campaigns repeat it word for word
BURST_ONLY = text(BURST.format(""))
OF_BURSTS = Index(
    "ix_complaint_burst", ComplaintRow.received_at, sqlite_where=BURST_ONLY, postgresql_where=BURST_ONLY
)
# Cases of a window by the days that they may be about: whom a case concerns is known by its roster.
OF_DAYS = Index(
    "ix_complaint_event",
    *(ComplaintRow.hall_id, ComplaintRow.window, ComplaintRow.event_last, ComplaintRow.event_first),
    sqlite_where=WINDOW_ONLY,
    postgresql_where=WINDOW_ONLY,
)


class TallySpanRow(Base):
    """A day or a whole month whose cases are counted: all of them, or with `whose` those kept from a person.

    first, last: its days, both included, in `zone`. since, until: the same as moments. first_id, last_id: the
    lowest and highest id of its cases, of all; None without any. made_at: what changed later is not in it.
    whose: a person, as `whose` in `cover.py` writes it; empty for all cases. basis: what the
    directory said of that person then (`intake.desk.conflict.standing`).
    """

    __tablename__ = "tally_span"
    __table_args__ = (UniqueConstraint("zone", "whose", "first", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    zone: Mapped[str]
    whose: Mapped[str] = mapped_column(default="", server_default="")
    basis: Mapped[str] = mapped_column(default="", server_default="")
    first: Mapped[date]
    last: Mapped[date]
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
    first_id: Mapped[int | None]
    last_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TallyRow(Base):
    """Counts of a span's cases, whoever may see them, by one value of a dimension in one hall.

    hall_id: 0 for cases of no hall. value: empty for cases without one. The counts are those of `Tally`,
    below zero in a span of cases kept from a person: the sum of both is what that person may learn.
    """

    __tablename__ = "tally"
    __table_args__ = ({"sqlite_with_rowid": False},)

    span_id: Mapped[int] = mapped_column(ForeignKey("tally_span.id"), primary_key=True, autoincrement=False)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    hall_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(primary_key=True)
    complaints: Mapped[int]
    ratings: Mapped[int]
    ours: Mapped[int]
    pinned: Mapped[int]
    exact: Mapped[int]
    unreachable: Mapped[int]
    resolved: Mapped[int]
    founded: Mapped[int]
    rated: Mapped[int]
    content: Mapped[int]
    handled: Mapped[int]
    appreciated: Mapped[int]
    called: Mapped[int]
    in_time: Mapped[int]
    first: Mapped[int]
    callback: Mapped[int]
    later: Mapped[int]
    person: Mapped[int]
    overturned: Mapped[int]
