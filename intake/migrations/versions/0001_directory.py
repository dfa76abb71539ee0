"""Halls, windows, staff, duties and their versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0001_directory"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hall",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("hotline", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hall"),
        sa.UniqueConstraint("code", name="uq_hall_code"),
    )
    op.create_index("ix_hall_hotline", "hall", ["hotline"])
    op.create_table(
        "directory_version",
        sa.Column("hall_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("timezone", sa.String, nullable=False),
        sa.Column("hotline", sa.String, nullable=False),
        sa.Column("imported_at", UTCDateTime, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("rows_added", sa.Integer, nullable=False),
        sa.Column("rows_changed", sa.Integer, nullable=False),
        sa.Column("rows_removed", sa.Integer, nullable=False),
        sa.Column("days_replaced", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hall_id", "version", name="pk_directory_version"),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_directory_version_hall_id"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_directory_version_version_positive")),
    )
    op.create_table(
        "hall_window",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hall_id", sa.Integer, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("bureau", sa.String, nullable=False),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("former", sa.String, nullable=False),
        sa.Column("since_version", sa.Integer, nullable=False),
        sa.Column("until_version", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_hall_window"),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_hall_window_hall_id"),
        sa.UniqueConstraint("hall_id", "label", "since_version", name="uq_hall_window_version"),
        sa.CheckConstraint("until_version > since_version", name=op.f("ck_hall_window_versions_ordered")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hall_id", sa.Integer, nullable=False),
        sa.Column("staff_no", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("bureau", sa.String, nullable=False),
        sa.Column("active_from", sa.Date),
        sa.Column("active_to", sa.Date),
        sa.Column("windows", sa.String, nullable=False),
        sa.Column("since_version", sa.Integer, nullable=False),
        sa.Column("until_version", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_staff_hall_id"),
        sa.UniqueConstraint("hall_id", "staff_no", "since_version", name="uq_staff_version"),
        sa.CheckConstraint("until_version > since_version", name=op.f("ck_staff_versions_ordered")),
        sa.CheckConstraint("active_to >= active_from", name=op.f("ck_staff_service_ordered")),
    )
    create_duty()


def create_duty() -> None:
    key = ("hall_id", "day", "staff_no", "start_time", "since_version")
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("hall_id", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("start_time", sa.Time, nullable=False),
        sa.Column("end_time", sa.Time, nullable=False),
        sa.Column("window_label", sa.String, nullable=False),
        sa.Column("staff_no", sa.String, nullable=False),
        sa.Column("since_version", sa.Integer, nullable=False),
        sa.Column("until_version", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name="fk_duty_hall_id"),
        sa.UniqueConstraint(*key, name="uq_duty_version"),
        sa.CheckConstraint("until_version > since_version", name=op.f("ck_duty_versions_ordered")),
        sa.CheckConstraint("end_time > start_time", name=op.f("ck_duty_times_ordered")),
    )
    op.create_index("ix_duty_hall_id_until_version", "duty", ["hall_id", "until_version"])


def downgrade() -> None:
    for table in ("duty", "staff", "hall_window", "directory_version", "hall"):
        op.drop_table(table)
