"""Who is meant by what was typed for a member of staff: a number, or a name that only one bears."""

from __future__ import annotations

from collections.abc import Iterable

from matching.hall import Staff


def number_of(staff: Iterable[Staff], typed: str) -> str:
    """The staff number; what was typed where it isn't the name of exactly one, so that the rule tells why."""
    known = tuple(staff)
    named = [one.staff_no for one in known if one.name == typed]
    is_number = any(one.staff_no == typed.upper() for one in known)
    return named[0] if len(named) == 1 and not is_number else typed
