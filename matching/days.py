"""Days as people say them, relative to the day of arrival in the hall's time zone. They look to the past."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from matching.evidence import Part, When
from matching.tokens import Token

WEEK = timedelta(days=7)
VAGUE_SPAN = timedelta(days=10)  # how far back "the other day" may reach
MONTHS_BACK = 12
LONG_AGO = 366  # days


def resolve(name: str, tokens: Sequence[Token], today: date) -> When | None:
    """The day or days that a form of `forms` states; None when there is no such day.

    name: the form's name. tokens: the tokens it took. The half day is found apart, see `whens`.
    """
    return RESOLVERS[name](Said(tokens), today)


class Said:
    """What the tokens of a day hold: the lexicon's value of the first one, and the numbers."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.value = tokens[0].value
        self.unit = tokens[-1].value
        self.numbers = [int(t.value) for t in tokens if t.kind == "number" and len(t.value) <= 4]


def _named(said: Said, today: date) -> When:
    return _one(today + timedelta(days=int(said.value)))


def _half(said: Said, today: date) -> When:
    return _one(today + timedelta(days=int(said.value[:-2])), Part(said.value[-2:]))


def _feast(said: Said, today: date) -> When | None:
    month, day = said.value.split("-")
    return _latest(today, int(month), int(day))


def _in_figures(said: Said, today: date) -> When | None:
    year, month, day = said.value.split("-")
    return _dated(today, int(year) if year else None, int(month), int(day))


def _in_full(said: Said, today: date) -> When | None:
    *year, month, day = said.numbers if len(said.numbers) > 1 else (0, 0)
    return _dated(today, _year(year[0]) if year else None, month, day)


def _of_an_earlier_year(said: Said, today: date) -> When | None:
    month, day = said.numbers if len(said.numbers) == 2 else (0, 0)
    return _dated(today, today.year + int(said.value), month, day)


def _of_month(said: Said, today: date) -> When | None:
    return day_of_month(today, said.numbers[0]) if said.numbers else None


def _of_last_month(said: Said, today: date) -> When | None:
    return _of_month(said, today.replace(day=1) - timedelta(days=1))


def _ago(said: Said, today: date) -> When | None:
    """ "Three days ago" is a day, but people don't count to the day."""
    if not said.numbers or said.unit != "days" or said.numbers[0] > LONG_AGO:
        return None
    day = today - timedelta(days=said.numbers[0])
    return When(first=day, last=day, sure=False)


def _last_week(said: Said, today: date) -> When:
    monday = today - timedelta(days=today.weekday()) - WEEK
    return When(first=monday, last=monday + timedelta(days=6), sure=False)


def _last_month(said: Said, today: date) -> When:
    end = today.replace(day=1) - timedelta(days=1)
    return When(first=end.replace(day=1), last=end, sure=False)


def _vague(said: Said, today: date) -> When:
    return When(first=today - VAGUE_SPAN, last=today, sure=False)


def _one(day: date, part: Part | None = None) -> When:
    return When(first=day, last=day, part=part)


def _weekday(said: Said, today: date) -> When:
    """周三 is the latest Wednesday up to today, 上周三 that of the week before."""
    week, weekday = said.value.split("/")
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


RESOLVERS: Mapping[str, Callable[[Said, date], When | None]] = {
    "day by name": _named,
    "half of a day": _half,
    "weekday": _weekday,
    "feast": _feast,
    "date in figures": _in_figures,
    "full date": _in_full,
    "date of an earlier year": _of_an_earlier_year,
    "day of the month": _of_month,
    "day of this month": _of_month,
    "day of last month": _of_last_month,
    "days ago": _ago,
    "last week": _last_week,
    "last month": _last_month,
    "vague day": _vague,
}
