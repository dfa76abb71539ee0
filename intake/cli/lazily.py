"""Commands that are announced without being loaded: only the one that is asked for is, with all it needs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class Announced(NamedTuple):
    """A command that is not loaded yet: its place, and the first sentence of its help."""

    place: str
    help: str


def named(place: str) -> Any:
    """What stands at `module:name` of this package.

    What is made while modules are loaded stays: to look it through for garbage, again and again as there is
    more of it, would be a tenth of what a start takes (Python documentation: gc.freeze).
    """
    module, _, name = place.partition(":")
    whole = f"{__package__}.{module}"
    if whole not in sys.modules:
        gc.disable()
        import_module(whole)
        gc.freeze()
        gc.enable()
    return getattr(sys.modules[whole], name)


class LazyGroup(click.Group):
    """A group whose own list of commands holds stand-ins: names and help, for its help and for shells.

    What a command line names is resolved to the command itself (click: `Group.resolve_command`).
    """

    def __init__(self, *args: Any, announced: Mapping[str, Announced], **values: Any) -> None:
        super().__init__(*args, **values)
        self.announced = announced
        for name, one in announced.items():
            self.add_command(click.Command(name, help=one.help))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, named(self.announced[name].place) if command and name else command, rest
