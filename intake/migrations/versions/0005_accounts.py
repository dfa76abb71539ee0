"""Accounts of the people who work at the console, their sessions, and tries to log in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0005_accounts"
down_revision = "0004_callbacks"
branch_labels = None
depends_on = None

ROLES = ("operator", "supervisor", "appraiser", "administrator", "auditor")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary()),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("hall_id", sa.Integer()),
        sa.Column("staff_no", sa.String()),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("last_login_at", UTCDateTime),
        sa.Column("password_at", UTCDateTime, nullable=False),
        sa.Column("sessions_from", UTCDateTime, nullable=False),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_account_language")),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_account_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "account_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", UTCDateTime, nullable=False),
        sa.Column("seen_at", UTCDateTime, nullable=False),
        sa.Column("confirmed_at", UTCDateTime, nullable=False),
        sa.Column("ended_at", UTCDateTime),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_session")),
    )
    op.create_index("ix_account_session_account", "account_session", ["account_id"])
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login_index", sa.String(), nullable=False),
        sa.Column("address_index", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_login", "login_attempt", ["login_index", "at"])
    op.create_index("ix_login_attempt_address", "login_attempt", ["address_index", "at"])


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
