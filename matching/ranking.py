"""Candidates for the operator: whoever fits something that was stated, the likeliest first."""

from __future__ import annotations

from matching.decision import Candidate
from matching.evidence import Kind
from matching.fit import Fit
from matching.offers import offers
from matching.reasons import why_candidate

MOST_CANDIDATES = 8
MISFIT = 0.05  # how much of the weight stays when one stated identifier speaks against a person
NEAR_MISS = 0.3  # … when it is a near miss


def ranked(fit: Fit) -> tuple[Candidate, ...]:
    """At most eight people, best first; their scores are shares of all the weight there is."""
    weights = {staff_no: _weight(staff_no, fit) for staff_no in _anyone(fit)}
    total = sum(weights.values())
    best = sorted(weights, key=lambda staff_no: (-weights[staff_no], staff_no))[:MOST_CANDIDATES]
    return tuple(
        Candidate(staff_no=no, score=round(weights[no] / total, 4), reasons=why_candidate(fit, no))
        for no in best
    )


def _anyone(fit: Fit) -> frozenset[str]:
    """Whoever is left; if nobody is, whoever fits any claim or is a near miss."""
    if fit.everyone_left:
        return fit.everyone_left
    fitting = frozenset[str]().union(*(some for claim in fit.claims for some in claim.fits))
    near = (*offers(Kind.STAFF_NO, fit), *offers(Kind.NAME, fit)) if fit.claims else ()
    return fitting.union(near)


def _weight(staff_no: str, fit: Fit) -> float:
    weight = 1.0
    for claim in fit.claims:
        if not any(staff_no in some for some in claim.fits):
            weight *= NEAR_MISS if staff_no in offers(claim.kind, fit) else MISFIT
    there = sum(
        duty.staff_no == staff_no
        for label in fit.windows
        if label in fit.hall.window_by_label
        for duty in fit.hall.duties_at(fit.hall.window_by_label[label].label, fit.whens[-1], fit.now)
    )
    return weight * max(there, 1)
