"""What the rule answers: an outcome, how far it ties the complaint to a person, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matching.evidence import Kind

RULE_VERSION = "1"


class Outcome(StrEnum):
    PIN = "pin"
    ASK = "ask"
    REVIEW = "review"
    OTHER = "other"


class Attribution(StrEnum):
    """How far the complaint is tied to a person (glossary: 定位到窗口和人)."""

    EXACT = "exact"
    CANDIDATE = "candidate"
    GROUP = "group"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A reason as a code and its values; the words are in the catalogues under `reason.<code>`."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Someone whom the evidence may mean; `score` is a share of 1 among all candidates of the decision."""

    staff_no: str
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """The question that would settle it best.

    offers: near misses to be offered as yes/no, best first; never taken. Window labels when `kind` is
        window, staff numbers otherwise (for a name too: names need not be unique).
    """

    kind: Kind
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """staff_no and window are the respondent and the window when pinned; window may also be known alone."""

    outcome: Outcome
    attribution: Attribution
    staff_no: str | None = None
    window: str | None = None
    candidates: tuple[Candidate, ...] = ()
    ask: Ask | None = None
    reasons: tuple[Reason, ...] = ()
    rule_version: str = RULE_VERSION
