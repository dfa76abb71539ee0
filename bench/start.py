"""`hotline bench start`: what it costs to start the hotline's processes, and how much memory they take."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from sqlalchemy import text

from bench import report
from bench.load import LoadFault
from bench.processor import Processor, family
from bench.servers import ROOT, START_SECONDS, environment, free_address, product, running
from intake.database import Database

COMMANDS = {
    "--version": ("--version",),
    "--help": ("--help",),
    "settings": ("settings",),
    "user list": ("user", "list"),
    "doctor": ("doctor", "--offline"),
    "export": ("export",),
    "audit verify": ("audit", "verify"),
}
FOUND = {"doctor": (1,)}  # it finds no hall
SETTLED = 2.0  # seconds after which a process's memory is looked at
MEBIBYTE = 1024  # the kernel counts in kibibytes
NOBODY = "http://127.0.0.1:9"  # the provider is away: nothing but the start is measured


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """Seconds of processor time until ready; then MiB of a process: all, and what no other shares."""

    seconds: float
    resident: float = 0.0
    own: float = 0.0


@click.command("start")
@click.option("--rounds", default=7, show_default=True, help="How often each is started, in turns.")
@click.option("--workers", default=2, show_default=True, help="Web processes of `hotline serve`.")
def main(rounds: int, workers: int) -> None:
    """Measure the starts of commands, the scheduler and the server, on a store that is up to date."""
    with TemporaryDirectory(prefix="hotline-bench-") as place:
        folder = Path(place)
        store = f"sqlite:///{folder / 'hotline.db'}"
        told = environment(free_address(), store, folder) | {"TWILIO_API_BASE_URL": NOBODY}
        for first in (("migrate",), ("user", "add", "li", "--role", "operator")):
            of_command(first, told)
        starts: dict[str, list[Start]] = {}
        for _ in range(rounds):
            for name, words in COMMANDS.items():
                starts.setdefault(name, []).append(of_command(words, told))
            starts.setdefault("scheduler", []).append(of_scheduler(store, told))
            starts.setdefault(f"serve, {workers} processes", []).append(of_server(store, folder, workers))
        print(report.machine("SQLite", folder) + "\n")
        print(f"median of {rounds} starts (lowest-highest)")
        print(f"{'hotline':22}{'processor seconds':>22}{'resident MiB':>24}{'shared with none':>24}")
        for name, some in starts.items():
            print(row(name, some))


def row(name: str, some: list[Start]) -> str:
    memory = ([one.resident for one in some], [one.own for one in some]) if some[0].resident else ()
    cells = "".join(f"{report.spread(values, 0):>24}" for values in memory)
    return f"{name:22}{report.spread([one.seconds for one in some], 2):>22}{cells}"


def of_command(words: tuple[str, ...], told: Mapping[str, str]) -> Start:
    """A command from its start to its end."""
    with started(words, told) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, *FOUND.get(words[0], ())):
        raise LoadFault(f"{' '.join(words)} ended with code {process.returncode}")
    return Start(seconds=used.ru_utime + used.ru_stime)


def of_scheduler(store: str, told: Mapping[str, str]) -> Start:
    """The background work, until its first sign of life."""
    database = Database(store)
    try:
        with database.write() as connection:
            connection.execute(text("DELETE FROM heartbeat"))
        with started(("scheduler",), told) as process:
            await_life(database)
            seconds = Processor((process.pid,)).used() / 1000
            time.sleep(SETTLED)
            resident, own = memory_of(process.pid)
    finally:
        database.close()
    return Start(seconds=seconds, resident=resident, own=own)


def await_life(database: Database) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with database.read() as connection:
            if connection.scalar(text("SELECT count(*) FROM heartbeat")):
                return
        time.sleep(0.02)
    raise LoadFault("the scheduler gives no sign of life")


def of_server(store: str, folder: Path, workers: int) -> Start:
    """The server with all its processes, until all have nothing to do; memory is that of one web process."""
    with running(product("serve", store, folder, workers, 8)) as process:
        time.sleep(SETTLED)
        seconds = Processor((process.pid,)).used() / 1000
        resident, own = memory_of(next(pid for pid in family(process.pid) if pid != process.pid))
    return Start(seconds=seconds, resident=resident, own=own)


@contextmanager
def started(words: tuple[str, ...], told: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the command line, with nothing to see of it; ended afterwards."""
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-m", "intake.cli.main", *words]
    process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            process.wait()


def memory_of(pid: int) -> tuple[float, float]:
    """MiB of a process: all that is in memory, and what no other process shares (Linux, smaps_rollup)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name.rstrip(":"): int(size) for name, size, *_ in map(str.split, lines)}
    return sizes["Rss"] / MEBIBYTE, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / MEBIBYTE


if __name__ == "__main__":
    main()
