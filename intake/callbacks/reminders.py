"""When an automatic text goes out after a miss (research: domain 9.7)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from intake.callbacks.days import Days
from intake.callbacks.history import History, Policy
from intake.directory.calendar import Calendar
from intake.errors import CalendarError

AFTER_MISSES = (1, 3)


def text_at(
    history: History, policy: Policy, calendar: Calendar, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """When the text goes out that the latest attempt is followed by, `now` or later; None for no text.

    None too where the calendar doesn't cover the day: asked again once it does, the answer is a moment.
    """
    rang, misses = history.rang(), history.misses()
    if not history.textable or len(misses) not in AFTER_MISSES or rang[-1] != misses[-1]:
        return None
    missed_at = misses[-1].at
    sent_for_it = any(text >= missed_at for text in history.texts)
    if sent_for_it or len(history.texts) >= min(policy.texts, AFTER_MISSES.index(len(misses)) + 1):
        return None
    earliest = max(now, missed_at, *(text + policy.text_spacing for text in history.texts))
    try:
        days = Days(calendar=calendar, zone=zone, workdays_only=policy.workdays_only)
        return days.first(earliest, policy.text_hours)
    except CalendarError:
        return None
