"""Patterns written in token kinds, made into regular expressions over one symbol for each token.

`number hao? window` becomes three private characters. Which kinds a pattern can begin with is worked out, so
that at each token only the few patterns are tried that can begin there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matching.attitude import ATTITUDE
from matching.elsewhere import ELSEWHERE
from matching.lexicon import STRUCTURE
from matching.times import TIME

SCANNED = (
    "other", "number", "label", "letter", "ticket_no", "long", "clocktime", "date", "choice", "weekday",
    "name", "surname", "spelled", "xing", "staff_no",
)  # fmt: skip
KINDS = tuple(dict.fromkeys((*STRUCTURE, *TIME, *ATTITUDE, *ELSEWHERE, *SCANNED)))
SYMBOLS = {kind: chr(0xE000 + place) for place, kind in enumerate(KINDS)}
PIECE = re.compile(r"\(\?[!=]|[()|?]|\{\d,\d\}|[a-z_]+")
LOOKING_AHEAD = ("(?!", "(?=")


def compiled(pattern: str, after: Sequence[str] = ()) -> str:
    """The regular expression. after: kinds of the token before, of which `start` is none at all."""
    pieces = ("(?:" if piece == "(" else SYMBOLS.get(piece, piece) for piece in PIECE.findall(pattern))
    whole = "".join(pieces)
    before = "".join(SYMBOLS[kind] for kind in after if kind != "start")
    if not after:
        return whole
    return f"(?<![^{before}]){whole}" if "start" in after else f"(?<=[{before}]){whole}"


def first_kinds(pattern: str) -> frozenset[str]:
    """The kinds of token that the pattern can begin with."""
    return frozenset(_alternatives(iter(PIECE.findall(pattern)))[0])


def _alternatives(pieces: Iterator[str]) -> tuple[set[str], bool]:
    """The first kinds up to the closing bracket or the end, and whether nothing at all would do."""
    firsts: set[str] = set()
    empty = False
    steps: list[
        tuple[set[str], bool]
    ] = []  # of the alternative being read: its kinds, and whether it is optional
    for piece in pieces:
        if piece in ("|", ")"):
            empty |= _gather(steps, firsts)
            steps = []
            if piece == ")":
                return firsts, empty
        elif piece == "?" or piece.startswith("{"):
            steps[-1] = (steps[-1][0], piece == "?" or piece.startswith("{0"))
        elif piece in LOOKING_AHEAD:
            _alternatives(pieces)
            steps.append((set(), True))
        else:
            steps.append(_alternatives(pieces) if piece == "(" else ({piece}, False))
    return firsts, _gather(steps, firsts) or empty


def _gather(steps: Sequence[tuple[set[str], bool]], firsts: set[str]) -> bool:
    """Add what the steps can begin with; whether all of them may be missing."""
    for kinds, optional in steps:
        firsts |= kinds
        if not optional:
            return False
    return True
