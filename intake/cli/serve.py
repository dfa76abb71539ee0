"""`hotline serve`: the production server, with the background work in a process beside it."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # ships no types

from intake.cli import keeper
from intake.cli.context import log_to_terminal, refuse, settings
from intake.cli.opening import open_database
from intake.config import Settings
from intake.errors import HotlineError
from intake.secret_store import with_keys
from intake.web import create_app

GRACE = 20  # seconds that running requests have to end after SIGTERM
SELDOM = (10_000, 20, 50)  # allocations, then collections, before the next generation is looked through


class Server(BaseApplication):  # type: ignore[misc]  # untyped, see the import
    """gunicorn with our application and options instead of its configuration file."""

    def __init__(self, make: Callable[[], Flask], options: dict[str, Any]) -> None:
        self.make = make
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, in the process that answers.

        What it begins with, and what it keeps from its first requests on, stays as long as it does. Looked
        through for garbage again and again, that holds up one request in some hundreds by a tenth of a second
        (Python documentation: gc.freeze, gc.set_threshold).
        """
        app = self.make()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        return app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--workers", default=0, help="Web processes; 0 chooses: one on SQLite, one per core on PostgreSQL."
)
@click.option("--threads", default=8, show_default=True, help="Threads of each web process.")
@click.option("--scheduler/--no-scheduler", default=True, help="Run the background work beside the server.")
def serve(host: str, port: int, workers: int, threads: int, scheduler: bool) -> None:
    """Answer calls and messages. Stop with SIGTERM: running requests are finished first."""
    log_to_terminal(logging.INFO)
    found = settings()
    run_server(found, host=host, port=port, workers=workers, threads=threads, scheduler=scheduler)


def run_server(found: Settings, *, host: str, port: int, workers: int, threads: int, scheduler: bool) -> None:
    """Serve until stopped, with the public address defaulting to this very server's."""
    try:
        found = with_keys(replace(found, public_url=found.public_url or f"http://{host}:{port}"))
    except HotlineError as error:
        raise refuse(error) from error
    with open_database(found) as database:
        # SQLite has one writer: a second process only makes both wait (bench/README.md).
        workers = workers or (1 if database.is_sqlite else os.cpu_count() or 1)
    with background(found, scheduler):
        serve_app(lambda: create_app(found), host=host, port=port, workers=workers, threads=threads)


def serve_app(make: Callable[[], Flask], *, host: str, port: int, workers: int, threads: int) -> None:
    """The production server for any application of ours: the benchmark's comparisons run on it too."""
    options = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": GRACE,
        "loglevel": "warning",
        "proc_name": "hotline",
        "keepalive": 30,
        "control_socket_disable": True,
    }
    Server(make, options).run()


@contextmanager
def background(found: Settings, wanted: bool) -> Iterator[None]:
    """The scheduler in a process that is started again when it dies; it ends with this one, killed or not."""
    if not wanted or not (found.twilio_account_sid and found.twilio_auth_token):
        yield
        return
    environment = os.environ | {"HOTLINE_PUBLIC_URL": found.public_url}
    # -P: the keeper needs nothing of ours, and the folder it lies in is none to import from.
    command = [sys.executable, "-P", keeper.__file__, str(os.getpid())]
    command += [sys.executable, "-m", "intake.cli.main", "scheduler", "--parent"]
    child = subprocess.Popen(command, env=environment)  # noqa: S603 - our own interpreter and modules
    try:
        yield
    finally:
        child.terminate()
        child.wait()
