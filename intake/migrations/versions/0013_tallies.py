"""Days and months whose cases are counted already; indices of rosters by person, cases by day, bursts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0013_tallies"
down_revision = "0012_walls"
branch_labels = None
depends_on = None

COUNTS = (
    *("complaints", "ratings", "ours", "pinned", "exact", "unreachable", "resolved", "founded"),
    *("rated", "content", "handled", "appreciated", "called", "in_time"),
    *("first", "callback", "later", "person", "overturned"),
)
WINDOW_ONLY = sa.text('"window" IS NOT NULL')
BURST_ONLY = sa.text("CAST(flags AS TEXT) LIKE '%burst_%'")
CURRENT_ONLY = sa.text("until_version IS NULL")


def upgrade() -> None:
    op.create_table(
        "tally_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("since", UTCDateTime, nullable=False),
        sa.Column("until", UTCDateTime, nullable=False),
        sa.Column("first_id", sa.Integer()),
        sa.Column("last_id", sa.Integer()),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_span")),
        sa.UniqueConstraint("zone", "first", "last", name=op.f("uq_tally_span_zone_first_last")),
    )
    op.create_table(
        "tally",
        sa.Column("span_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.ForeignKeyConstraint(["span_id"], ["tally_span.id"], name=op.f("fk_tally_span_id")),
        sa.PrimaryKeyConstraint("span_id", "dimension", "hall_id", "value", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_duty_person",
        "duty",
        ["staff_no", "hall_id", "window_label"],
        sqlite_where=CURRENT_ONLY,
        postgresql_where=CURRENT_ONLY,
    )
    op.create_index(
        "ix_complaint_event",
        "complaint",
        ["hall_id", "window", "event_last", "event_first"],
        sqlite_where=WINDOW_ONLY,
        postgresql_where=WINDOW_ONLY,
    )
    op.create_index(
        "ix_complaint_burst",
        "complaint",
        ["received_at"],
        sqlite_where=BURST_ONLY,
        postgresql_where=BURST_ONLY,
    )


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
