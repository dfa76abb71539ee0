"""The hotline. `create_app` makes its web application, `wire` the collaborators of any process of it.

Whoever imports one room or the settings gets these alone: both names are loaded when they are asked for
(PEP 562), with every room that they put together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from intake import lean  # noqa: F401, before anything that it makes lean

if TYPE_CHECKING:
    from intake.web import create_app
    from intake.wiring import wire

__all__ = ["create_app", "wire"]

PLACES = {"create_app": "intake.web", "wire": "intake.wiring"}

if not TYPE_CHECKING:  # else a type checker would take any name for one of ours

    def __getattr__(name: str) -> Any:
        if name not in PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(PLACES[name]), name)
