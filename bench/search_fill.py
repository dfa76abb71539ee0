"""Words for a million complaints as they come, most alike, some rare, some a single time; and last digits."""

from __future__ import annotations

from sqlalchemy import (
    Connection,
    Integer,
    String,
    case,
    cast,
    column,
    insert,
    literal,
    select,
    table,
    text,
    update,
)

from bench.callbacks_fill import come_to_rest
from intake.cases.model import ComplaintRow
from intake.cases.privacy import Sealer
from intake.database import Database

EACH = 20_000  # rows a transaction
# A phrase by how many complaints share it: one in so many.
PHRASES = {
    2: "办理养老保险转移时排了很久的队。",
    7: "互相推诿，让我在几个窗口之间来回跑。",
    97: "材料清单与网上公布的不一致。",
    1_009: "孩子落户的事拖了三个月。",
    50_021: "电动轮椅通道被杂物堵住。",
}
TAILS = 10_000
TAIL = table("tails", column("n", Integer), column("tail", String))


def add_words(database: Database, sealer: Sealer, cases: int) -> None:
    """Give every complaint a statement and every number its last digits, in batches, as the product does."""
    number = ComplaintRow.id
    words = cast(number % 40 + 1, String) + literal("号窗口的工作人员态度恶劣，问她话爱理不理。")
    for each, phrase in PHRASES.items():
        words = words + case((number % each == 0, phrase), else_="")
    tail = select(TAIL.c.tail).where(TAIL.c.n == number % TAILS).scalar_subquery()
    for first in range(1, cases + 1, EACH):
        span = number.between(first, first + EACH - 1)
        with database.write() as connection:
            make_tails(connection, sealer)
            connection.execute(update(ComplaintRow).where(span).values(statement=words, caller_tail=tail))
            connection.execute(text("DROP TABLE tails"))
    if database.is_sqlite:
        # All statements were just replaced: what is left of the first ones goes as it would over the years.
        with database.write() as connection:
            connection.execute(text("INSERT INTO complaint_words (complaint_words) VALUES ('optimize')"))
    come_to_rest(database)


def make_tails(connection: Connection, sealer: Sealer) -> None:
    connection.execute(text("CREATE TEMPORARY TABLE tails (n INTEGER PRIMARY KEY, tail TEXT)"))
    connection.execute(insert(TAIL), [{"n": n, "tail": sealer.tail(f"{n:04d}")} for n in range(TAILS)])
