"""Where a measurement stores: SQLite files, a throw-away PostgreSQL, or databases on a given one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from tests.postgres import running_postgres


@dataclass(frozen=True, kw_only=True, slots=True)
class Databases:
    """`create` makes an empty database and gives its address; `workers` is what `hotline serve` takes."""

    name: str
    workers: int
    create: Callable[[], str]


@contextmanager
def databases(folder: Path, url: str, throw_away: bool) -> Iterator[Databases]:
    """Databases for one measurement; those on a given server are dropped afterwards."""
    if throw_away:
        with running_postgres() as cluster:
            name = f"PostgreSQL {version(cluster.create_database())}"
            yield Databases(name=name, workers=os.cpu_count() or 1, create=cluster.create_database)
    elif url:
        with beside(url) as create:
            yield Databases(name=f"PostgreSQL {version(url)}", workers=os.cpu_count() or 1, create=create)
    else:
        numbers = count(1)
        yield Databases(
            name=f"SQLite {version('sqlite://')}",
            workers=1,
            create=lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}",
        )


@contextmanager
def beside(url: str) -> Iterator[Callable[[], str]]:
    """Makes databases on the server at this address, and drops them in the end."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def create() -> str:
        made.append(f"hotline_bench_{secrets.token_hex(4)}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]} TEMPLATE template0"))
        return make_url(url).set(database=made[-1]).render_as_string(hide_password=False)

    try:
        yield create
    finally:
        with engine.connect() as connection:
            for name in made:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def version(url: str) -> str:
    """The server's version, or the library's."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            query = "SELECT sqlite_version()" if url.startswith("sqlite") else "SHOW server_version"
            return str(connection.execute(text(query)).scalar_one()).split(" ")[0]
    finally:
        engine.dispose()
