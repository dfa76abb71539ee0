"""What is searched for, as values: terms, each with the ways in which it may be meant, and filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from intake.cases.lifecycle import Status
from intake.cases.model import Channel

BEYOND = 2**31 - 1  # behind every case's id
FIRST_YEAR, LAST_YEAR = 2000, 2200


class Sort(StrEnum):
    """How a term may be meant."""

    CASE = "case"
    NUMBER = "number"
    EXTERNAL = "external"
    TAIL = "tail"
    STAFF = "staff"
    WINDOW = "window"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One way in which a term may be meant. people: hall id and staff number of each person of that name.

    value: as it is looked for; for `number` its keyed index, never the number.
    """

    sort: Sort
    value: str
    people: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A part of what was typed, and all that it may mean: a case fits if it fits one of the readings."""

    text: str
    readings: tuple[Reading, ...]

    @property
    def is_words(self) -> bool:
        return all(one.sort is Sort.WORDS for one in self.readings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows a search; None leaves a thing open. since, until: days of receipt, both included.

    number: keyed index of a complainant's number.
    """

    hall_id: int | None = None
    channel: Channel | None = None
    status: Status | None = None
    since: date | None = None
    until: date | None = None
    number: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Terms, of which a case must fit every one, and filters. below: only cases of smaller ids."""

    terms: tuple[Term, ...] = ()
    filters: Filters = Filters()
    below: int = BEYOND

    @property
    def is_empty(self) -> bool:
        return not self.terms and self.filters.is_empty


def day_of(text: str) -> date:
    """A day that cases may have. Raises ValueError."""
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


# Name in the address, field of the filters, how it is read.
PARAMETERS = (
    ("hall", "hall_id", int),
    ("channel", "channel", Channel),
    ("status", "status", Status),
    ("since", "since", day_of),
    ("until", "until", day_of),
    ("number", "number", str),
)


def filters_of(given: Mapping[str, str]) -> Filters:
    """The filters that an address or a form has. What can't be read is left open."""
    found: dict[str, Any] = {}
    for name, field, read in PARAMETERS:
        try:
            found[field] = read(given[name].strip()) if given.get(name, "").strip() else None
        except ValueError:
            found[field] = None
    return Filters(**found)


def written(filters: Filters) -> dict[str, str]:
    """The filters for an address; `filters_of` reads them."""
    values = ((name, getattr(filters, field)) for name, field, _ in PARAMETERS)
    return {name: str(value) for name, value in values if value is not None}


def below_of(given: Mapping[str, str]) -> int:
    """Where a further page begins."""
    text = given.get("below", "")
    return min(int(text), BEYOND) if text.isdecimal() and text.isascii() and len(text) < 11 else BEYOND
