"""Counts of cases that can be added up, and taken off."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from functools import cache
from operator import add, attrgetter, neg
from typing import TypeVar

Some = TypeVar("Some", bound="Sums")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole numbers, each a field of a subclass that is 0 unless said otherwise; two fields at least."""

    def __add__(self: Some, other: Some) -> Some:
        return type(self)(*map(add, numbers(self), numbers(other)))

    def __neg__(self: Some) -> Some:
        return type(self)(*map(neg, numbers(self)))

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        return any(numbers(self))


@cache
def reading(kind: type[Sums]) -> Callable[[Sums], tuple[int, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


def numbers(sums: Sums) -> tuple[int, ...]:
    """In the order of the fields."""
    return reading(type(sums))(sums)  # type: ignore[arg-type]  # mypy takes a dataclass for unhashable


def summed(found: Iterable[tuple[Key, Some]]) -> dict[Key, Some]:
    """Those of one key together."""
    kinds: dict[Key, type[Some]] = {}
    together: dict[Key, list[int]] = {}
    for key, sums in found:
        if key in together:
            together[key] = list(map(add, together[key], numbers(sums)))
        else:
            kinds[key], together[key] = type(sums), list(numbers(sums))
    return {key: kinds[key](*each) for key, each in together.items()}
