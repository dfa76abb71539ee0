"""What a test orders to go wrong with the next requests to the provider."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Order:
    """What becomes of one create request.

    status, code: the answer, 201 for success. place: whether a call really goes out. held: the request is
    held, after placing or not, until the test releases it. cut: the connection is closed without an answer.
    speaks: whether the call's reports and questions reach the customer at all. after_call: answers only once
    the call is over. slow: seconds before the answer. late: a held request is placed once it is released.
    """

    status: int = 201
    code: int = 0
    place: bool = True
    held: bool = False
    cut: bool = False
    speaks: bool = True
    after_call: bool = False
    slow: float = 0.0
    late: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)


def refusal(status: int, code: int) -> Order:
    """Refused, and nothing goes out."""
    return Order(status=status, code=code, place=False)


def throttled() -> Order:
    return refusal(429, 20429)


def broken(*, placed: bool, speaks: bool = True) -> Order:
    """The provider's own fault, with or without a call."""
    return Order(status=500, code=20500, place=placed, speaks=speaks)
