"""Versions of call prompts with their recordings; under which set of prompts a call was held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0011_prompts"
down_revision = "0010_directory_console"
branch_labels = None
depends_on = None


def enumerated(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.add_column("conversation", sa.Column("prompt_set", sa.String()))
    op.create_table(
        "prompt_sound",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("format", enumerated("format", "wav", "mp3"), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_prompt_sound")),
    )
    op.create_table(
        "prompt_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", enumerated("kind", "text", "recording", "built_in"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sound", sa.String()),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_prompt_version_hall_id")),
        sa.ForeignKeyConstraint(["sound"], ["prompt_sound.digest"], name=op.f("fk_prompt_version_sound")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_prompt_version_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_version")),
    )
    op.create_index("ix_prompt_version_place", "prompt_version", ["key", "language", "hall_id", "id"])


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
