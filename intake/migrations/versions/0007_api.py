"""Tokens, hooks and deliveries of the API; counts against guessers; complaints by when they changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from intake.database import UTCDateTime

revision = "0007_api"
down_revision = "0006_console"
branch_labels = None
depends_on = None

JSONS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
PENDING = sa.text("status = 'pending'")


def upgrade() -> None:
    for name, column in (("updated", "updated_at"), ("hall", "hall_id"), ("status", "status")):
        op.create_index(f"ix_complaint_{name}", "complaint", [column, "id"])
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", UTCDateTime, nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "since", name=op.f("pk_throttle")),
    )
    make_tokens()
    make_hooks()
    make_deliveries()


def make_tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scopes", JSONS, nullable=False),
        sa.Column("hall_id", sa.Integer()),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("revoked_at", UTCDateTime),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_api_token_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("name", name=op.f("uq_api_token_name")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    op.create_table(
        "api_request",
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_api_request_token_id")),
        sa.PrimaryKeyConstraint("token_id", "key", name=op.f("pk_api_request")),
    )
    op.create_index("ix_api_request_at", "api_request", ["at"])


def make_hooks() -> None:
    op.create_table(
        "api_hook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kinds", JSONS, nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("ended_at", UTCDateTime),
        sa.Column("scanned_to", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.Integer(), nullable=False),
        sa.Column("ceiling_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_token.id"], name=op.f("fk_api_hook_token_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_hook")),
        sa.UniqueConstraint("ref", name=op.f("uq_api_hook_ref")),
    )
    op.create_index("ix_api_hook_token", "api_hook", ["token_id"])


def make_deliveries() -> None:
    values = ("pending", "delivered", "dead")
    status = sa.Enum(*values, name="status", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "api_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("hook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime, nullable=False),
        sa.Column("claim", sa.String()),
        sa.Column("code", sa.Integer()),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("delivered_at", UTCDateTime),
        sa.ForeignKeyConstraint(["hook_id"], ["api_hook.id"], name=op.f("fk_api_delivery_hook_id")),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"], name=op.f("fk_api_delivery_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_delivery")),
        sa.UniqueConstraint("ref", name=op.f("uq_api_delivery_ref")),
        sa.UniqueConstraint("hook_id", "event_id", name=op.f("uq_api_delivery_hook_id_event_id")),
    )
    op.create_index(
        "ix_api_delivery_due", "api_delivery", ["due_at"], sqlite_where=PENDING, postgresql_where=PENDING
    )


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
