"""Past decisions once more: what would this version of the rule decide, and how good were its first guesses.

Every decision is kept with its evidence, its moment and the version of the directory, so it is made again
from exactly what was known then: a new version of the rule meets all past decisions before it goes live.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow
from intake.directory.halls import Halls
from matching.decision import Candidate, Decision
from matching.evidence import IDENTIFIERS, Evidence, Source
from matching.hall import Hall
from matching.interview.storage import load_evidence
from matching.pinning import decide

OPERATOR = Source.OPERATOR.value
BANDS = 5  # of equal width, between score 0 and 1
PAST = (
    select(
        ComplaintRow.case_no,
        ComplaintRow.status,
        ComplaintRow.staff_no,
        ComplaintRow.evidence,
        ComplaintRow.decision,
        ComplaintRow.decided_at,
        ComplaintRow.hall_id,
        ComplaintRow.directory_version,
    )
    .where(ComplaintRow.decided_at.is_not(None), ComplaintRow.directory_version.is_not(None))
    .order_by(ComplaintRow.id)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a decision comes down to."""

    outcome: str
    staff_no: str | None
    attribution: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A case that would be decided otherwise now."""

    case_no: str
    rule_version: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Band:
    """First candidates with a score in a band: how many, and how many were the person pinned later."""

    least: float
    guesses: int = 0
    right: int = 0

    def counted(self, *, right: bool) -> Band:
        return replace(self, guesses=self.guesses + 1, right=self.right + right)


@dataclass(slots=True)
class Replay:
    """What came of it. `bands` hold the calibration of candidate scores, lowest first."""

    decisions: int
    changes: list[Change]
    bands: list[Band]


def replay(connection: Connection, halls: Halls) -> Replay:
    """Decide every past case again, with the directory of its day."""
    found = Replay(0, [], [Band(place / BANDS) for place in range(BANDS)])
    for case, hall in cases(connection, halls):
        evidence = [load_evidence(item) for item in case.evidence]
        found.decisions += 1
        by_rule = case.decision.get("source") != OPERATOR  # what a person decided is no decision of the rule
        if by_rule and (change := compare(case, decide(evidence, hall, case.decided_at))):
            found.changes.append(change)
        if case.status is Status.PINNED and (first := first_guess(evidence, hall, case)):
            band = min(int(first.score * BANDS), BANDS - 1)
            found.bands[band] = found.bands[band].counted(right=first.staff_no == case.staff_no)
    return found


def cases(connection: Connection, halls: Halls) -> Iterator[tuple[Row[*tuple[Any, ...]], Hall]]:
    """Every case that was decided, with its hall as it was then."""
    for case in connection.execute(PAST).all():
        hall = halls.get(connection, case.hall_id, case.directory_version)
        if hall is not None:
            yield case, hall


def compare(case: Row[*tuple[Any, ...]], now: Decision) -> Change | None:
    """The change, if the rule would decide otherwise than it did."""
    kept = case.decision
    before = Verdict(outcome=kept["outcome"], staff_no=kept["staff_no"], attribution=kept["attribution"])
    after = Verdict(outcome=now.outcome.value, staff_no=now.staff_no, attribution=now.attribution.value)
    if before == after:
        return None
    return Change(case_no=case.case_no, rule_version=kept["rule_version"], before=before, after=after)


def first_guess(evidence: list[Evidence], hall: Hall, case: Row[*tuple[Any, ...]]) -> Candidate | None:
    """The rule's best candidate after the first identifier alone; None where it had no candidate then.

    What the complainant added afterwards settles whether it was right, so nothing here judges itself.
    """
    identifiers = [item for item in evidence if item.kind in IDENTIFIERS]
    known = [item for item in evidence if item.kind not in IDENTIFIERS] + identifiers[:1]
    candidates = decide(known, hall, case.decided_at).candidates
    return candidates[0] if candidates else None
