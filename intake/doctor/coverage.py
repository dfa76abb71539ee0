"""What the directory and the calendar cover: halls, numbers, roster, working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.config import Settings
from intake.directory.calendar import Calendar, load_calendar
from intake.directory.service import list_halls, load_hall_by_id
from intake.doctor.finding import Finding, fail, ok, warn
from intake.errors import CalendarError
from matching.hall import Hall

CALENDAR_LEFT = 60  # days; the State Council announces the next year in November
ROSTER_LEFT = 7
LOOK_BACK = timedelta(days=30)  # as far as an undated window looks
NAMED = 8


def check_calendar(settings: Settings, today: date) -> tuple[Calendar | None, Finding]:
    """How long the working-day tables still reach."""
    try:
        calendar = load_calendar([settings.data_dir / "calendar"])
    except CalendarError as error:
        return None, fail("calendar_file", file=error.values.get("file", ""))
    covered = calendar.coverage()
    last = covered[1] if covered else date.min
    values = {"last": last.isoformat(), "year": last.year + 1, "folder": settings.data_dir / "calendar"}
    if not calendar.covers(today):
        return calendar, fail("calendar_out", today=today.isoformat(), folder=settings.data_dir / "calendar")
    if (last - today).days < CALENDAR_LEFT:
        return calendar, warn("calendar_ends", **values)
    return calendar, ok("calendar", last=last.isoformat())


def check_directory(
    settings: Settings, connection: Connection, calendar: Calendar | None, now: datetime
) -> Iterator[Finding]:
    """Halls, the numbers that lead to them, and their rosters."""
    halls = list_halls(connection)
    if not halls:
        yield fail("no_hall")
        return
    yield ok("halls", count=len(halls), staff=sum(hall.staff for hall in halls))
    silent = [hall.code for hall in halls if not hall.hotline]
    if silent and len(halls) > 1:
        yield fail("hall_numberless", halls=some(silent))
    if silent and not settings.hotline_number:
        yield warn("no_sender", halls=some(silent))
    numbers = {hall.hotline for hall in halls if hall.hotline}
    if settings.hotline_number and numbers and settings.hotline_number not in numbers:
        yield warn("number_differs")
    for summary in halls:
        hall = load_hall_by_id(connection, summary.id, summary.version)
        if hall is not None:
            yield from check_roster(hall, calendar, now)


def check_roster(hall: Hall, calendar: Calendar | None, now: datetime) -> Iterator[Finding]:
    """Whether a hall's roster reaches far enough, without holes, and names people who are in service."""
    today = now.astimezone(ZoneInfo(hall.timezone)).date()
    code = hall.code
    if not hall.duties:
        yield warn("roster_none", hall=code)
        return
    last = max(duty.on for duty in hall.duties)
    if (last - today).days < ROSTER_LEFT:
        yield warn("roster_ends", hall=code, last=last.isoformat())
    else:
        yield ok("roster", hall=code, last=last.isoformat())
    gaps = [day.isoformat() for day in roster_gaps(hall, calendar, today, last)]
    if gaps:
        yield warn("roster_gaps", hall=code, days=some(gaps), count=len(gaps))
    recent = {duty.window for duty in hall.duties if duty.on >= today - LOOK_BACK}
    bare = [
        window.label
        for window in hall.windows
        if window.label not in recent and window.label not in hall.assigned
    ]
    if bare:
        yield warn("windows_bare", hall=code, windows=some(bare), count=len(bare))
    absent = people_out_of_service(hall, today)
    if absent:
        yield warn("out_of_service", hall=code, numbers=some(absent), count=len(absent))


def roster_gaps(hall: Hall, calendar: Calendar | None, today: date, last: date) -> Iterator[date]:
    """Working days within the last 30 days and the rest of the roster on which nobody is on duty."""
    rostered = {duty.on for duty in hall.duties}
    day = max(min(rostered), today - LOOK_BACK)
    while day < last:
        if day not in rostered and calendar and calendar.covers(day) and calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)


def people_out_of_service(hall: Hall, today: date) -> list[str]:
    """Staff numbers on the roster of the last 30 days or later on a day out of their service."""
    found = {
        duty.staff_no
        for duty in hall.duties
        if duty.on >= today - LOOK_BACK
        and (duty.staff_no not in hall.staff_by_no or not hall.staff_by_no[duty.staff_no].in_service(duty.on))
    }
    return sorted(found)


def some(names: list[str]) -> str:
    """The first few of a list."""
    return ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
