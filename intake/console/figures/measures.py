"""What is measured of a set of cases, and the rates that hotlines are measured by (research: domain 1.4)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, and_

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow
from intake.console.figures.counting import (
    RESOLVED,
    how_many,
    is_complaint,
    is_ours,
    is_pinned,
    is_rating,
    share,
)
from intake.console.figures.sums import Sums
from matching.decision import Attribution

FOUNDED = (Status.SUBSTANTIATED, Status.PARTLY)
CONTENT = 4  # of the five levels: satisfied and very satisfied


@dataclass(frozen=True, slots=True)
class Measures(Sums):
    """Counts of cases.

    ours: complaints without those that were none, merged or another bureau's. exact: pinned to window and
    person. resolved: a finding was made. founded: it held, wholly or partly, as long as the case stands
    there. rated, content: ratings of the service, and those of level 4 or 5; handled, appreciated: the same
    for how the complaint was handled. Who gave no answer is in none of these.
    """

    complaints: int = 0
    ratings: int = 0
    ours: int = 0
    pinned: int = 0
    exact: int = 0
    unreachable: int = 0
    resolved: int = 0
    founded: int = 0
    rated: int = 0
    content: int = 0
    handled: int = 0
    appreciated: int = 0

    @property
    def pin_rate(self) -> float | None:
        return share(self.pinned, self.ours)

    @property
    def unreachable_rate(self) -> float | None:
        return share(self.unreachable, self.ours)

    @property
    def resolution(self) -> float | None:
        return share(self.resolved, self.ours)

    @property
    def satisfaction(self) -> float | None:
        return share(self.content, self.rated)

    @property
    def appreciation(self) -> float | None:
        return share(self.appreciated, self.handled)


# In the order of the fields.
CONDITIONS: dict[str, ColumnElement[bool]] = {
    "complaints": is_complaint,
    "ratings": is_rating,
    "ours": is_ours,
    "pinned": is_pinned,
    "exact": and_(is_pinned, ComplaintRow.attribution == Attribution.EXACT),
    "unreachable": and_(is_ours, ComplaintRow.status == Status.UNREACHABLE),
    "resolved": and_(is_ours, ComplaintRow.status.in_(RESOLVED)),
    "founded": and_(is_ours, ComplaintRow.status.in_(FOUNDED)),
    "rated": ComplaintRow.rating.is_not(None),
    "content": ComplaintRow.rating >= CONTENT,
    "handled": ComplaintRow.handling_rating.is_not(None),
    "appreciated": ComplaintRow.handling_rating >= CONTENT,
}
COUNTED: tuple[ColumnElement[Any], ...] = tuple(
    how_many(CONDITIONS[field.name]).label(field.name) for field in fields(Measures)
)
