"""How one setting is described: its variable, its default as one would write it, and what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Any


def setting(
    name: str, default: str, about: str, read: Callable[[str], Any] = str, *, secret: bool = False
) -> Any:
    """A field of `Settings`. `read` turns its text into a value and raises ValueError where it can't."""
    return field(
        default_factory=lambda: read(default),
        metadata={"name": name, "default": default, "about": about, "read": read, "secret": secret},
        repr=not secret,
    )
