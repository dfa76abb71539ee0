"""Recordings to be fetched, text messages to be sent, and what became of those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0003_telephony"
down_revision = "0002_cases"
branch_labels = None
depends_on = None

TO_FETCH = sa.text("status IN ('expected', 'pending')")
TO_SEND = sa.text("status IN ('queued', 'sending')")


def status(*values: str) -> sa.Column[str]:
    """A status column with the CHECK that the database enforces."""
    kind = sa.Enum(*values, name="status", native_enum=False, create_constraint=True, length=32)
    return sa.Column("status", kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_recording_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer()),
        sa.Column("complaint_id", sa.Integer()),
        status("expected", "pending", "stored", "absent", "failed"),
        sa.Column("seconds", sa.Integer()),
        sa.Column("sha256", sa.String()),
        sa.Column("bytes", sa.Integer()),
        sa.Column("content_type", sa.String()),
        sa.Column("file_name", sa.String()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime, nullable=False),
        sa.Column("lease_until", UTCDateTime),
        sa.Column("first_seen_at", UTCDateTime, nullable=False),
        sa.Column("last_fault", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("provider_recording_id", name=op.f("uq_recording_provider_recording_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_recording_conversation_id")
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_recording_complaint_id")),
    )
    op.create_index(
        "ix_recording_due", "recording", ["due_at"], sqlite_where=TO_FETCH, postgresql_where=TO_FETCH
    )
    op.create_index("ix_recording_complaint", "recording", ["complaint_id"])
    op.create_index("ix_recording_conversation", "recording", ["conversation_id"])
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer()),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("to_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        status("queued", "sending", "unknown", "sent", "delivered", "undelivered", "failed"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime, nullable=False),
        sa.Column("lease_until", UTCDateTime),
        sa.Column("provider_message_id", sa.String()),
        sa.Column("error_code", sa.String()),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("updated_at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
        sa.UniqueConstraint("token", name=op.f("uq_outgoing_message_token")),
        sa.UniqueConstraint("provider_message_id", name=op.f("uq_outgoing_message_provider_message_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_outgoing_message_complaint_id")
        ),
    )
    op.create_index(
        "ix_outgoing_message_due",
        "outgoing_message",
        ["due_at"],
        sqlite_where=TO_SEND,
        postgresql_where=TO_SEND,
    )
    op.create_index("ix_outgoing_message_complaint", "outgoing_message", ["complaint_id"])
    op.create_table(
        "message_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_message_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("error_code", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_event")),
        sa.UniqueConstraint(
            "provider_message_id",
            "status",
            "error_code",
            name=op.f("uq_message_event_provider_message_id_status_error_code"),
        ),
    )


def downgrade() -> None:
    op.drop_table("message_event")
    op.drop_table("outgoing_message")
    op.drop_table("recording")
