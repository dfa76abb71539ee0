"""Who sees what of a case, and of which cases there is a summary.

What a role may do is in `intake/console/roles.py`, and narrowed there for whoever has to do with one hall.
From that follows, for a case that is theirs to see by the layer of sight:

| Who | The case | Its summary |
|---|---|---|
| operator | yes | yes, and writes its neutral account |
| supervisor of all halls: answers for the hotline | yes | yes |
| supervisor of one hall: answers for the people there | no | yes |
| appraiser, auditor | yes, without deciding | yes |
| administrator | no | no |
| whom the case concerns, whatever their roles | no | no |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from intake.cases.lifecycle import Status
from intake.cases.safety import SAFETY
from intake.console.access import Viewer
from intake.console.roles import Right
from intake.console.summary.conduct import Conduct

# A respondent is settled: before that nobody stands accused, afterwards the case is gone or never was one.
SUMMARISED = (
    *(Status.PINNED, Status.ACCEPTED, Status.VERIFYING, Status.SUBSTANTIATED, Status.PARTLY),
    *(Status.UNSUBSTANTIATED, Status.UNDETERMINED, Status.INFORMED),
)
# Hints of corruption and threats leave the usual way (research: domain 10.33): not told to a superior.
RESTRICTED_CONDUCT = frozenset({Conduct.IMPROPER_GAIN})
RESTRICTED_FLAGS = frozenset({SAFETY})


class Shows(StrEnum):
    """What somebody sees of cases that are theirs to see."""

    CASE = "case"
    SUMMARY = "summary"
    NOTHING = "nothing"


def shows(viewer: Viewer) -> Shows:
    """The case itself, its summary alone, or nothing."""
    if viewer.may(Right.REVIEW) or viewer.may(Right.SEARCH):
        return Shows.CASE
    return Shows.SUMMARY if viewer.may(Right.SUMMARY) else Shows.NOTHING


def is_restricted(flags: Collection[str], kinds: Iterable[Conduct]) -> bool:
    """Whether a case goes another way than through the respondent's superior."""
    return bool(RESTRICTED_FLAGS.intersection(flags) or RESTRICTED_CONDUCT.intersection(kinds))
