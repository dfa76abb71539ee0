"""`hotline serve` and the background work beside it: killed, it comes back; nothing outlives the server."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.served import Served

PATIENCE = 30.0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = Served(folder=tmp_path, database_url="", scheduler=True)
    running.start()
    yield running
    running.kill()


def eventually(found: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not found():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def starter_of(pid: int) -> int:
    """The process that started a process; 0 when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    state, parent = stat.rpartition(")")[2].split()[:2]
    return 0 if state == "Z" else int(parent)


def processes_of(server: int) -> list[int]:
    """The processes that descend from the server, without itself."""
    starters = {int(entry.name): starter_of(int(entry.name)) for entry in Path("/proc").glob("[0-9]*")}

    def descends(pid: int) -> bool:
        while pid := starters.get(pid, 0):
            if pid == server:
                return True
        return False

    return [pid for pid in starters if descends(pid)]


def schedulers(server: int) -> list[int]:
    return [
        pid for pid in processes_of(server) if arguments(pid)[1:2] == ["-m"] and "scheduler" in arguments(pid)
    ]


def arguments(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def all_gone(pids: list[int]) -> bool:
    return not any(starter_of(pid) for pid in pids)


def server_of(served: Served) -> int:
    assert served.process is not None
    return served.process.pid


def test_a_scheduler_that_is_killed_is_started_again(served: Served) -> None:
    server = server_of(served)
    assert eventually(lambda: len(schedulers(server)) == 1)
    (first,) = schedulers(server)
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: len(schedulers(server)) == 1 and schedulers(server) != [first])
    assert served.process is not None
    assert served.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_nothing_outlives_the_server_when_it_is(served: Served, number: signal.Signals) -> None:
    server = server_of(served)
    assert eventually(lambda: len(schedulers(server)) == 1)
    started = processes_of(server)
    assert len(started) >= 3  # a web process, the keeper, the scheduler
    os.kill(server, number)
    assert eventually(lambda: all_gone(started))


def test_a_keeper_that_is_killed_takes_the_scheduler_along(served: Served) -> None:
    server = server_of(served)
    assert eventually(lambda: len(schedulers(server)) == 1)
    (scheduler,) = schedulers(server)
    os.kill(starter_of(scheduler), signal.SIGKILL)
    assert eventually(lambda: all_gone([scheduler]))
