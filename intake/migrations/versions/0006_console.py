"""More ways in and out of a case, who may be meant, who works on it, what it is linked with, who unmasked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from intake.database import UTCDateTime

revision = "0006_console"
down_revision = "0005_accounts"
branch_labels = None
depends_on = None

JSONS = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
CHANNELS = ("phone", "sms", "walk_in", "letter", "web", "broadcast", "hotline_12345")
STATUSES = (
    "received", "identifying", "pinned", "in_review", "not_a_complaint", "unreachable", "accepted",
    "verifying", "substantiated", "partly", "unsubstantiated", "undetermined", "informed", "transferred",
    "merged",
)  # fmt: skip
DOUBTS = ("unfinished", "contradictory", "doubtful")
# Every check of the table: a table made anew has only those that are named again.
COMPLAINT_CHECKS = {
    "purpose": ("none", "complaint", "praise", "rating", "message", "other"),
    "attribution": ("exact", "candidate", "group", "none"),
    "wish": ("unknown", "yes", "other_number", "no"),
}
RATINGS = ("rating", "handling_rating")
AWAITING = "{0}status IN ('received', 'identifying', 'in_review') AND {0}purpose <> 'rating'"
EXTERNAL_ONLY = sa.text("external_no IS NOT NULL")
TEXT_ONLY = sa.text("text_hash IS NOT NULL")
OPERATOR_ONLY = sa.text("status = 'operator'")
CURRENT_ONLY = sa.text("until_version IS NULL")
# The order, then all that filters and the viewer's sight look at: the queue is searched within the index.
QUEUE_COLUMNS = [
    *("urgent_at", "id", "hall_id", "status", "purpose", "doubt", "channel", "language", "due_at", "flags"),
    *("staff_no", "window", "event_first", "event_last", "event_part"),
]
UNDATED = timedelta(days=30)
LIMIT = timedelta(days=7)  # of cases from before; nobody can tell now which days they would have had
BATCH = 1000
AT_ODDS = {"contradiction", "nobody_there", "not_in_service", "name_not_in_service", "when_future"}

COMPLAINT = sa.table(
    "complaint",
    sa.column("id", sa.Integer),
    sa.column("hall_id", sa.Integer),
    sa.column("received_at", UTCDateTime),
    sa.column("evidence", JSONS),
    sa.column("decision", JSONS),
    sa.column("urgent_at", UTCDateTime),
    sa.column("event_first", sa.Date),
    sa.column("event_last", sa.Date),
    sa.column("event_part", sa.String),
    sa.column("doubt", sa.String),
)


def one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


def some_rows(which: sa.TextClause, name: str, table: str, columns: list[str], *, unique: bool) -> None:
    """An index of some rows only."""
    op.create_index(name, table, columns, unique=unique, sqlite_where=which, postgresql_where=which)


def upgrade() -> None:
    make_candidates()
    for column in new_columns():
        op.add_column("complaint", column)
    fill_columns()
    settle_complaint()
    widen_conversation()
    make_indexes()
    make_desk()


def new_columns() -> list[sa.Column[Any]]:
    """Empty at first; the rows that are there are filled before the empty is forbidden."""
    return [
        sa.Column("external_no", sa.String()),
        sa.Column("external_received_at", UTCDateTime),
        sa.Column("registered_by", sa.Integer()),
        sa.Column("due_at", UTCDateTime),
        sa.Column("urgent_at", UTCDateTime),
        sa.Column("event_first", sa.Date()),
        sa.Column("event_last", sa.Date()),
        sa.Column("event_part", sa.String()),
        sa.Column("doubt", sa.String(length=32)),
        sa.Column("text_hash", sa.String()),
    ]


def make_candidates() -> None:
    op.create_table(
        "case_candidate",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_case_candidate_complaint_id")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["hall.id"], name=op.f("fk_case_candidate_hall_id")),
        sa.PrimaryKeyConstraint("complaint_id", "staff_no", name=op.f("pk_case_candidate")),
    )
    op.create_index("ix_case_candidate_person", "case_candidate", ["staff_no", "hall_id", "complaint_id"])


def fill_columns() -> None:
    """What follows from what is on file: urgency, days of the event, the kind of doubt, candidates."""
    connection = op.get_bind()
    halls = connection.execute(sa.text("SELECT id, timezone FROM hall"))
    zones = {row.id: ZoneInfo(row.timezone) for row in halls}
    candidates = sa.table("case_candidate", *map(sa.column, CANDIDATE))
    changed = sa.update(COMPLAINT).where(COMPLAINT.c.id == sa.bindparam("case"))
    last = 0
    while True:
        columns = [COMPLAINT.c[name] for name in ("id", "hall_id", "received_at", "evidence", "decision")]
        rows = connection.execute(
            sa.select(*columns).where(COMPLAINT.c.id > last).order_by(COMPLAINT.c.id).limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        found = [filled(row, zones.get(row.hall_id, ZoneInfo("Asia/Shanghai"))) for row in rows]
        connection.execute(changed, found)
        people = [person for row in rows for person in people_of(row)]
        if people:
            connection.execute(sa.insert(candidates), people)


CANDIDATE = ("complaint_id", "staff_no", "hall_id", "rank", "score")


def filled(row: sa.Row[Any], zone: ZoneInfo) -> dict[str, Any]:
    evidence, decision = row.evidence or [], row.decision or {}
    whens = [item["when"] for item in evidence if item.get("when")]
    today: date = row.received_at.astimezone(zone).date()
    parts = {when[2] for when in whens}
    codes = [reason["code"] for reason in decision.get("reasons", [])]
    at_odds = any(code in AT_ODDS or code.startswith("conflict_") for code in codes)
    return {
        "case": row.id,
        "urgent_at": row.received_at + LIMIT,
        "event_first": min((date.fromisoformat(when[0]) for when in whens), default=today - UNDATED),
        "event_last": max((date.fromisoformat(when[1]) for when in whens), default=today),
        "event_part": parts.pop() if len(parts) == 1 else None,
        "doubt": "contradictory" if at_odds else "doubtful" if decision.get("candidates") else "unfinished",
    }


def people_of(row: sa.Row[Any]) -> list[dict[str, Any]]:
    """The candidates of its decision, and who bears a staff number that was stated."""
    if row.hall_id is None:
        return []
    scores = {one["staff_no"]: one["score"] for one in (row.decision or {}).get("candidates", ())}
    for item in row.evidence or ():
        if item["kind"] == "staff_no" and item.get("value"):
            scores.setdefault(item["value"], 0.0)
    return [
        {"complaint_id": row.id, "staff_no": staff_no, "hall_id": row.hall_id, "rank": rank, "score": score}
        for rank, (staff_no, score) in enumerate(scores.items())
    ]


def settle_complaint() -> None:
    """More channels and statuses; what every case has may not be empty."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("complaint", recreate="always" if sqlite else "never") as table:
        table.alter_column("urgent_at", existing_type=UTCDateTime, nullable=False)
        for name in ("event_first", "event_last"):
            table.alter_column(name, existing_type=sa.Date(), nullable=False)
        table.alter_column("doubt", existing_type=sa.String(length=32), nullable=False)
        table.create_foreign_key(op.f("fk_complaint_registered_by"), "account", ["registered_by"], ["id"])
        if sqlite:
            for name, values in COMPLAINT_CHECKS.items():
                table.create_check_constraint(op.f(f"ck_complaint_{name}"), one_of(name, values))
            for name in RATINGS:
                table.create_check_constraint(op.f(f"ck_complaint_{name}_levels"), f"{name} BETWEEN 1 AND 5")
        else:
            for name in ("status", "channel"):
                table.drop_constraint(op.f(f"ck_complaint_{name}"), type_="check")
        for name, values in {"status": STATUSES, "channel": CHANNELS, "doubt": DOUBTS}.items():
            table.create_check_constraint(op.f(f"ck_complaint_{name}"), one_of(name, values))


def widen_conversation() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("conversation", recreate="always" if sqlite else "never") as table:
        if sqlite:
            table.create_check_constraint(
                op.f("ck_conversation_ended"), one_of("ended", ("finished", "dropped", "resumed"))
            )
        else:
            table.drop_constraint(op.f("ck_conversation_channel"), type_="check")
        table.create_check_constraint(op.f("ck_conversation_channel"), one_of("channel", CHANNELS))


def make_indexes() -> None:
    # The plus keeps SQLite from looking a status up in another index instead.
    op.create_index(
        "ix_complaint_queue",
        "complaint",
        QUEUE_COLUMNS,
        sqlite_where=sa.text(AWAITING.format("+")),
        postgresql_where=sa.text(AWAITING.format("")),
    )
    some_rows(EXTERNAL_ONLY, "uq_complaint_external", "complaint", ["channel", "external_no"], unique=True)
    some_rows(TEXT_ONLY, "ix_complaint_text", "complaint", ["text_hash"], unique=False)
    some_rows(OPERATOR_ONLY, "ix_callback_operator", "callback", ["complaint_id"], unique=False)
    some_rows(
        CURRENT_ONLY,
        "ix_duty_shift",
        "duty",
        ["hall_id", "window_label", "staff_no", "day"],
        unique=False,
    )


def make_desk() -> None:
    """Who works on a case, what it is linked with, who looked at what is masked."""
    op.create_table(
        "case_claim",
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("claimed_at", UTCDateTime, nullable=False),
        sa.Column("seen_at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_case_claim_complaint_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_claim_account_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_case_claim")),
    )
    op.create_index("ix_case_claim_account", "case_claim", ["account_id"])
    kind = sa.Enum("like", "merged", name="kind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "case_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.CheckConstraint("complaint_id <> other_id", name=op.f("ck_case_link_two_cases")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_case_link_complaint_id")),
        sa.ForeignKeyConstraint(["other_id"], ["complaint.id"], name=op.f("fk_case_link_other_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_link_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
        sa.UniqueConstraint("complaint_id", "other_id", name=op.f("uq_case_link_complaint_id_other_id")),
    )
    op.create_index("ix_case_link_other", "case_link", ["other_id"])
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer()),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_log_account_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_access_log_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_account", "access_log", ["account_id", "at"])
    op.create_index("ix_access_log_complaint", "access_log", ["complaint_id"])


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
