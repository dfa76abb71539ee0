"""Screens on a wall that show the board with nobody logged in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0012_walls"
down_revision = "0011_prompts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hall_id", sa.Integer()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String()),
        sa.Column("code_until", UTCDateTime),
        sa.Column("token_hash", sa.String()),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("ends_at", UTCDateTime, nullable=False),
        sa.Column("seen_at", UTCDateTime),
        sa.Column("revoked_at", UTCDateTime),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_wall_language")),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_wall_hall_id")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_wall_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_wall_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_token_hash")),
    )


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
