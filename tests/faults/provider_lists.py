"""The filters of the provider's lists, which know days, not moments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.faults.provider_book import Call

Form = dict[str, list[str]]


def first(asked: Form, name: str) -> str:
    return asked.get(name, [""])[0]


def wanted(one: Any, asked: Form) -> bool:
    """The filters, with days for times; a call in the queue has no start, so no day has it."""
    plain = {"To": getattr(one, "to", ""), "From": getattr(one, "from_", "")}
    plain["Status"] = getattr(one, "status", "")
    if any(first(asked, name) not in ("", value) for name, value in plain.items()):
        return False
    started = getattr(one, "started_at", None) if isinstance(one, Call) else one.created_at
    name = "StartTime" if isinstance(one, Call) else "DateSent"
    return all(on_day(started, first(asked, name + sign), sign) for sign in ("", "<", ">"))


def on_day(moment: datetime | None, text: str, sign: str) -> bool:
    """Whether a moment is on the day, at its midnight or before, or at its midnight or after; in UTC."""
    if not text:
        return True
    if moment is None:
        return False
    day = date.fromisoformat(text[:10])
    midnight = datetime(day.year, day.month, day.day, tzinfo=moment.tzinfo)
    if sign == "<":
        return moment <= midnight
    return moment >= midnight if sign == ">" else moment.date() == day
