"""Case numbers: nine digits, the last a check digit, so that a caller can say and key them.

The check digit follows ISO/IEC 7064, MOD 11,10: it catches every wrong digit and nearly all swaps.
"""

from __future__ import annotations

import re
import secrets

PATTERN = re.compile(r"[1-9][0-9]{8}")


def check_digit(digits: str) -> str:
    """The check digit for eight digits."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def new_case_no() -> str:
    """A fresh random number; it says nothing about how many cases there are."""
    digits = str(secrets.randbelow(90_000_000) + 10_000_000)
    return digits + check_digit(digits)


def is_case_no(text: str) -> bool:
    """Whether the text is a well-formed case number with the right check digit."""
    return PATTERN.fullmatch(text) is not None and check_digit(text[:8]) == text[8]
