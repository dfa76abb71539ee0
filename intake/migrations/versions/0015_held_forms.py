"""Forms that wait until the password has been given once more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0015_held_forms"
down_revision = "0014_tallies_kept_from"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_form",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("expires_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_held_form_account_id")),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_held_form")),
    )
    op.create_index("ix_held_form_account", "held_form", ["account_id"])
    op.create_index("ix_held_form_expiry", "held_form", ["expires_at"])


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
