"""What is known by its shape: dates and times in figures, telephone numbers, labels, Latin words."""

from __future__ import annotations

import re
from typing import NamedTuple

from matching.numerals import ASCII, DIGITS, SCALES, number_at
from matching.vocabulary import NUMBERISH

LETTERS = {"a": "诶欸哎", "b": "逼毕币闭必碧", "c": "西吸", "d": "滴地弟低"}  # as recognisers write them
HEARD_LETTERS = {character: letter for letter, heard in LETTERS.items() for character in heard}
FILLER_TOO = "诶欸哎"  # at the head of a clause these are a sigh and no letter
NUMERIC_DATE = re.compile(r"(?:(20\d\d)[-/.])?(1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?![\d.-])")
CLOCK = re.compile(r"\d{1,2}:\d{2}(?!\d)")
LONG_NUMBER = re.compile(r"\+?\d[\d-]{6,39}")
SHAPED = re.compile("|".join(shape.pattern for shape in (CLOCK, NUMERIC_DATE, LONG_NUMBER)))  # any of them
LATIN_NAME = re.compile(r"[a-z]{1,20}(?: [a-z]{1,20}){0,2}")
WORD = re.compile(r"[a-z_]{1,20}")
LONGEST_LABEL = 3
LONGEST_PREFIX = 4  # letters before the digits of a staff number: SB012
SPACED = re.compile(r"\d \d(?![\d-]| \d)")


def is_long(text: str) -> bool:
    """A telephone or identity number, and not single digits with joints (1-0-2-4)."""
    return sum(c in ASCII for c in text) >= 7 and any(len(part) > 1 for part in text.split("-"))


class Shape(NamedTuple):
    """What its shape says it is, up to `end`."""

    kind: str
    value: str
    end: int


def in_figures(text: str, at: int) -> Shape | None:
    """A `clocktime`, a `date` or a `long` number."""
    if SHAPED.match(text, at) is None:
        return None
    if clock := CLOCK.match(text, at):
        return Shape("clocktime", clock[0], clock.end())
    if day := NUMERIC_DATE.match(text, at):
        return Shape("date", "-".join(part or "" for part in day.groups()), day.end())
    long = LONG_NUMBER.match(text, at)
    return Shape("long", long[0], long.end()) if long and is_long(long[0]) else None


def label_at(text: str, at: int, letter: str) -> Shape | None:
    """What follows a letter, in one piece (A05) or not (A 0 5, A-05): few digits are a window's `label`,
    many a `ticket_no`."""
    while at < len(text) and text[at] in " -" and at + 1 < len(text):
        at += 1
    spaced = SPACED.match(text, at)
    if spaced:
        return Shape("label", letter.upper() + spaced[0].replace(" ", ""), spaced.end())
    number = number_at(text, at, idioms=NUMBERISH) if at < len(text) else None
    if number is None or not (text[at] in ASCII or text[at] in DIGITS or text[at] in SCALES):
        return None
    kind = "label" if len(number.digits) <= LONGEST_LABEL else "ticket_no"
    return Shape(kind, letter.upper() + number.digits, number.end)
