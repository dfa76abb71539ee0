"""Words, last digits of numbers, windows and days of receipt can be searched; complainants' names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_search"
down_revision = "0007_api"
branch_labels = None
depends_on = None

TAIL_ONLY = sa.text("caller_tail IS NOT NULL")
WINDOW_ONLY = sa.text('"window" IS NOT NULL')

# SQLite. Words of three characters and more are found by their trigrams; the line feed behind each statement
# makes its last two characters the beginning of a trigram too. Nothing of the text is kept a second time.
SQLITE = (
    "CREATE VIRTUAL TABLE complaint_words USING fts5("
    "statement, content='', columnsize=0, tokenize='trigram')",
    "CREATE VIRTUAL TABLE complaint_trigrams USING fts5vocab('complaint_words', 'instance')",
    """CREATE TRIGGER complaint_words_added AFTER INSERT ON complaint WHEN new.statement <> '' BEGIN
    INSERT INTO complaint_words (rowid, statement) VALUES (new.id, new.statement || char(10));
END""",
    """CREATE TRIGGER complaint_words_changed AFTER UPDATE OF statement ON complaint
WHEN new.statement IS NOT old.statement BEGIN
    INSERT INTO complaint_words (complaint_words, rowid, statement)
        SELECT 'delete', old.id, old.statement || char(10) WHERE old.statement <> '';
    INSERT INTO complaint_words (rowid, statement)
        SELECT new.id, new.statement || char(10) WHERE new.statement <> '';
END""",
    """CREATE TRIGGER complaint_words_removed AFTER DELETE ON complaint WHEN old.statement <> '' BEGIN
    INSERT INTO complaint_words (complaint_words, rowid, statement)
        VALUES ('delete', old.id, old.statement || char(10));
END""",
    "INSERT INTO complaint_words (rowid, statement)"
    " SELECT id, statement || char(10) FROM complaint WHERE statement <> ''",
)
# PostgreSQL. Pairs of neighbouring characters in a plain GIN index: unlike pg_trgm this finds words of two
# characters, needs no extension, and doesn't depend on the locale, under some of which pg_trgm skips Chinese.
# With each case goes the stretch of ids that it lies in, so that the latest stretch can be asked for alone.
POSTGRESQL = (
    """CREATE FUNCTION statement_pairs(id integer, statement text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT this || next), '{}') || ('#' || (id >> 16))::text FROM (
        SELECT letter AS this, lead(letter) OVER (ORDER BY place) AS next
        FROM unnest(string_to_array(lower(statement), NULL)) WITH ORDINALITY AS letters(letter, place)
    ) AS neighbours WHERE next IS NOT NULL
$$""",
    "CREATE INDEX ix_complaint_words ON complaint USING gin (statement_pairs(id, statement))",
)


def upgrade() -> None:
    op.add_column("complaint", sa.Column("caller_tail", sa.String()))
    op.add_column("complaint", sa.Column("complainant_sealed", sa.LargeBinary()))
    for name, columns, which in (
        ("ix_complaint_tail", ["caller_tail", "id"], TAIL_ONLY),
        ("ix_complaint_window", ["window", "id"], WINDOW_ONLY),
    ):
        op.create_index(name, "complaint", columns, sqlite_where=which, postgresql_where=which)
    op.create_index("ix_complaint_received", "complaint", ["received_at", "id"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("backups go back, migrations don't")
