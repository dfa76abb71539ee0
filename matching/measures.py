"""How good the matcher is on messages whose right decision is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.decision import Decision, Outcome
from matching.evidence import Evidence, Kind

IDENTIFYING = ("window", "staff_no", "name")


@dataclass(frozen=True, kw_only=True, slots=True)
class Miss:
    """One message that was decided otherwise than it should be; `what` is a key of `MISSES`."""

    what: str
    line: Mapping[str, Any]
    decision: Decision
    evidence: tuple[Evidence, ...]


MISSES = ("wrong_pin", "needless_question", "lost_complaint", "missed_other", "idle_question")


@dataclass(slots=True)
class Measures:
    """Counts by name and channel (`pins_found`, `gold_pins`, … under each channel and under `all`)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def add(self, line: Mapping[str, Any], decision: Decision, evidence: tuple[Evidence, ...]) -> None:
        """Count one message. `line` holds `channel`, `gold` and, where known, `said`."""
        gold = line["gold"]
        right = Outcome(gold["decision"])
        channel = str(line.get("channel", "sms"))
        seen = ["messages", f"gold_{right}"]
        missed = _missed(decision, right, gold.get("staff_no"))
        if right is decision.outcome is Outcome.PIN and not missed:
            seen.append("pins_found")
        if right is decision.outcome is Outcome.OTHER:
            seen.append("other_found")
        if right is decision.outcome is Outcome.ASK:
            seen.append("asked")
            if would_settle(decision, line.get("said") or _said(evidence), str(gold.get("why", ""))):
                seen.append("asked_well")
            else:
                missed = "idle_question"
        if missed:
            seen.append(missed)
            self.misses.append(Miss(what=missed, line=line, decision=decision, evidence=evidence))
        self.counts.update((name, where) for name in seen for where in (channel, "all"))


def _missed(decision: Decision, right: Outcome, staff_no: str | None) -> str:
    got = decision.outcome
    if got is Outcome.PIN and (right is not Outcome.PIN or decision.staff_no != staff_no):
        return "wrong_pin"
    if got is right:
        return ""
    if got is Outcome.OTHER:
        return "lost_complaint"
    return "missed_other" if right is Outcome.OTHER else "needless_question"


def would_settle(decision: Decision, said: Mapping[str, Any], why: str) -> bool:
    """Whether the question asks for something new, or again for what can't be right as it was said."""
    if decision.ask is None:
        return False
    kind = decision.ask.kind
    amiss = why.startswith("unknown")
    if kind is Kind.WHEN:
        return amiss or ("window" in said and sum(key in said for key in IDENTIFYING) > 1)
    return amiss or kind.value not in said


def _said(evidence: tuple[Evidence, ...]) -> dict[str, str]:
    return {item.kind.value: item.value for item in evidence}
