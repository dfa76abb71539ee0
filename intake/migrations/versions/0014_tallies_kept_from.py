"""Counts of the cases that are kept from somebody, beside those of all cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_tallies_kept_from"
down_revision = "0013_tallies"
branch_labels = None
depends_on = None

OLD, NEW = "uq_tally_span_zone_first_last", "uq_tally_span_zone_whose_first_last"


def upgrade() -> None:
    with op.batch_alter_table("tally_span") as table:
        table.add_column(sa.Column("whose", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("basis", sa.String(), nullable=False, server_default=""))
        table.drop_constraint(OLD, type_="unique")
        table.create_unique_constraint(NEW, ["zone", "whose", "first", "last"])


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
