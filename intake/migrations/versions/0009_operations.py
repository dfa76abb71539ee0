"""Policy set in the console, failures that were settled, what jobs and the provider did, deeds by person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0009_operations"
down_revision = "0008_search"
branch_labels = None
depends_on = None

# What was given up and nobody has settled yet, by table: its condition, and the column of the reason.
GIVEN_UP = {
    "recording": ("status = 'failed' AND settled_at IS NULL", "last_fault"),
    "outgoing_message": (
        "status IN ('failed', 'undelivered', 'unknown') AND settled_at IS NULL",
        "error_code",
    ),
    "api_delivery": ("status = 'dead' AND settled_at IS NULL", "fault"),
}
BY_PEOPLE = sa.text("actor NOT IN ('complainant', 'callback', 'reconcile')")


def upgrade() -> None:
    for table, (condition, reason) in GIVEN_UP.items():
        op.add_column(table, sa.Column("settled_at", UTCDateTime))
        which = sa.text(condition)
        for name, columns in ((f"ix_{table}_given_up", ["id"]), (f"ix_{table}_reason", [reason, "id"])):
            op.create_index(name, table, columns, sqlite_where=which, postgresql_where=which)
    make_policy()
    make_facts()
    for name, columns in (("at", ["at", "id"]), ("what", ["what", "at", "id"])):
        op.create_index(f"ix_access_log_{name}", "access_log", columns)
    for name, columns in (
        ("at", ["at", "id"]),
        ("actor", ["actor", "at", "id"]),
        ("event", ["event", "at", "id"]),
    ):
        op.create_index(
            f"ix_case_event_{name}",
            "case_event",
            columns,
            sqlite_where=BY_PEOPLE,
            postgresql_where=BY_PEOPLE,
        )


def make_policy() -> None:
    op.create_table(
        "policy_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String()),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_policy_value_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_value")),
    )
    op.create_index("ix_policy_value_name", "policy_value", ["name", "id"])


def make_facts() -> None:
    op.create_table(
        "job",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("done_at", UTCDateTime),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("failed_at", UTCDateTime),
        sa.PrimaryKeyConstraint("worker", "name", name=op.f("pk_job")),
    )
    op.create_table(
        "fact",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )
    op.create_table(
        "provider_fault",
        sa.Column("since", UTCDateTime, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("since", "reason", name=op.f("pk_provider_fault")),
    )


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
