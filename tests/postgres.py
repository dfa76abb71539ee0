"""A real PostgreSQL for the tests: one throw-away cluster a run, gone with the process that started it."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from tests.postgres_programs import Account, PostgresUnavailable, scratch_folder, usable_programs

OWNER = "hotline"
START_SECONDS = 60
# Cheap to run a hundred times, yet as durable as in production: fsync and full_page_writes stay on.
# The zone is that of the halls, so that a time read without its zone shows.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "Asia/Shanghai",
    "log_timezone": "UTC",
    "jit": "off",
}
# The cluster lives as long as the standard input of this shell stays open. That end is held by the test
# process alone, so the cluster goes when the tests end in any way, SIGKILL included.
KEEPER = """
"$1/postgres" -D "$2/data" -k "$2" </dev/null >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Postgres:
    """A running cluster. Addresses are SQLAlchemy's, for the psycopg driver, through a private socket."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def create_database(self, *, template: str | None = None) -> str:
        """Makes a database and returns its address: empty, or a copy of the one at the address `template`."""
        name = f"test_{next(self.numbers)}"
        original = "template0" if template is None else database_name(template)
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(original))
        )
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Removes the database at that address, whoever is still connected to it."""
        name = sql.Identifier(database_name(url))
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{name}?{urlencode({'host': str(self.folder)})}"

    def _execute(self, statement: sql.Composed) -> None:
        with connect(self.folder) as connection:
            connection.execute(statement)


def database_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def connect(folder: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(host=str(folder), user=OWNER, dbname="postgres", autocommit=True)


def initialise(programs: Path, folder: Path, account: Account) -> None:
    made = account.run(
        *(programs / "initdb", "-D", folder / "data", "-U", OWNER, "--auth=trust"),
        *("--encoding=UTF8", "--locale=C", "--no-instructions"),
    )
    if made.returncode != 0:
        raise PostgresUnavailable(f"initdb failed: {made.stderr.strip()[-400:]}")
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())


def await_ready(folder: Path, keeper: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connect(folder).close()
        except psycopg.OperationalError as error:
            if keeper.poll() is not None or time.monotonic() > deadline:
                log = (
                    (folder / "log").read_text(errors="replace") if (folder / "log").exists() else str(error)
                )
                raise PostgresUnavailable(f"the server doesn't start: {log.strip()[-400:]}") from error
            time.sleep(0.02)
        else:
            return


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts a cluster and stops it on leaving. Raises PostgresUnavailable where none can be run."""
    account = Account.here()
    with scratch_folder(account) as folder:
        try:
            programs = usable_programs(account, folder)
            initialise(programs, folder, account)
            keeper = account.keep(KEEPER, programs, folder)
        except (OSError, subprocess.SubprocessError) as error:
            raise PostgresUnavailable(f"PostgreSQL can't be run here: {error}") from error
        try:
            await_ready(folder, keeper)
            yield Postgres(folder=folder)
        finally:
            keeper.communicate()
