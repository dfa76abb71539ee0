"""Counts of cases that can be added up, and taken from each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import astuple, dataclass
from operator import add, sub
from typing import TypeVar

Some = TypeVar("Some", bound="Sums")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole numbers, each a field of a subclass that is 0 unless said otherwise."""

    def __add__(self: Some, other: Some) -> Some:
        return type(self)(*map(add, astuple(self), astuple(other)))

    def __sub__(self: Some, other: Some) -> Some:
        return type(self)(*map(sub, astuple(self), astuple(other)))

    def __bool__(self) -> bool:
        """Whether anything was counted."""
        return any(astuple(self))


def summed(found: Iterable[tuple[Key, Some]]) -> dict[Key, Some]:
    """Those of one key together."""
    together: dict[Key, Some] = {}
    for key, sums in found:
        together[key] = together[key] + sums if key in together else sums
    return together


def without(found: dict[Key, Some], other: dict[Key, Some]) -> dict[Key, Some]:
    """What is left of each; where that is nothing, nothing tells that there was something."""
    left = dict(found)
    for key, sums in other.items():
        left[key] = left.get(key, type(sums)()) - sums
    return {key: sums for key, sums in left.items() if sums}
