"""Why nobody was pinned: kinds of reasons, from the codes that the rule gave with its decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from intake.cases.model import ComplaintRow
from intake.console.figures.counting import is_ours, is_pinned

EXPLAINED = 1000  # of the unpinned cases, the newest so many are asked for their reason
# Why nobody was pinned, by the codes of the decision's reasons: the first kind that fits is counted.
WHY: tuple[tuple[str, frozenset[str]], ...] = (
    ("contradiction", frozenset({"contradiction", "conflict_window", "conflict_staff_no"})),
    ("unknown", frozenset({"window_unknown", "staff_no_unknown", "name_unknown"})),
    ("nobody", frozenset({"nobody_there", "not_in_service", "name_not_in_service", "when_future"})),
    ("one", frozenset({"one_identifier"})),
    ("several", frozenset({"several_left"})),
    ("nothing", frozenset({"nothing_stated"})),
)


def why(connection: Connection, conditions: list[ColumnElement[bool]]) -> tuple[tuple[str, int], ...]:
    """Why cases that meet the conditions are not pinned: kinds of reasons, most first."""
    query = (
        select(ComplaintRow.decision)
        .where(*conditions, is_ours, ~is_pinned)
        .order_by(ComplaintRow.received_at.desc())
        .limit(EXPLAINED)
    )
    found = Counter(kind_of(decision) for decision in connection.scalars(query))
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def kind_of(decision: Mapping[str, Any] | None) -> str:
    """The kind of reason for which a decision pinned nobody; `other` where it would have."""
    if decision is None:
        return "nothing"
    codes = {reason["code"] for reason in decision.get("reasons", ())}
    return next((kind for kind, its in WHY if codes & its), "other")
