"""The store: engine, unit of work, column types. The only place where a transaction begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

Result = TypeVar("Result")
# Seconds to wait for a lock. The provider waits 15 for all its tries, so a second one still fits.
LONGEST_WAIT = 7
LONGEST_REBUILD = 600  # and to bring the database up to date, while another process does: no caller waits
CROSSED = frozenset({"40P01", "40001"})  # deadlock, serialization failure (PostgreSQL, appendix A)

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables; constraints are named by one convention so that migrations can name them too."""

    metadata = MetaData(naming_convention=NAMING)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Refuses naive times on the way in and gives aware UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def status_type(values: type[StrEnum], name: str) -> Enum:
    """A text column with a CHECK that the database itself enforces; stores the enum's values."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Database:
    """One engine and its unit of work. `write` commits on a clean exit and rolls back otherwise."""

    def __init__(self, url: str) -> None:
        self.engine = connect(url)
        self._writer = Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write. On SQLite it takes the write lock at once, not half-way."""
        with self._turn_to_write(), self.engine.begin() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """A transaction that may replace whole tables, for migrations.

        SQLite can't change a table's checks, only make the table anew, which it takes for the loss of all
        rows that are referred to; so it looks at the references once, at the end (SQLite documentation,
        ALTER TABLE 7). Raises ValueError where one then leads nowhere. Waits longer for its turn than others.
        """
        if not self.is_sqlite:
            with self.write() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_REBUILD}s'")
                yield connection
            return
        with self._turn_to_write(), self.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={LONGEST_REBUILD * 1000}")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
            try:
                with connection.begin():
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise ValueError("a reference leads nowhere")
            finally:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
                connection.exec_driver_sql(f"PRAGMA busy_timeout={LONGEST_WAIT * 1000}")
                connection.commit()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction for reading."""
        with self.engine.begin() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """SQLite has one writer, and whoever waits for it looks again after ever longer sleeps.

        So the threads of a process queue here instead and go on at once (bench/README.md).
        """
        if not self.is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=LONGEST_WAIT):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError())
        try:
            yield
        finally:
            self._writer.release()

    def retrying(self, work: Callable[[Connection], Result], tries: int = 3) -> Result:
        """`work` in a transaction that may write, again if it collides with another on a unique key.

        That is how parallel deliveries of one event end in one effect: the later one starts over and finds
        what the earlier one stored. So is a connection that broke, since the work looks first whether it was
        done already. Raises DBAPIError when it fails every time.
        """
        for _ in range(tries - 1):
            try:
                with self.write() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not (isinstance(error, IntegrityError) or error.connection_invalidated or crossed(error)):
                    raise
        with self.write() as connection:
            return work(connection)

    def now(self, connection: Connection) -> datetime:
        """The database's clock, the one clock that all processes share; on SQLite that is this machine's."""
        if self.is_sqlite:
            return datetime.now(UTC)
        now: datetime = connection.execute(text("SELECT now()")).scalar_one()
        return now

    def one_at_a_time(self, connection: Connection, name: str) -> None:
        """Hold everybody else who comes with this name until the transaction ends.

        SQLite has one writer anyway; PostgreSQL takes an advisory lock on the name's hash.
        """
        if not self.is_sqlite:
            connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
            )

    def close(self) -> None:
        self.engine.dispose()


def crossed(error: DBAPIError) -> bool:
    """Whether PostgreSQL undid the transaction because it crossed another one."""
    return getattr(error.orig, "sqlstate", None) in CROSSED


def connect(url: str) -> Engine:
    """An engine for an SQLite or PostgreSQL address. Its errors quote no values: they would end in logs."""
    if make_url(url).get_backend_name() == "sqlite":
        return sqlite_engine(url)
    return postgres_engine(url)


def postgres_engine(url: str) -> Engine:
    """Nobody waits longer for a connection or a lock than the provider waits for us."""
    connecting = {"connect_timeout": 3}
    engine = create_engine(url, pool_size=16, max_overflow=16, connect_args=connecting, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = '{LONGEST_WAIT}s'")
        connection.commit()

    return engine


def sqlite_engine(url: str) -> Engine:
    """WAL with synchronous FULL: a commit survives power loss (SQLite documentation, PRAGMA synchronous)."""
    opening = {"timeout": LONGEST_WAIT, "check_same_thread": False}
    engine = create_engine(url, connect_args=opening, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver must not open transactions of its own: the unit of work sends BEGIN.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
