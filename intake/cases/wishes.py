"""Who wants no texts. It stops our texts and nothing else: complaints and calls go on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from intake.cases.model import OptOutRow

OPTED_OUT = select(OptOutRow.at).where(OptOutRow.caller_index == bindparam("caller"))


def opt_out(connection: Connection, caller_index: str, at: datetime) -> None:
    """Note that this number wants no texts; harmless when it is noted already."""
    if not has_opted_out(connection, caller_index):
        connection.execute(insert(OptOutRow), {"caller_index": caller_index, "at": at})


def opt_in(connection: Connection, caller_index: str) -> None:
    """The number takes texts again."""
    connection.execute(delete(OptOutRow).where(OptOutRow.caller_index == caller_index))


def has_opted_out(connection: Connection, caller_index: str) -> bool:
    """Whether this number wants no texts."""
    return connection.execute(OPTED_OUT, {"caller": caller_index}).first() is not None
