"""Old cases: those of a few real calls, copied many times over, so that tables and indexes have a size."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from intake.cases.case_no import check_digit
from intake.cases.model import ComplaintRow, ConversationRow, EventRow, TurnRow
from intake.database import Base, Database

TABLES = (ComplaintRow, ConversationRow, TurnRow, EventRow)
AGE = timedelta(days=45)  # older than any returning caller
BATCH = 250
MOMENTS = (
    *("received_at", "pinned_at", "updated_at", "due_at", "urgent_at"),
    *("started_at", "heard_at", "ended_at", "at"),
)
ID_STEP = 1_000_000  # ids of copies lie apart from those of what is measured


def multiply(source: str, target: str, cases: int) -> None:
    """Fill a store with `cases` old cases like those of another store; their timelines' hashes don't hold."""
    models, store = Database(source), Database(target)
    try:
        with models.read() as connection:
            originals = whole_cases(connection)
        for first in range(0, cases, BATCH):
            copies = [
                copy(originals[number % len(originals)], number + 1)
                for number in range(first, min(first + BATCH, cases))
            ]
            with store.write() as connection:
                for row in TABLES:
                    rows = [values for one in copies for values in one[row.__tablename__]]
                    connection.execute(insert(row), rows)
    finally:
        models.close()
        store.close()


def table(row: type[Base]) -> Table:
    return Base.metadata.tables[row.__tablename__]


def whole_cases(connection: Connection) -> list[dict[str, list[dict[str, Any]]]]:
    """The rows of every finished case with one conversation, by table."""
    complaint, conversation, turn, event = map(table, TABLES)
    once = select(conversation.c.complaint_id).group_by(conversation.c.complaint_id).having(func.count() == 1)
    ids = connection.scalars(select(complaint.c.id).where(complaint.c.id.in_(once)).limit(50)).all()
    found = []
    for case in ids:
        calls = rows(connection, conversation, conversation.c.complaint_id == case)
        found.append(
            {
                "complaint": rows(connection, complaint, complaint.c.id == case),
                "conversation": calls,
                "turn": rows(connection, turn, turn.c.conversation_id == calls[0]["id"]),
                "case_event": rows(connection, event, event.c.complaint_id == case),
            }
        )
    return found


def rows(connection: Connection, of: Table, condition: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(of).where(condition)).mappings()]


def copy(original: dict[str, list[dict[str, Any]]], number: int) -> dict[str, list[dict[str, Any]]]:
    """A case like the original under ids and names of its own, from another number, weeks ago."""
    own = ID_STEP + number
    caller = secrets.token_hex(16)
    changed: dict[str, list[dict[str, Any]]] = {}
    for name, some in original.items():
        changed[name] = []
        for values in some:
            new = {key: older(key, value) for key, value in values.items() if key != "id"}
            new |= {key: own for key in ("complaint_id", "conversation_id") if key in new}
            new |= {key: secrets.token_urlsafe(16) for key in UNIQUE if key in new}
            new |= {"caller_index": caller} if "caller_index" in new else {}
            new |= {"case_no": case_no(number)} if "case_no" in new else {}
            new |= {"id": own} if name in {"complaint", "conversation"} else {}
            changed[name].append(new)
    return changed


def case_no(number: int) -> str:
    """A case number of its own for each copy; drawn at random, some of ten thousand would be alike."""
    digits = str(10_000_000 + number)
    return digits + check_digit(digits)


UNIQUE = ("provider_id", "token", "step_token", "event_key")


def older(name: str, value: Any) -> Any:
    return value - AGE if name in MOMENTS and value is not None else value
