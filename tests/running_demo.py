"""The demo as a user starts it: one command, in a process of its own, with a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from tests.ports import free_port

LONGEST_START = 60


def is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/readyz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


@contextmanager
def a_demo(folder: Path, provider: str, **chosen: str) -> Iterator[str]:
    """The address of a running demo with a folder of its own; ended with all its processes.

    chosen: settings of the user's own.
    """
    port = free_port()
    settings = {
        name: text for name, text in os.environ.items() if not name.startswith(("HOTLINE_", "TWILIO_"))
    }
    command = [sys.executable, "-m", "intake.cli.main", "demo", "--port", str(port)]
    with (folder / "output").open("wb") as output:
        running = subprocess.Popen(
            command,
            env=settings | {"HOTLINE_DATA_DIR": str(folder), "HOTLINE_PROVIDER": provider} | chosen,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + LONGEST_START
    try:
        while not is_ready(url):
            assert running.poll() is None, (folder / "output").read_text()
            assert time.monotonic() < until, (folder / "output").read_text()
            time.sleep(0.2)
        yield url
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)
