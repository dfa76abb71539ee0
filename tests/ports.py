"""Ports for servers that tests start as processes of their own."""

import os
import socket
from itertools import count

# Below the ports that Linux gives outgoing connections, so that none of those takes one between the asking
# and the server's start; each worker of a run (pytest-xdist) has a stretch of its own.
FIRST = 15_000
A_WORKER = 1_000
NUMBERS = count()


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on; never one that was handed out in this process before."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = FIRST + worker * A_WORKER + next(NUMBERS) % A_WORKER
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
