"""Candidates for the operator: whoever fits something that was stated, the likeliest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import fsum

from matching.decision import Candidate
from matching.evidence import Kind
from matching.fit import Fit
from matching.offers import offers
from matching.reasons import why_candidate

MOST_CANDIDATES = 8
OF_A_PERSON = (Kind.STAFF_NO, Kind.NAME)  # near misses of a window are no people
MISFIT = 0.05  # how much of the weight stays when one stated identifier speaks against a person
NEAR_MISS = 0.3  # … when it is a near miss


def ranked(fit: Fit) -> tuple[Candidate, ...]:
    """At most eight people, best first; their scores are shares of all the weight there is."""
    near = {} if fit.everyone_left else {kind: offers(kind, fit) for kind in OF_A_PERSON}
    there = Counter([duty.staff_no for duty in fit.duties])
    weights = {no: _likeness(no, fit, near) * there.get(no, 1) for no in _anyone(fit, near)}
    total = fsum(weights.values())  # exact, so that the people's order makes no difference
    best = sorted(weights, key=lambda staff_no: (-weights[staff_no], staff_no))[:MOST_CANDIDATES]
    return tuple(
        [
            Candidate(staff_no=no, score=round(weights[no] / total, 4), reasons=why_candidate(fit, no))
            for no in best
        ]
    )


def _anyone(fit: Fit, near: Mapping[Kind, tuple[str, ...]]) -> frozenset[str]:
    """Whoever is left; if nobody is, whoever fits any claim or is a near miss."""
    if fit.everyone_left:
        return fit.everyone_left
    fitting = frozenset[str]().union(*[claim.anyone for claim in fit.claims])
    return fitting.union(near.get(Kind.STAFF_NO, ()), near.get(Kind.NAME, ()))


def _likeness(staff_no: str, fit: Fit, near: Mapping[Kind, tuple[str, ...]]) -> float:
    likeness = 1.0
    for claim in fit.claims:
        if staff_no not in claim.anyone:
            likeness *= NEAR_MISS if staff_no in near.get(claim.kind, ()) else MISFIT
    return likeness
