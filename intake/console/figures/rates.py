"""The rates that hotlines are measured by, each with what it is a share of."""

from __future__ import annotations

from dataclasses import dataclass

from intake.console.figures.counting import share
from intake.console.figures.reports import Report


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """A rate. name: its words are `console.reports.rate_NAME` and, for what it means, `meant_NAME`.

    part and whole are None where it can't be measured, and the meaning says why.
    """

    name: str
    part: int | None
    whole: int | None

    @property
    def share(self) -> float | None:
        return None if self.part is None or self.whole is None else share(self.part, self.whole)


def rates(report: Report) -> tuple[Rate, ...]:
    """In the order in which hotlines are measured (research: domain 1.4)."""
    whole = report.whole
    return (
        Rate(name="answer", part=None, whole=None),
        Rate(name="response", part=report.in_time, whole=report.called),
        Rate(name="pinned", part=whole.pinned, whole=whole.ours),
        Rate(name="exact", part=whole.exact, whole=whole.ours),
        Rate(name="resolution", part=whole.resolved, whole=whole.ours),
        Rate(name="satisfaction", part=whole.content, whole=whole.rated),
        Rate(name="appreciation", part=whole.appreciated, whole=whole.handled),
        Rate(name="unreachable", part=whole.unreachable, whole=whole.ours),
    )
