"""How moments, days and numbers are written for a person, in their language and their hall's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.numbers import format_decimal, format_percent

from intake.words import ENGLISH, Words

# English as it is written where days come before months and clocks have 24 hours.
LOCALES = {"zh": "zh_Hans_CN", ENGLISH: "en_GB"}


@dataclass(frozen=True, slots=True)
class Shown:
    """`shown` in templates. zone: the time zone that moments are told in."""

    words: Words
    zone: ZoneInfo

    @property
    def locale(self) -> str:
        return LOCALES[self.words.language]

    def moment(self, at: datetime | None) -> str:
        """`2026年11月23日 15:04`, `23 Nov 2026 15:04`; a dash for none."""
        return f"{self.day(at)} {self.clock(at)}" if at else "–"

    def short(self, at: datetime | None) -> str:
        """Without the year: `11月23日 15:04`, `23 Nov 15:04`."""
        if at is None:
            return "–"
        return f"{format_skeleton('MMMd', self.local(at), locale=self.locale)} {self.clock(at)}"

    def clock(self, at: datetime | None) -> str:
        """`15:04`."""
        return f"{self.local(at):%H:%M}" if at else "–"

    def day(self, day: date | datetime | None) -> str:
        """`2026年11月23日`, `23 Nov 2026`."""
        if day is None:
            return "–"
        moment = self.local(day) if isinstance(day, datetime) else day
        return written_day(moment.year, moment.month, moment.day, self.locale)

    def span(self, span: timedelta | None) -> str:
        """Roughly: `3 小时`, `3 hours`."""
        return format_timedelta(span, threshold=1.2, locale=self.locale) if span is not None else "–"

    def ago(self, at: datetime | None, now: datetime) -> str:
        """`3 小时前`, `3 hours ago`; `in 2 hours` for what is to come."""
        if at is None:
            return "–"
        return format_timedelta(at - now, threshold=1.2, add_direction=True, locale=self.locale)

    def number(self, number: float | None) -> str:
        """`1,234`."""
        return written_number(number, self.locale) if number is not None else "–"

    def share(self, share: float | None, digits: int = 0) -> str:
        """0.25 as `25%`."""
        if share is None:
            return "–"
        pattern = f"#,##0.{'0' * digits}%" if digits else "#,##0%"
        return written_share(share, pattern, self.locale)

    def counted(self, key: str, count: int, **values: object) -> str:
        """A text with a number: the catalogue has `KEY.one` and `KEY.other`, with `{count}`."""
        form = Locale.parse(self.locale).plural_form(count)
        chosen = f"{key}.{form}" if f"{key}.{form}" in self.words else f"{key}.other"
        return self.words(chosen, count=self.number(count), **values)

    def iso(self, at: datetime) -> str:
        """For the `datetime` attribute of `<time>`."""
        return self.local(at).isoformat(timespec="seconds")

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


# Pages with tables write the same few thousand numbers and days again and again, and each takes Babel long.
@lru_cache(maxsize=10_000)
def written_number(number: float, locale: str) -> str:
    return str(format_decimal(number, locale=locale))


@lru_cache(maxsize=10_000)
def written_share(share: float, pattern: str, locale: str) -> str:
    return str(format_percent(share, pattern, locale=locale))


@lru_cache(maxsize=4000)
def written_day(year: int, month: int, day: int, locale: str) -> str:
    return str(format_date(date(year, month, day), "medium", locale=locale))
