"""What of the queue was asked for: the filters as they stand in an address, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from intake.callbacks.outcomes import Task
from intake.cases.model import Channel, Doubt
from intake.cases.safety import SAFETY
from intake.cases.urgency import REPEAT
from intake.console.queue_parts import Age, Filters, Owner, Position, position_of
from intake.words import LANGUAGES

ANY = "any"
FLAGS = (SAFETY, REPEAT, "burst_respondent", "burst_number")


def task_of(text: str) -> Task | bool:
    """A task of callbacks, or `any` of them. Raises ValueError."""
    return True if text == ANY else Task(text)


def owner_of(text: str) -> Owner | int:
    """`me`, `nobody`, or an account's id. Raises ValueError."""
    return int(text) if text.isdecimal() else Owner(text)


def one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    """Only these words. Raises ValueError."""
    return lambda text: known[known.index(text)]


# Name in the address, name of the filter, how it is read. What can't be read is left open.
PARAMETERS: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("hall", "hall_id", int),
    ("doubt", "doubt", Doubt),
    ("task", "task", task_of),
    ("channel", "channel", Channel),
    ("language", "language", one_of(tuple(LANGUAGES))),
    ("owner", "owner", owner_of),
    ("flag", "flag", one_of(FLAGS)),
    ("age", "age", Age),
)


def filters_of(given: Mapping[str, str]) -> Filters:
    """The filters that an address or a form has."""
    found: dict[str, Any] = {}
    for name, field, read in PARAMETERS:
        try:
            found[field] = read(given[name]) if given.get(name) else None
        except ValueError:
            found[field] = None
    return Filters(**found)


def written(filters: Filters) -> dict[str, Any]:
    """The filters for an address; `filters_of` reads them."""
    values = ((name, getattr(filters, field)) for name, field, _ in PARAMETERS)
    return {name: ANY if value is True else str(value) for name, value in values if value is not None}


def after_of(given: Mapping[str, str]) -> Position | None:
    """The position that a page begins behind; None for the top, and for what is none."""
    try:
        return position_of(given.get("after", ""))
    except ValueError:
        return None
