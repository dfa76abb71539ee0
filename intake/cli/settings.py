"""`hotline settings`: every setting as a table. `docs/settings.md` holds this very output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, fields
from typing import Any

import click

from intake.config import Settings

HEADINGS = ("Variable", "Default", "What it is for")


@click.command("settings")
def settings_command() -> None:
    """Every setting as a table in Markdown: variable, default, what it is for."""
    for row in settings_table():
        click.echo(row)


def settings_table() -> Iterator[str]:
    """The lines of the table, in the order of the settings object."""
    yield table_row(*HEADINGS)
    yield table_row(*("---" for _ in HEADINGS))
    for item in fields(Settings):
        yield table_row(f"`{item.metadata['name']}`", default_of(item), about(item))


def default_of(item: Field[Any]) -> str:
    default = item.metadata["default"]
    return f"`{default}`" if default else "empty"


def about(item: Field[Any]) -> str:
    """What the setting is for; a secret says that it is one."""
    text = str(item.metadata["about"])
    return f"{text} **Secret.**" if item.metadata["secret"] else text


def table_row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
