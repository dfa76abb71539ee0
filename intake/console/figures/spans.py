"""The days that a report is about, as they stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from intake.console.figures.counting import Span

LONGEST = 366  # days in a report
SEASON = (9, 12)  # months in which contributions for the year to come are collected (research: domain 1)
NAMES = ("week", "last_week", "month", "last_month", "season")


def named(name: str, today: date) -> tuple[date, date]:
    """The first and last day of a span with a name; weeks begin on Monday, nothing is later than today."""
    week = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    if name == "last_week":
        return week - timedelta(days=7), week - timedelta(days=1)
    if name == "month":
        return month, today
    if name == "last_month":
        last = month - timedelta(days=1)
        return last.replace(day=1), last
    if name == "season":
        year = today.year if today.month >= SEASON[0] else today.year - 1
        return date(year, SEASON[0], 1), min(today, date(year, SEASON[1], 31))
    return week, today


def span_of(given: Mapping[str, str], today: date, zone: ZoneInfo) -> tuple[str, Span]:
    """The span that an address asks for and its name, `custom` for days of one's own; the week in doubt.

    At most a year, ending today at the latest.
    """
    first, last = day_of(given.get("from", "")), day_of(given.get("to", ""))
    if first and last and first <= last and first <= today:
        last = min(last, today, first + timedelta(days=LONGEST - 1))
        return "custom", Span(first=first, last=last, zone=zone)
    name = given.get("span", "")
    name = name if name in NAMES else NAMES[0]
    first, last = named(name, today)
    return name, Span(first=first, last=last, zone=zone)


def day_of(text: str) -> date | None:
    """`2026-11-23`; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
