"""Turns of phrase: every row says what its example says, and none is passed over for want of its characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import _constants as ops
from re import _parser as parser
from typing import Any

import pytest

from matching.plain import plain
from matching.roles import NEEDED, PHRASES, roles

ROWS = [(role, row, example) for role, rows in PHRASES.items() for row, example in rows.items()]


def sure_to_hold(parsed: Sequence[tuple[Any, Any]], needed: frozenset[str]) -> bool:
    """Whether whatever the expression fits holds one of these characters."""
    for op, what in parsed:
        if op is ops.LITERAL and chr(what) in needed:
            return True
        if op is ops.IN and all(kind is ops.LITERAL and chr(one) in needed for kind, one in what):
            return True
        if op is ops.SUBPATTERN and sure_to_hold(what[3], needed):
            return True
        if op is ops.BRANCH and all(sure_to_hold(branch, needed) for branch in what[1]):
            return True
        if op is ops.MAX_REPEAT and what[0] and sure_to_hold(what[2], needed):
            return True
    return False


@pytest.mark.parametrize(("role", "row", "example"), ROWS)
def test_a_turn_of_phrase_is_seen_in_its_example(role: str, row: str, example: str) -> None:
    text = plain(example).text
    assert re.search(row, text)
    assert getattr(roles(text), role)


@pytest.mark.parametrize(("role", "row", "example"), ROWS)
def test_whatever_a_row_fits_holds_a_character_that_its_role_needs(role: str, row: str, example: str) -> None:
    assert sure_to_hold(parser.parse(row), NEEDED[role])


def test_the_check_notices_a_row_without_such_a_character() -> None:
    assert not sure_to_hold(parser.parse("管|[理睬]"), NEEDED["untended"])
    assert sure_to_hold(parser.parse("(?:没|不)管"), NEEDED["untended"])
