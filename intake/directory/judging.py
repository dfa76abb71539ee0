"""Judged first, stored after: nobody who has to write waits meanwhile until a directory is read and judged.

On SQLite there is one writer at a time, and the provider gives a webhook seconds. So a change is judged
against the versions that are there, in a transaction that only reads; the one that writes looks whether they
still are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection

from intake.database import Database
from intake.directory.store import lock_directory, versions
from intake.errors import DirectoryError

Result = TypeVar("Result")
TRIES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged(Generic[Result]):
    """What came of judging. store: writes what was judged; None where there is nothing to be written."""

    result: Result
    store: Callable[[Connection], None] | None = None


def judge_and_store(database: Database, judge: Callable[[Connection], Judged[Result]]) -> Result:
    """What `judge` found, stored. It only reads, and is asked again where the directory changed meanwhile.

    Raises DirectoryError where that happened every time, and what `judge` raises; then nothing is stored.
    """
    for _ in range(TRIES):
        with database.read() as connection:
            # Read before everything else: what is newer than this is found out under the lock.
            seen = versions(connection)
            judged = judge(connection)
        if judged.store is None:
            return judged.result
        with database.write() as connection:
            lock_directory(connection)
            if versions(connection) == seen:
                judged.store(connection)
                return judged.result
    raise DirectoryError("directory.error.changing")
