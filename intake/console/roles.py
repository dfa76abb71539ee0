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
}


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """All that these roles may do together."""
    held = frozenset(roles)
    return frozenset(right for right, allowed in RIGHTS.items() if allowed & held)
