"""Servers under measurement: each a process of its own on loopback, stopped when the measurement is over."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.callers import ACCOUNT, TOKEN, Address
from bench.load import LoadFault

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Something to measure: its name in the report, the command that serves it, what the command is told."""

    name: str
    address: Address
    command: tuple[str, ...]
    environment: dict[str, str] = field(repr=False)


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_address() -> Address:
    return Address(host="127.0.0.1", port=free_port())


def environment(address: Address, database_url: str, folder: Path) -> dict[str, str]:
    """Settings of a product that nobody outside can reach; nothing of the caller's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "TWILIO_"))}
    return kept | {
        "HOTLINE_DATA_DIR": str(folder),
        "HOTLINE_DATABASE_URL": database_url,
        "HOTLINE_PUBLIC_URL": address.base,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
    }


def product(name: str, database_url: str, folder: Path, workers: int, threads: int) -> Target:
    """`hotline serve`."""
    address = free_address()
    options = (f"--port={address.port}", f"--workers={workers}", f"--threads={threads}", "--no-scheduler")
    return Target(
        name=name,
        address=address,
        command=(sys.executable, "-m", "intake.cli.main", "serve", *options),
        environment=environment(address, database_url, folder),
    )


def bare(kind: str, database_url: str, folder: Path, workers: int, threads: int) -> Target:
    """The constant answer or the barest durable turn, on the same server."""
    address = free_address()
    options = (f"--port={address.port}", f"--workers={workers}", f"--threads={threads}")
    return Target(
        name=kind,
        address=address,
        command=(sys.executable, "-m", "bench.bare", kind, *options),
        environment=environment(address, database_url, folder),
    )


@contextmanager
def running(target: Target) -> Iterator[subprocess.Popen[bytes]]:
    """The target, answering. Raises LoadFault if it doesn't come up."""
    process = subprocess.Popen(target.command, env=target.environment, cwd=ROOT)
    try:
        await_answer(target, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_answer(target: Target, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LoadFault(f"{target.name} ended at once with code {process.returncode}")
        try:
            urlopen(f"{target.address.base}/healthz", timeout=2).close()  # noqa: S310 - loopback, our own
        except (URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise LoadFault(f"{target.name} does not answer")
