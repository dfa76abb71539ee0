"""Whether a person answers key 0 now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from intake.desk.services import Services
from matching.hall import Hall


def person_reachable(services: Services, hall: Hall | None, at: datetime) -> bool:
    """Within operator hours on a working day, where calls can be connected and a number is set.

    A year that the calendar doesn't cover counts as working: an unanswered call still ends in voice mail.
    """
    settings = services.settings
    if not settings.operator_number or not services.capabilities.dial:
        return False
    local = at.astimezone(ZoneInfo(hall.timezone if hall else settings.timezone))
    day = local.date()
    if services.calendar.covers(day) and not services.calendar.is_working_day(day):
        return False
    return any(start <= local.time() < end for start, end in settings.operator_hours)
