"""Complaints, conversations and turns, the timeline, callbacks that are due, and who wants no texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from intake.database import UTCDateTime

revision = "0002_cases"
down_revision = "0001_directory"
branch_labels = None
depends_on = None

JSONS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "opt_out",
        sa.Column("caller_index", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("caller_index", name=op.f("pk_opt_out")),
    )
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "none",
                "complaint",
                "praise",
                "rating",
                "message",
                "other",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "identifying",
                "pinned",
                "in_review",
                "not_a_complaint",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("phone", "sms", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("window", sa.String(), nullable=True),
        sa.Column("staff_no", sa.String(), nullable=True),
        sa.Column(
            "attribution",
            sa.Enum(
                "exact",
                "candidate",
                "group",
                "none",
                name="attribution",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("evidence", JSONS, nullable=False),
        sa.Column("decision", JSONS, nullable=True),
        sa.Column("decided_at", UTCDateTime, nullable=True),
        sa.Column("directory_version", sa.Integer(), nullable=True),
        sa.Column("flags", JSONS, nullable=False),
        sa.Column("caller_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("caller_index", sa.String(), nullable=True),
        sa.Column(
            "wish",
            sa.Enum(
                "unknown",
                "yes",
                "other_number",
                "no",
                name="wish",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wish_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("preferred", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime, nullable=False),
        sa.Column("pinned_at", UTCDateTime, nullable=True),
        sa.Column("updated_at", UTCDateTime, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_complaint_rating_levels")),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_complaint_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("case_no", name=op.f("uq_complaint_case_no")),
    )
    op.create_index("ix_complaint_caller", "complaint", ["caller_index", "received_at"], unique=False)
    op.create_index(
        "ix_complaint_respondent", "complaint", ["hall_id", "staff_no", "pinned_at"], unique=False
    )
    op.create_table(
        "callback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum("unfinished", name="reason", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending", "withdrawn", name="status", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("due_at", UTCDateTime, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("updated_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_callback_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    op.create_index(
        "ix_callback_due",
        "callback",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "uq_callback_pending",
        "callback",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=False),
        sa.Column("to_status", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_case_event_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("complaint_id", "seq", name=op.f("uq_case_event_complaint_id_seq")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("phone", "sms", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("step_token", sa.String(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("caller_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("caller_index", sa.String(), nullable=True),
        sa.Column("interview", sa.Text(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column(
            "ended",
            sa.Enum(
                "finished",
                "dropped",
                "resumed",
                name="ended",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("started_at", UTCDateTime, nullable=False),
        sa.Column("heard_at", UTCDateTime, nullable=False),
        sa.Column("ended_at", UTCDateTime, nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_conversation_complaint_id")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_conversation_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("channel", "provider_id", name=op.f("uq_conversation_channel_provider_id")),
        sa.UniqueConstraint("step_token", name=op.f("uq_conversation_step_token")),
        sa.UniqueConstraint("token", name=op.f("uq_conversation_token")),
    )
    op.create_index("ix_conversation_caller", "conversation", ["caller_index", "heard_at"], unique=False)
    op.create_index("ix_conversation_complaint", "conversation", ["complaint_id"], unique=False)
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("provider_ids", JSONS, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_turn_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("event_key", name=op.f("uq_turn_event_key")),
    )
    op.create_index("ix_turn_conversation", "turn", ["conversation_id", "seq"], unique=False)


def downgrade() -> None:
    for table in ("turn", "conversation", "case_event", "callback", "complaint", "opt_out"):
        op.drop_table(table)
