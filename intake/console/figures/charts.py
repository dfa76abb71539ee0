"""Charts as values: what is drawn is also what stands in the table below it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from intake.console.figures.board import Board
from intake.console.figures.reports import Report
from intake.console.shown import Shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of numbers of a chart. kind: `bar` or `line`. tone: a colour of figures.js.

    is_share: the values are shares of 1. stack: bars with the same name stand on each other.
    """

    name: str
    values: Sequence[float | None]
    kind: str = "bar"
    tone: str = "accent"
    is_share: bool = False
    stack: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """id: unique on its page. head: what the labels are. lies: bars lie, for labels that are words."""

    id: str
    title: str
    head: str
    labels: Sequence[str]
    lines: Sequence[Line]
    lies: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(value for line in self.lines for value in line.values)

    def json(self) -> str:
        """For `<script type="application/json">`: nothing in it can end the element."""
        drawn: dict[str, Any] = {
            "labels": list(self.labels),
            "lies": self.lies,
            "lines": [
                {
                    "name": line.name,
                    "values": list(line.values),
                    "kind": line.kind,
                    "tone": line.tone,
                    "share": line.is_share,
                    "stack": line.stack,
                }
                for line in self.lines
            ],
        }
        text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"))
        return text.replace("<", "\\u003c").replace("&", "\\u0026")


def hours_chart(board: Board, shown: Shown) -> Chart:
    """What came in by hour of the day, beside a week ago."""
    words, hours = shown.words, board.hours
    return Chart(
        id="hours",
        title=words("console.board.hours"),
        head=words("console.board.hour"),
        labels=[f"{one.hour:02d}:00" for one in hours],
        lines=(
            Line(
                name=words("console.board.complaints"), values=[one.complaints for one in hours], stack="in"
            ),
            Line(
                name=words("console.board.ratings"),
                values=[one.ratings for one in hours],
                tone="info",
                stack="in",
            ),
            Line(
                name=words("console.board.week_ago"),
                values=[one.before for one in hours],
                kind="line",
                tone="soft",
            ),
        ),
    )


def why_chart(board: Board, shown: Shown) -> Chart:
    """Why cases of the day are not pinned."""
    words = shown.words
    return Chart(
        id="why",
        title=words("console.board.why"),
        head=words("console.board.reason"),
        labels=[words(f"console.board.why_{kind}") for kind, _ in board.why],
        lines=(
            Line(name=words("console.board.cases"), values=[count for _, count in board.why], tone="wait"),
        ),
        lies=True,
    )


def times_chart(report: Report, shown: Shown) -> Chart:
    """What came in and what of it is pinned, by day or week."""
    words, found = shown.words, [measures for _, measures in report.times]
    return Chart(
        id="times",
        title=words("console.reports.by_week" if report.is_by_week else "console.reports.by_day"),
        head=words("console.reports.week_of" if report.is_by_week else "console.reports.day"),
        labels=[shown.day(day) for day, _ in report.times],
        lines=(
            Line(name=words("console.reports.complaints"), values=[one.complaints for one in found]),
            Line(name=words("console.reports.pinned"), values=[one.pinned for one in found], tone="info"),
        ),
    )


def months_chart(report: Report, shown: Shown) -> Chart:
    """The shares by month."""
    words, found = shown.words, [measures for _, measures in report.months]
    return Chart(
        id="months",
        title=words("console.reports.by_month"),
        head=words("console.reports.month_head"),
        labels=[f"{day:%Y-%m}" for day, _ in report.months],
        lines=(
            Line(
                name=words("console.reports.rate_pinned"),
                values=[one.pin_rate for one in found],
                kind="line",
                is_share=True,
            ),
            Line(
                name=words("console.reports.rate_unreachable"),
                values=[one.unreachable_rate for one in found],
                kind="line",
                tone="bad",
                is_share=True,
            ),
        ),
    )
