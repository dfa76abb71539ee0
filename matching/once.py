"""An attribute that is worked out on first use and kept, for what lives as long as one message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):
    """As `functools.cached_property`, without the lock that it takes up to Python 3.11, which costs more than
    most of what is worked out here. So it is for objects that one thread has to itself."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, whose: None, owner: type) -> once[T]: ...

    @overload
    def __get__(self, whose: object, owner: type) -> T: ...

    def __get__(self, whose: object, owner: type) -> once[T] | T:
        if whose is None:
            return self
        found = self._work(whose)
        whose.__dict__[self._name] = found
        return found
