"""One message, read and decided: what `hotline match`, its measures and its benchmark go by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matching.decision import Attribution, Decision, Outcome
from matching.evidence import Source
from matching.extract import OTHER, Reading, read
from matching.hall import Hall
from matching.pinning import decide


@dataclass(frozen=True, kw_only=True, slots=True)
class Matched:
    """What was read in a message and what follows from it."""

    reading: Reading
    decision: Decision


def match_message(text: str, *, source: Source, hall: Hall, at: datetime) -> Matched:
    """Read and decide one message that reached `hall` at `at`. Raises ValueError for a naive moment."""
    reading = read(text, source=source, hall=hall, received_at=at)
    if reading.kind == OTHER:
        decision = Decision(outcome=Outcome.OTHER, attribution=Attribution.NONE)
    else:
        decision = decide(reading.evidence, hall, at)
    return Matched(reading=reading, decision=decision)
