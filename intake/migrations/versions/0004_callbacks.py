"""Attempts and what was reported of them, alarms, heartbeats, switches; findings and unreachable cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.database import UTCDateTime

revision = "0004_callbacks"
down_revision = "0003_telephony"
branch_labels = None
depends_on = None

PENDING_ONLY = sa.text("status = 'pending'")
LIVE_ONLY = sa.text("status <> 'ended'")
OUTCOMES = (
    "confirmed", "unconfirmed", "machine", "third_party", "later", "person", "wrong_number", "refused",
    "no_answer", "busy", "rejected", "powered_off", "unassigned", "failed", "not_placed", "unknown",
)  # fmt: skip
STATUSES = (
    "received", "identifying", "pinned", "in_review", "not_a_complaint", "unreachable", "accepted",
    "verifying", "substantiated", "partly", "unsubstantiated", "undetermined", "informed",
)  # fmt: skip
# Every check of the table but that of its status: a table made anew has only those that are named again.
COMPLAINT_CHECKS = {
    "purpose": ("none", "complaint", "praise", "rating", "message", "other"),
    "channel": ("phone", "sms"),
    "attribution": ("exact", "candidate", "group", "none"),
    "wish": ("unknown", "yes", "other_number", "no"),
}


def choice(name: str, *values: str, nullable: bool = False) -> sa.Column[str]:
    """A text column with the CHECK that the database enforces."""
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def index_rows(which: sa.TextClause, name: str, table: str, columns: list[str], *, unique: bool) -> None:
    """An index of some rows only."""
    op.create_index(name, table, columns, unique=unique, sqlite_where=which, postgresql_where=which)


def upgrade() -> None:
    widen_complaint()
    replace_callback()
    make_attempt()
    make_watch()


def widen_complaint() -> None:
    """More statuses, and how the complainant rates the handling."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("complaint", recreate="always" if sqlite else "never") as table:
        table.add_column(sa.Column("handling_rating", sa.Integer()))
        if sqlite:
            for name, values in COMPLAINT_CHECKS.items():
                table.create_check_constraint(op.f(f"ck_complaint_{name}"), one_of(name, values))
            table.create_check_constraint(op.f("ck_complaint_rating_levels"), "rating BETWEEN 1 AND 5")
        else:
            table.drop_constraint(op.f("ck_complaint_status"), type_="check")
        table.create_check_constraint(op.f("ck_complaint_status"), one_of("status", STATUSES))
        table.create_check_constraint(
            op.f("ck_complaint_handling_rating_levels"), "handling_rating BETWEEN 1 AND 5"
        )


def replace_callback() -> None:
    """The table as it now is, with the rows that it had; nothing refers to them yet."""
    op.execute(
        "CREATE TABLE callback_before AS"
        " SELECT complaint_id, status, due_at, created_at, updated_at FROM callback"
    )
    op.drop_table("callback")
    op.create_table(
        "callback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        choice("kind", "callback", "follow_up"),
        choice("reason", "unfinished", "outcome", "operator"),
        choice(
            "status",
            "pending",
            "completed",
            "withdrawn",
            "refused",
            "wrong_number",
            "operator",
            "unreachable",
        ),
        choice("task", "", "unreachable", "unassigned", "stuck", "fault", "person", "unfit", "unclear"),
        sa.Column("due_at", UTCDateTime, nullable=False),
        sa.Column("not_before", UTCDateTime),
        sa.Column("claim", sa.String()),
        sa.Column("requested_at", UTCDateTime, nullable=False),
        sa.Column("updated_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_callback_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    op.execute(
        "INSERT INTO callback (complaint_id, kind, reason, status, task, due_at, requested_at, updated_at)"
        " SELECT complaint_id, 'callback', 'unfinished', status, '', due_at, created_at, updated_at"
        " FROM callback_before"
    )
    op.drop_table("callback_before")
    index_rows(PENDING_ONLY, "ix_callback_due", "callback", ["due_at"], unique=False)
    index_rows(PENDING_ONLY, "uq_callback_pending", "callback", ["complaint_id"], unique=True)
    op.create_index("ix_callback_complaint", "callback", ["complaint_id"])


def make_attempt() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("callback_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        choice("status", "dialing", "deferred", "unknown", "placed", "ringing", "answered", "ended"),
        sa.Column("callee_index", sa.String(), nullable=False),
        sa.Column("from_number", sa.String(), nullable=False),
        sa.Column("provider_call_id", sa.String()),
        choice("outcome", *OUTCOMES, nullable=True),
        sa.Column("reached", sa.String(), nullable=False),
        sa.Column("counted", sa.Boolean()),
        sa.Column("ring_seconds", sa.Integer()),
        sa.Column("deferrals", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("dialed_at", UTCDateTime, nullable=False),
        sa.Column("placed_at", UTCDateTime),
        sa.Column("ringing_at", UTCDateTime),
        sa.Column("answered_at", UTCDateTime),
        sa.Column("ended_at", UTCDateTime),
        sa.Column("text_id", sa.Integer()),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name=op.f("fk_attempt_callback_id")),
        sa.ForeignKeyConstraint(["text_id"], ["outgoing_message.id"], name=op.f("fk_attempt_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("callback_id", "seq", name=op.f("uq_attempt_callback_id_seq")),
        sa.UniqueConstraint("token", name=op.f("uq_attempt_token")),
        sa.UniqueConstraint("provider_call_id", name=op.f("uq_attempt_provider_call_id")),
    )
    index_rows(LIVE_ONLY, "uq_attempt_live", "attempt", ["callback_id"], unique=True)
    index_rows(LIVE_ONLY, "uq_attempt_callee", "attempt", ["callee_index"], unique=True)
    op.create_index("ix_attempt_callee", "attempt", ["callee_index", "dialed_at"])
    op.create_index("ix_attempt_dialed", "attempt", ["dialed_at"])
    op.create_table(
        "attempt_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer()),
        sa.Column("provider_call_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sequence", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("received_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_event_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_event")),
        sa.UniqueConstraint(
            "provider_call_id",
            "status",
            "sequence",
            name=op.f("uq_attempt_event_provider_call_id_status_sequence"),
        ),
    )


def make_watch() -> None:
    """Who is not called, how fast we call, what is wrong, who lives, what is switched off."""
    op.create_table(
        "do_not_call",
        sa.Column("caller_index", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("caller_index", name=op.f("pk_do_not_call")),
    )
    op.create_table(
        "line",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("next_at", UTCDateTime, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_line")),
    )
    op.create_table(
        "alarm",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("raised_at", UTCDateTime, nullable=False),
        sa.Column("last_at", UTCDateTime, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("cleared_at", UTCDateTime),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alarm")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "switch",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switch")),
    )


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
