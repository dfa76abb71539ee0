"""Words of statements: the condition of containing them, and the full-text index that finds them.

SQLite has trigrams (FTS5): a word of two characters is found as the beginning of trigrams.
PostgreSQL has pairs of characters (GIN). Neither knows single characters: those are looked for case by case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from intake.cases.model import ComplaintRow

SHORTEST_INDEXED, TRIGRAM = 2, 3
MOST_TRIGRAMS = 300  # a pair that begins more of them is in many cases: it is found among the latest
LAST_CHARACTER = "\U0010ffff"
INDEX = table("complaint_words", column("rowid", Integer))
# From one trigram to the next by the index, whatever the number of cases that each is in.
BEGINNING = text("""
WITH RECURSIVE found (term) AS (
    SELECT (SELECT term FROM complaint_trigrams WHERE term >= :pair LIMIT 1)
    UNION ALL
    SELECT (SELECT term FROM complaint_trigrams WHERE term >= found.term || char(1) LIMIT 1)
    FROM found WHERE substr(found.term, 1, 2) = :pair
)
SELECT term FROM found WHERE substr(term, 1, 2) = :pair LIMIT :most
""")
# How many of the latest cases are looked at before an index is asked that doesn't give the latest first.
LOOKED_AT = 500
STRETCH = 16  # bits of an id: so many cases are a stretch of the index on PostgreSQL
STRETCHES = 2  # are asked for one by one; of a word that is rare in them, all the rest at once
RARE = 200  # cases in those stretches


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """Between which ids cases are looked for, how many at most, and what else must hold for them."""

    low: int
    below: int
    most: int
    conditions: tuple[ColumnElement[bool], ...] = ()

    def holds(self, id_: Any) -> ColumnElement[bool]:
        return and_(id_ >= self.low, id_ < self.below)

    def reached(self, ids: list[int]) -> Reached:
        """What was found, which is all where it is less than might have been."""
        return Reached(ids=ids, reach=ids[-1] if len(ids) >= self.most else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """Ids, the latest first. reach: further back than this id nobody has looked; None where that was all."""

    ids: list[int]
    reach: int | None


def contains(word: str) -> ColumnElement[bool]:
    """The condition that a statement has the word in it, in capitals or not."""
    return func.lower(ComplaintRow.statement).contains(word.lower(), autoescape=True)


def gives_latest_first(connection: Connection, words: Sequence[str]) -> bool:
    """Whether the index itself gives the latest cases first."""
    return connection.dialect.name == "sqlite" and all(len(word) >= TRIGRAM for word in words)


def prepare(connection: Connection) -> None:
    """Tell the database what its planner can't know: for which words it plans, and that indexes serve.

    Holds to the end of the transaction. psycopg prepares what it sends often, and PostgreSQL then plans once
    for all words, rare or common.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
        connection.execute(text("SET LOCAL enable_seqscan = off"))


def indexed(connection: Connection, words: Sequence[str], bounds: Bounds) -> Reached | None:
    """Cases with all of the words; None where the index can't say."""
    known = [word.lower() for word in words if len(word) >= SHORTEST_INDEXED]
    if not known:
        return None
    if connection.dialect.name == "sqlite":
        match = " AND ".join(matches(connection, known))
        return bounds.reached(list(connection.scalars(by_trigrams(match, bounds)))) if match else None
    return by_stretches(connection, known, bounds)


def by_stretches(connection: Connection, words: Sequence[str], bounds: Bounds) -> Reached:
    """The latest stretches first: of a common word, all cases would take long to be fetched."""
    latest = connection.scalar(select(func.max(ComplaintRow.id)).where(bounds.holds(ComplaintRow.id))) or 0
    found: list[int] = []
    stretch = latest >> STRETCH
    for one in range(stretch, max(-1, stretch - STRETCHES), -1):
        found += connection.scalars(by_pairs(words, bounds, f"#{one}"))
        if len(found) >= bounds.most:
            return bounds.reached(found[: bounds.most])
    reach = (stretch - STRETCHES + 1) << STRETCH
    if reach <= bounds.low:
        return Reached(ids=found, reach=None)
    if len(found) > RARE:
        return Reached(ids=found, reach=reach)
    rest = connection.scalars(by_pairs(words, replace(bounds, below=min(bounds.below, reach))))
    return bounds.reached([*found, *rest][: bounds.most])


def matches(connection: Connection, words: Sequence[str]) -> Iterator[str]:
    """Each word as FTS5 has it; nothing of a pair that begins too many trigrams."""
    for word in words:
        if len(word) >= TRIGRAM:
            yield quoted(word)
            continue
        found = list(connection.scalars(BEGINNING, {"pair": word, "most": MOST_TRIGRAMS + 1}))
        if len(found) <= MOST_TRIGRAMS:
            yield f"({' OR '.join(map(quoted, found))})" if found else quoted(word + LAST_CHARACTER)


def quoted(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def by_trigrams(match: str, bounds: Bounds) -> Select[*tuple[Any, ...]]:
    id_ = INDEX.c.rowid
    found = select(id_).where(text("complaint_words MATCH :match").bindparams(match=match), bounds.holds(id_))
    if bounds.conditions:
        found = found.join(ComplaintRow, ComplaintRow.id == id_).where(*bounds.conditions)
    return found.order_by(id_.desc()).limit(bounds.most)


def by_pairs(words: Sequence[str], bounds: Bounds, *stretch: str) -> Select[*tuple[Any, ...]]:
    pairs = sorted({word[at : at + 2] for word in words for at in range(len(word) - 1)})
    held = func.statement_pairs(ComplaintRow.id, ComplaintRow.statement, type_=ARRAY(Text))
    hits = (
        select(ComplaintRow.id)
        .where(held.contains(cast([*pairs, *stretch], ARRAY(Text))), *map(contains, words))
        .where(bounds.holds(ComplaintRow.id), *bounds.conditions)
        .cte("hits")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return select(hits.c.id).order_by(hits.c.id.desc()).limit(bounds.most)
