"""Columns that follow from what was stated: the days of the event, and what keeps the rule from pinning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from intake.cases.model import Doubt
from matching.decision import Decision
from matching.evidence import Evidence
from matching.hall import RECENT

# What was stated speaks against itself, or against the roster.
AT_ODDS = {"contradiction", "nobody_there", "not_in_service", "name_not_in_service", "when_future"}
CONFLICT = "conflict_"
SHORTEST_TEXT = 12  # characters; shorter ones are equal by chance
NO_SENSE = re.compile(r"[\W_]+")


def event_days(evidence: Sequence[Evidence], today: date) -> dict[str, Any]:
    """The days of the event, both included; the 30 days up to `today` where none was surely stated.

    today: the day of the message in the hall's time zone, like all of these days.
    """
    whens = [item.when for item in evidence if item.when]
    sure = [when for when in whens if when.sure]
    if not sure:
        return {"event_first": today - RECENT, "event_last": today, "event_part": None}
    parts = {when.part for when in sure}
    part = parts.pop() if len(parts) == 1 else None
    return {
        "event_first": min(when.first for when in sure),
        "event_last": max(when.last for when in sure),
        "event_part": part.value if part else None,
    }


def doubt_of(decision: Decision | None) -> Doubt:
    """The kind of case for the review queue."""
    codes = [why.code for why in decision.reasons] if decision else []
    if any(code in AT_ODDS or code.startswith(CONFLICT) for code in codes):
        return Doubt.CONTRADICTORY
    return Doubt.DOUBTFUL if decision and decision.candidates else Doubt.UNFINISHED


def text_hash(statement: str) -> str | None:
    """Equal for texts that differ in spaces and punctuation only; None for one too short to say anything."""
    plain = NO_SENSE.sub("", unicodedata.normalize("NFKC", statement).lower())
    return sha256(plain.encode()).hexdigest()[:32] if len(plain) >= SHORTEST_TEXT else None
