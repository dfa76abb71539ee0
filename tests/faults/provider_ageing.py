"""Time that passes while nobody looks: every stored moment moves into the past, here and at the provider.

So that a test of days takes seconds without a clock of its own: leases, delays, spacing and days are all
reckoned from stored moments.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
from psycopg import sql

from tests.faults.provider_book import Book

# Not the timeline, whose moments its hashes protect, and not the directory, whose versions are about days.
MOMENTS = {
    "callback": ("due_at", "not_before", "requested_at", "updated_at"),
    "attempt": ("dialed_at", "placed_at", "ringing_at", "answered_at", "ended_at"),
    "attempt_event": ("received_at",),
    "outgoing_message": ("due_at", "lease_until", "created_at", "updated_at"),
    "conversation": ("heard_at",),
    "line": ("next_at",),
    "alarm": ("raised_at", "last_at", "cleared_at"),
    "heartbeat": ("at",),
}


def age_rows(database_url: str, span: timedelta) -> None:
    """In one transaction, so that no process sees half of it."""
    if database_url.startswith("sqlite"):
        age_sqlite(database_url.removeprefix("sqlite:///"), span)
    else:
        age_postgresql(database_url.replace("+psycopg", "", 1), span)


def age_sqlite(file: str, span: timedelta) -> None:
    connection = sqlite3.connect(file, timeout=30, isolation_level=None)
    connection.create_function("aged", 1, lambda text: text and earlier(text, span))
    connection.execute("BEGIN IMMEDIATE")
    for table, columns in MOMENTS.items():
        changes = ", ".join(f"{column} = aged({column})" for column in columns)
        connection.execute(f"UPDATE {table} SET {changes}")
    connection.execute("COMMIT")
    connection.close()


def earlier(text: str, span: timedelta) -> str:
    return (datetime.fromisoformat(text) - span).strftime("%Y-%m-%d %H:%M:%S.%f")


def age_postgresql(address: str, span: timedelta) -> None:
    with psycopg.connect(address) as connection:
        for table, columns in MOMENTS.items():
            changes = sql.SQL(", ").join(
                sql.SQL("{0} = {0} - %(span)s").format(sql.Identifier(column)) for column in columns
            )
            connection.execute(
                sql.SQL("UPDATE {} SET {}").format(sql.Identifier(table), changes), {"span": span}
            )


def postpone(database_url: str, callback: int, span: timedelta) -> None:
    """One callback alone is due so much later."""
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=30)
        connection.create_function("aged", 1, lambda text: text and earlier(text, -span))
        with connection:
            connection.execute("UPDATE callback SET due_at = aged(due_at) WHERE id = ?", (callback,))
        connection.close()
        return
    with psycopg.connect(database_url.replace("+psycopg", "", 1)) as server:
        server.execute("UPDATE callback SET due_at = due_at + %s WHERE id = %s", (span, callback))


def age_calls(book: Book, span: timedelta) -> None:
    """The same at the provider."""
    with book.lock:
        for one, name in moments(book):
            if moment := getattr(one, name):
                setattr(one, name, moment - span)


def moments(book: Book) -> Iterator[tuple[object, str]]:
    names = ("created_at", "updated_at", "started_at", "answered_at", "ended_at")
    for call in book.calls.values():
        yield from ((call, name) for name in names)
    for one in (*book.messages.values(), *book.recordings.values()):
        yield one, "created_at"
