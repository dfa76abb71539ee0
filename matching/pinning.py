"""The rule of pinning: evidence and a hall give a decision, with candidates and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matching.evidence import Evidence, Kind
from matching.hall import Hall

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
    staff_no: str
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """The question that would settle it best.

    offers: near misses to be offered as yes/no, best first (a staff number or a window label); never taken.
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


def decide(evidence: Sequence[Evidence], hall: Hall, at: datetime) -> Decision:
    """Decide whom the evidence fits, as of `at` (aware; when the message arrived)."""
    raise NotImplementedError
