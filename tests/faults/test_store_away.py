"""The database stops, is held, or has no room: 503 in time, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, text

from intake.database import LONGEST_WAIT
from intake.simulator.network import Network
from intake.simulator.transport import HttpTransport
from tests.faults.callers import Caller
from tests.faults.journal import every_request_is_one_turn_with_its_answer, rows
from tests.faults.served import Served
from tests.postgres import Postgres, await_ready, running_postgres
from tests.postgres_programs import Account, PostgresUnavailable, plain_environment
from tests.services import missing

AT_ONCE = 3
BUSINESS_SECONDS = 3.0
PROVIDER_WAITS = 15


@pytest.fixture
def cluster() -> Iterator[Postgres]:
    """A PostgreSQL of this test's own, as it will be stopped."""
    running = running_postgres()
    try:
        server = running.__enter__()
    except PostgresUnavailable as error:
        missing(str(error))
    try:
        yield server
    finally:
        running.__exit__(None, None, None)


@contextmanager
def stopped(cluster: Postgres) -> Iterator[None]:
    """The server crashes on entering and is started again, by whoever runs it, on leaving."""
    pid = int((cluster.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    program = Path(f"/proc/{pid}/exe").resolve()
    os.kill(pid, signal.SIGQUIT)
    while Path(f"/proc/{pid}").exists() and "zombie" not in Path(f"/proc/{pid}/status").read_text():
        time.sleep(0.02)
    yield
    account = Account.here()
    with (cluster.folder / "log-again").open("ab") as log:
        again = subprocess.Popen(
            [program, "-D", cluster.folder / "data", "-k", cluster.folder],
            user=account.user,
            group=account.group,
            extra_groups=None if account.user is None else [],
            cwd="/",
            env=plain_environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    await_ready(cluster.folder, again)
    RESTARTED.append(again)


RESTARTED: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def end_what_was_restarted() -> Iterator[None]:
    yield
    while RESTARTED:
        again = RESTARTED.pop()
        again.send_signal(signal.SIGINT)
        again.wait(timeout=30)


def business(served: Served, number: int, until: float) -> tuple[Network, Caller]:
    """One person who goes on calling until a moment."""
    network = served.network()
    caller = Caller.of(served.phone(network, f"+86137{number:08d}"), Random(number))
    while time.monotonic() < until:
        caller.call()
    network.settle()
    return network, caller


def complain(served: Served, network: Network, number: str = "+8613500135000") -> tuple[int, float]:
    """One message without a second try: the status, and how long the answer took in seconds."""
    before = time.monotonic()
    served.phone(network, number).text("投诉3号窗口，工号1001")
    answer = network.exchanges[-1].answer
    assert answer is not None
    return answer.status, time.monotonic() - before


def test_postgresql_stops_in_the_middle_of_calls_and_nothing_acknowledged_is_lost(
    cluster: Postgres, tmp_path: Path
) -> None:
    served = Served(folder=tmp_path, database_url=cluster.create_database(), workers=2)
    served.install()
    served.start()
    once = served.network(HttpTransport())
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            until = time.monotonic() + BUSINESS_SECONDS
            days = [pool.submit(business, served, number, until) for number in range(AT_ONCE)]
            time.sleep(BUSINESS_SECONDS / 3)
            with stopped(cluster):
                refused = [complain(served, once) for _ in range(6)]
            network_and_callers = [day.result() for day in days]
        assert {status for status, _ in refused} == {503}
        assert max(seconds for _, seconds in refused) < 3
        # It recovers by itself: the very first message afterwards is taken, and it is the first.
        assert complain(served, once)[0] == 200
        journal = [one for network, _ in network_and_callers for one in network.exchanges]
        journal.append(once.exchanges[-1])
        every_request_is_one_turn_with_its_answer(served, journal)
        matters = [matter for _, caller in network_and_callers for matter in caller.matters]
        served_matters = len(served.export())
        assert served_matters == len(matters) + 1
        assert "Traceback" not in served.log.read_text(encoding="utf-8")
    finally:
        served.kill()


@contextmanager
def held(served: Served) -> Iterator[None]:
    """Somebody else holds the lock that every turn needs."""
    if served.database_url.startswith("sqlite"):
        other = sqlite3.connect(served.database_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    engine = create_engine(served.database_url)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


def test_a_store_that_is_held_for_seconds_delays_answers_and_loses_none(served: Served) -> None:
    served.start()
    network = served.network(HttpTransport())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        with held(served):
            waiting = [
                pool.submit(complain, served, served.network(HttpTransport()), f"+861350000000{number}")
                for number in range(AT_ONCE)
            ]
            time.sleep(2)
            assert not any(one.done() for one in waiting)
        assert [one.result()[0] for one in waiting] == [200] * AT_ONCE
    assert len(served.export()) == AT_ONCE
    with held(served):
        status, seconds = complain(served, network)
    assert status == 503 and LONGEST_WAIT - 1 < seconds < PROVIDER_WAITS - 3
    assert len(served.export()) == AT_ONCE
    assert complain(served, network)[0] == 200
    assert len(served.export()) == AT_ONCE + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small file system needs root: " + mounted.stderr.decode().strip())
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=False)


def test_a_full_disk_gives_503_loses_nothing_acknowledged_and_recovers(
    small_disk: Path, tmp_path: Path
) -> None:
    served = Served(folder=tmp_path, database_url=f"sqlite:///{small_disk / 'hotline.db'}")
    served.install()
    served.start()
    network = served.network(HttpTransport())
    try:
        assert complain(served, network, "+8613500000000")[0] == 200
        with (small_disk / "filler").open("wb", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        statuses = [complain(served, network, f"+86135000001{number:02d}")[0] for number in range(60)]
        assert set(statuses) <= {200, 503} and statuses[-1] == 503
        taken = 1 + statuses.count(200)
        (small_disk / "filler").unlink()
        assert complain(served, network, "+8613500000002")[0] == 200
        assert len(served.export()) == taken + 1
        assert [row.integrity_check for row in rows(served, "PRAGMA integrity_check")] == ["ok"]
        served.command("audit", "verify")
    finally:
        served.kill()
