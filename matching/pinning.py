"""The rule of pinning: evidence and a hall give a decision, with candidates and reasons.

Pinned: at least two identifiers stated, each fits someone, together they fit exactly one person, and nothing
stated speaks against it. Everything else is a question (design 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matching.decision import RULE_VERSION, Ask, Attribution, Candidate, Decision, Outcome, Reason
from matching.evidence import Evidence
from matching.fit import Fit, fit
from matching.hall import Hall
from matching.questions import questions
from matching.ranking import ranked
from matching.reasons import why_asked, why_pinned

__all__ = [
    "RULE_VERSION",
    "Ask",
    "Attribution",
    "Candidate",
    "Decision",
    "Outcome",
    "Reason",
    "decide",
    "questions_for",
]


def decide(evidence: Sequence[Evidence], hall: Hall, at: datetime) -> Decision:
    """Decide whom the evidence fits, as of `at` (aware; when the message arrived).

    Raises ValueError for a naive moment.
    """
    case = fit(evidence, hall, at)
    staff_no = the_one(case)
    return _asked(case) if staff_no is None else _pinned(case, staff_no)


def questions_for(evidence: Sequence[Evidence], hall: Hall, at: datetime) -> tuple[Ask, ...]:
    """Every question worth asking, best first, for a caller who has no answer to the first."""
    case = fit(evidence, hall, at)
    return tuple(questions(case)) if the_one(case) is None else ()


def the_one(case: Fit) -> str | None:
    """The one person whom two agreeing identifiers name under every reading of the time, or None."""
    if len(case.stated) < 2 or case.conflicts or len(set(case.left)) != 1 or len(case.left[0]) != 1:
        return None
    return next(iter(case.left[0]))


def _pinned(case: Fit, staff_no: str) -> Decision:
    window = _window_of(case, staff_no)
    reasons = why_pinned(case, staff_no, window)
    return Decision(
        outcome=Outcome.PIN,
        attribution=Attribution.EXACT if window else Attribution.CANDIDATE,
        staff_no=staff_no,
        window=window,
        candidates=(Candidate(staff_no=staff_no, score=1.0, reasons=reasons),),
        reasons=reasons,
    )


def _window_of(case: Fit, staff_no: str) -> str | None:
    """The stated window by its present label; else the only one the person can have been at (design 4.5)."""
    if case.windows:
        return case.hall.window_by_label[case.windows[0]].label
    spans = tuple(when for when in case.whens if when) or (None,)
    own = {duty.window for duty in case.hall.duties_by_staff.get(staff_no, ())}
    there = [
        label for label in own if any(staff_no in case.hall.at_window(label, w, case.now) for w in spans)
    ]
    return there[0] if len(there) == 1 else None


def _asked(case: Fit) -> Decision:
    candidates = ranked(case)
    known = [label for label in case.windows if label in case.hall.window_by_label]
    return Decision(
        outcome=Outcome.ASK,
        attribution=_attribution(case, known),
        window=case.hall.window_by_label[known[0]].label if len(known) == len(case.windows) == 1 else None,
        candidates=candidates,
        ask=next(questions(case)),
        reasons=why_asked(case),
    )


def _attribution(case: Fit, known: Sequence[str]) -> Attribution:
    """One person left is a candidate; several, or a known window without a person, are a group."""
    left = () if case.conflicts else case.everyone_left
    if len(left) == 1:
        return Attribution.CANDIDATE
    return Attribution.GROUP if left or known else Attribution.NONE
