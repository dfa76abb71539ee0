"""Whoever complains may ask that it stays confidential: their words then leave the hotline in no form.

The whole case is kept confidential (GB/T 33358; research: domain 2 and 9.29). Summaries, exports, other
systems and paper get what is alleged in structured words, never the statement, a number, a name or a voice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

CONFIDENTIAL = "confidential"  # among a case's flags


def is_confidential(flags: Collection[str]) -> bool:
    """Whether a case with these flags is kept confidential."""
    return CONFIDENTIAL in flags


def kept_confidential(flags: Iterable[str], *, wanted: bool) -> list[str]:
    """The flags with the wish, or without it."""
    return [*(flag for flag in flags if flag != CONFIDENTIAL), *[CONFIDENTIAL] * wanted]


def leaving(statement: str, flags: Collection[str]) -> str:
    """The statement for what leaves the hotline; empty where it must not."""
    return "" if is_confidential(flags) else statement
