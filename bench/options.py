"""Options that the benchmarks share: where they store what they measure on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
STORES = (
    click.option(
        "--database-url", default="", help="An empty PostgreSQL database's address; more are made beside it."
    ),
    click.option("--postgresql", is_flag=True, help="A throw-away PostgreSQL, as the tests use it."),
    click.option(
        "--folder",
        type=click.Path(path_type=Path),
        help="Where the databases lie meanwhile; default: /tmp.",
    ),
)


def stored(command: Command) -> Command:
    """The command takes `database_url`, `postgresql` and `folder`."""
    for option in reversed(STORES):
        command = option(command)
    return command
