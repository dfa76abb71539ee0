"""Who does what at the hotline: the roles, and the table of what each may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody does at the hotline. One account may have several."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    APPRAISER = "appraiser"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """Something that a page or a button needs."""

    REVIEW = "review"
    DECIDE = "decide"
    UNMASK = "unmask"
    REGISTER = "register"
    SEARCH = "search"
    BOARD = "board"
    REPORTS = "reports"
    PERSONS = "persons"
    """Persons in reports, not just windows."""
    QUALITY = "quality"
    ADMINISTER = "administer"
    AUDIT = "audit"
    SUMMARY = "summary"
    """The neutral summary of a case, in place of the case."""
    WALLS = "walls"
    """Screens on a wall that show the board with nobody logged in."""


# Who runs the system sees no case, and who audits it changes nothing: duties are kept apart.
RIGHTS: Mapping[Right, frozenset[Role]] = {
    Right.REVIEW: frozenset({Role.OPERATOR, Role.SUPERVISOR}),
    Right.DECIDE: frozenset({Role.OPERATOR, Role.SUPERVISOR}),
    Right.UNMASK: frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.APPRAISER}),
    Right.REGISTER: frozenset({Role.OPERATOR, Role.SUPERVISOR}),
    Right.SEARCH: frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.APPRAISER, Role.AUDITOR}),
    Right.BOARD: frozenset(Role),
    Right.REPORTS: frozenset({Role.SUPERVISOR, Role.APPRAISER, Role.AUDITOR}),
    Right.PERSONS: frozenset({Role.SUPERVISOR, Role.APPRAISER}),
    Right.QUALITY: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
    Right.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Right.AUDIT: frozenset({Role.AUDITOR}),
    Right.SUMMARY: frozenset({Role.SUPERVISOR, Role.APPRAISER, Role.AUDITOR}),
    Right.WALLS: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
}
# A supervisor of all halls answers for the hotline. One of a single hall answers for the people there, and so
# for whoever a case is about: of it they see the neutral summary, never who complained or in what words.
# Whoever shall review there all the same is given the role of an operator as well.
OF_ONE_HALL: Mapping[Role, frozenset[Right]] = {
    Role.SUPERVISOR: frozenset(
        {Right.SUMMARY, Right.BOARD, Right.REPORTS, Right.PERSONS, Right.QUALITY, Right.WALLS}
    ),
}


def rights_of(roles: Iterable[Role], *, of_one_hall: bool = False) -> frozenset[Right]:
    """All that these roles may do together. of_one_hall: for somebody who has to do with one hall."""
    return frozenset().union(*(rights_of_one(role, of_one_hall=of_one_hall) for role in roles))


def rights_of_one(role: Role, *, of_one_hall: bool) -> frozenset[Right]:
    """What a single role may do."""
    held = frozenset(right for right, allowed in RIGHTS.items() if role in allowed)
    return held & OF_ONE_HALL.get(role, held) if of_one_hall else held
