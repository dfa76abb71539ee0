"""Working days of mainland China, from tables with explicit coverage; never guessed.

One file per year, `working_days/YEAR.csv`, lists every public holiday and make-up working day of that year
as the State Council announces them (2025: 国办发明电〔2024〕12号, 2026: 国办发明电〔2025〕7号);
all other days follow the week. A year without a file is unknown. Files in the data folder's `calendar/` add
years, or replace a year where a prefecture has holidays of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from intake.errors import CalendarError

PACKAGED = Path(__file__).parent / "working_days"
KINDS = {"working": True, "holiday": False}
SATURDAY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Covered years, and the days that don't follow the week: True for working."""

    years: frozenset[int]
    exceptions: Mapping[date, bool]
    names: Mapping[date, str]

    def covers(self, day: date) -> bool:
        """Whether anything can be said of that day."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether public offices work that day. Raises CalendarError for a year that is not covered."""
        if not self.covers(day):
            raise CalendarError("directory.error.calendar", year=day.year)
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def next_working_day(self, day: date) -> date:
        """The first working day after that day. Raises CalendarError where the tables end before it."""
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def coverage(self) -> tuple[date, date] | None:
        """The first and last day of the latest years covered without a gap; None when nothing is covered."""
        if not self.years:
            return None
        first = last = max(self.years)
        while first - 1 in self.years:
            first -= 1
        return date(first, 1, 1), date(last, 12, 31)


def load_calendar(folders: Iterable[Path] = ()) -> Calendar:
    """The packaged years, then the folders' years, each file replacing its year. Missing folders are none.

    Raises CalendarError for a file that can't be read, and for a day of another year in it.
    """
    years: dict[int, dict[date, tuple[bool, str]]] = {}
    for folder in (PACKAGED, *folders):
        for file in sorted(folder.glob("[0-9][0-9][0-9][0-9].csv")):
            years[int(file.stem)] = read_year(file)
    days = {day: stated for table in years.values() for day, stated in table.items()}
    return Calendar(
        years=frozenset(years),
        exceptions={day: working for day, (working, _) in days.items()},
        names={day: name for day, (_, name) in days.items()},
    )


def read_year(file: Path) -> dict[date, tuple[bool, str]]:
    """The days of one file. Raises CalendarError."""
    found: dict[date, tuple[bool, str]] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                day = date.fromisoformat(row["date"])
                if day.year != int(file.stem):
                    raise ValueError(row["date"])
                found[day] = KINDS[row["day"]], row["name"]
    except (OSError, ValueError, KeyError) as error:
        raise CalendarError("directory.error.calendar_file", file=file.name) from error
    return found
