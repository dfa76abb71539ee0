"""Opening hours of halls, who made a version of a directory, and files uploaded for a preview."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0010_directory_console"
down_revision = "0009_operations"
branch_labels = None
depends_on = None

EMPTY = sa.text("''")


def upgrade() -> None:
    added = (("hall", "opening"), ("directory_version", "opening"), ("directory_version", "actor"))
    for table, column in added:
        op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=EMPTY))
    op.create_table(
        "directory_upload",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("files_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("expires_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_directory_upload_account_id")),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_directory_upload")),
    )
    op.create_index("ix_directory_upload_expiry", "directory_upload", ["expires_at"])


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
