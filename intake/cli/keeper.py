"""Keeps a process running: starts a command, and again whenever it ends by itself.

A program of its own, of the standard library alone, so that it stays small beside the server. Arguments: the
id of the process that starts it, then the command, which gets the keeper's own id as its last argument. It
ends, and the command with it, when asked to or when its starter is gone. Ids are handed down, since who asks
for its parent late may learn of another one.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event
from types import FrameType

SHORTEST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds before the next start; twice as long each time
LIVED = 60.0  # seconds after which a start is held to have worked
GLANCE = 0.5

log = logging.getLogger("hotline.keeper")


def keep(starter: int, command: Sequence[str], stopping: Event) -> None:
    """Start the command again and again, until `stopping` is set or the starter of this process is gone."""
    wait = SHORTEST_WAIT
    while not stopping.is_set():
        began = time.monotonic()
        child = subprocess.Popen([*command, str(os.getpid())])  # noqa: S603 - our own module, see serve
        code = outcome(child, starter, stopping)
        if code is None:
            child.terminate()
            child.wait()
            return
        wait = SHORTEST_WAIT if time.monotonic() - began >= LIVED else wait
        log.error("the background work ended (%s), next start in %.0f s", code, wait)
        stopping.wait(wait)
        wait = min(2 * wait, LONGEST_WAIT)


def outcome(child: subprocess.Popen[bytes], starter: int, stopping: Event) -> int | None:
    """How the child ended by itself; None as soon as it is not wanted any more."""
    while not stopping.is_set() and os.getppid() == starter:
        try:
            return child.wait(GLANCE)
        except subprocess.TimeoutExpired:
            continue
    return None


def main() -> None:
    """Keep the command of the arguments running."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stopping = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    keep(int(sys.argv[1]), sys.argv[2:], stopping)


if __name__ == "__main__":
    main()
