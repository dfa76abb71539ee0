"""What a comparison with the provider's lists came to: counts, and never a number or a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Mark(StrEnum):
    """What became of an entry of the provider's list, or of something here that should be in it.

    SEEN: it is in the list. KNOWN: it is here already. BROUGHT_IN: it was missing here. MENDED: it was here,
    and stood wrong. PASSED_OVER: missing here for a reason, such as a call of one second. DOUBTFUL: it can't
    be told, an operator has to look.
    """

    SEEN = "seen"
    KNOWN = "known"
    BROUGHT_IN = "brought_in"
    MENDED = "mended"
    PASSED_OVER = "passed_over"
    DOUBTFUL = "doubtful"


Marks = Counter[Mark]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One subject. fault: why its list could not be read, and nothing of it was done; empty if it could."""

    subject: str
    marks: Marks
    fault: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything that was compared, from a moment on, at another."""

    since: datetime
    at: datetime
    parts: tuple[Part, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left for an operator, and every list was read."""
        return not any(part.fault or part.marks[Mark.DOUBTFUL] for part in self.parts)

    @property
    def done(self) -> int:
        """How much was brought in or mended."""
        return sum(part.marks[Mark.BROUGHT_IN] + part.marks[Mark.MENDED] for part in self.parts)

    def as_values(self) -> dict[str, object]:
        """For machines: counts by subject and mark, moments in ISO 8601 (UTC)."""
        return {
            "since": self.since.isoformat(),
            "at": self.at.isoformat(),
            "settled": self.is_settled,
            "parts": {
                part.subject: {mark.value: part.marks[mark] for mark in Mark} | {"fault": part.fault}
                for part in self.parts
            },
        }
