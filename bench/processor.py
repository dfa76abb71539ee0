"""The processor time of a server and all that it has started: what neighbours on the machine don't change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

PROC = Path("/proc")
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Processor:
    """Processes by the ids of those at the head of their families."""

    heads: tuple[int, ...]

    def used(self) -> float:
        """Milliseconds so far; of processes that are gone nothing is known."""
        return sum(time_of(pid) for head in self.heads for pid in family(head)) / MILLION


def family(pid: int) -> Iterator[int]:
    """The process and its descendants."""
    yield pid
    with suppress(OSError):
        for task in (PROC / str(pid) / "task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def time_of(pid: int) -> int:
    """Nanoseconds on a processor, of all threads (Linux, schedstat)."""
    used = 0
    with suppress(OSError):
        for task in (PROC / str(pid) / "task").iterdir():
            with suppress(OSError):
                used += int((task / "schedstat").read_text().split()[0])
    return used


def database_of(url: str) -> tuple[int, ...]:
    """The PostgreSQL server behind a socket in its own folder, as those that are thrown away have."""
    folder = make_url(url).query.get("host")
    if not isinstance(folder, str):
        return ()
    file = Path(folder) / "data" / "postmaster.pid"
    return (int(file.read_text().split()[0]),) if file.is_file() else ()
