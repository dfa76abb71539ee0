"""What is known by its shape alone: dates and clock times in figures, telephone numbers, Latin words."""

from __future__ import annotations

import re

from matching.numerals import ASCII

NUMERIC_DATE = re.compile(r"(?:(20\d\d)[-/.])?(1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?![\d.-])")
CLOCK = re.compile(r"\d{1,2}:\d{2}(?!\d)")
LONG_NUMBER = re.compile(r"\+?\d[\d-]{6,39}")
LATIN_NAME = re.compile(r"[a-z]{1,20}(?: [a-z]{1,20}){0,2}")
WORD = re.compile(r"[a-z_]{1,20}")
SPACED = re.compile(r"\d \d(?![\d-]| \d)")


def is_long(text: str) -> bool:
    """A telephone or identity number, and not single digits with joints (1-0-2-4)."""
    return sum(c in ASCII for c in text) >= 7 and any(len(part) > 1 for part in text.split("-"))
