"""Days as people say them, relative to the day of arrival in the hall's time zone. They look to the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from matching.evidence import Part, When
from matching.tokens import Token

WEEK = timedelta(days=7)
VAGUE_SPAN = timedelta(days=10)  # how far back "the other day" may reach
MONTHS_BACK = 12


def resolve(name: str, tokens: Sequence[Token], today: date) -> When | None:
    """The day or days that a form of `forms` states; None when there is no such day.

    name: the form's name. tokens: the tokens it took. The half day is found apart, see `part_of`.
    """
    values = [token.value for token in tokens]
    numbers = [int(token.value) for token in tokens if token.kind == "number" and len(token.value) <= 4]
    match name:
        case "day by name":
            return _one(today + timedelta(days=int(values[0])))
        case "half of a day":
            return _one(today + timedelta(days=int(values[0][:-2])), Part(values[0][-2:]))
        case "weekday":
            return _weekday(*values[0].split("/"), today=today)
        case "feast":
            month, day = values[0].split("-")
            return _latest(today, int(month), int(day))
        case "date in figures":
            year, month, day = values[0].split("-")
            return _dated(today, int(year) if year else None, int(month), int(day))
        case "full date":
            return _dated(today, _year(numbers[0]) if len(numbers) == 3 else None, *numbers[-2:])
        case "day of the month" | "day of this month":
            return day_of_month(today, numbers[0]) if numbers else None
        case "day of last month":
            return day_of_month(today.replace(day=1) - timedelta(days=1), numbers[0]) if numbers else None
        case "days ago":
            counts_days = tokens[-1].value == "days"
            return _vaguely(today, numbers[0]) if numbers and counts_days else None
        case "last week":
            monday = today - timedelta(days=today.weekday()) - WEEK
            return When(first=monday, last=monday + timedelta(days=6), sure=False)
        case "last month":
            end = today.replace(day=1) - timedelta(days=1)
            return When(first=end.replace(day=1), last=end, sure=False)
        case "vague day":
            return When(first=today - VAGUE_SPAN, last=today, sure=False)
    return None


def _one(day: date, part: Part | None = None) -> When:
    return When(first=day, last=day, part=part)


def _vaguely(today: date, ago: int) -> When | None:
    """ "Three days ago" is a day that people don't count to the day."""
    if ago > 366:
        return None
    day = today - timedelta(days=ago)
    return When(first=day, last=day, sure=False)


def _weekday(week: str, weekday: str, *, today: date) -> When:
    """周三 is the latest Wednesday up to today, 上周三 that of the week before."""
    day = today - timedelta(days=today.weekday() - int(weekday))
    if week == "thisweek":
        return _one(day if day <= today else day - WEEK)
    return _one(day - WEEK * (2 if week == "earlier" else 1))


def _year(stated: int) -> int:
    return stated + 2000 if stated < 100 else stated


def _dated(today: date, year: int | None, month: int, day: int) -> When | None:
    if year is None:
        return _latest(today, month, day)
    try:
        return _one(date(year, month, day))
    except ValueError:
        return None


def _latest(today: date, month: int, day: int) -> When | None:
    """The latest such day up to today; 29 February looks further back."""
    for back in range(9):
        try:
            found = date(today.year - back, month, day)
        except ValueError:
            continue
        if found <= today:
            return _one(found)
    return None


def day_of_month(today: date, day: int) -> When | None:
    """The latest such day of a month up to today."""
    year, month = today.year, today.month
    for _ in range(MONTHS_BACK):
        try:
            found = date(year, month, day)
        except ValueError:
            found = date.max
        if found <= today:
            return _one(found)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None
