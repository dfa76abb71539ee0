"""Reading one cell, as people and spreadsheets write it: text, labels, numbers, days, clock times.

Each reader takes a raw cell and gives its value, or raises CellFault with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openpyxl.utils.datetime import from_excel

from intake.directory.numbers import e164

Raw = str | int | float | bool | date | datetime | time | timedelta | None

LONGEST = 200
LABEL_LONGEST = 20
SERIAL_DAYS = range(20_000, 80_000)  # Excel's day numbers from 1954 to 2119
DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?(?:T?00?:00(?::00)?)?"
)
WEEKDAY = re.compile(r"\(?(星期|周|礼拜)[一二三四五六日天]\)?$")
COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
CLOCK = re.compile(r"(\d{1,2})[:时点](?:(\d{1,2})(?:分|:(\d{1,2})(?:\.0+)?)?)?")
WHOLE = re.compile(r"(\d+)\.0+")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+\d+")
WINDOW_WORDS = re.compile(r"(?<=.)(号窗口|号窗|窗口|号)$")
BETWEEN_CHARACTERS = re.compile(
    r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff]) +(?=[\u3400-\u9fff\U00020000-\U0003ffff])"
)


class CellFault(ValueError):
    """A cell that can't be read. `key` is a catalogue key under `directory.fault.`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def words_of(raw: Raw) -> str:
    """Text in its plain form: NFKC, single spaces, nothing invisible. Empty for an empty cell."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = unicodedata.normalize("NFKC", "" if raw is None else str(raw))
    seen = " ".join(text.split())
    seen = "".join(sign for sign in seen if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
    if len(seen) > LONGEST:
        raise CellFault("too_long", limit=LONGEST)
    return seen.strip()


def name(raw: Raw) -> str:
    """A person's name; spaces that only align Chinese characters are dropped (`王 芳`)."""
    return BETWEEN_CHARACTERS.sub("", words_of(raw))


def number(raw: Raw) -> str:
    """Digits and letters that are text: `1001.0` is `1001`, full-width is plain, letters are capitals."""
    if isinstance(raw, (date, time, timedelta, bool)):
        raise CellFault("not_text", given=str(raw))
    text = words_of(raw).upper().replace(" ", "")
    if whole := WHOLE.fullmatch(text):
        return whole[1]
    if SCIENTIFIC.fullmatch(text):
        raise CellFault("scientific", given=text)
    if len(text) > LABEL_LONGEST:
        raise CellFault("too_long", limit=LABEL_LONGEST)
    return text


def staff_no(raw: Raw) -> str:
    """A staff number, kept as text."""
    return number(raw)


def label(raw: Raw) -> str:
    """A window's label or a hall's code, kept as text: `3号窗口` is `3`."""
    return WINDOW_WORDS.sub("", number(raw))


def assigned(raw: Raw) -> tuple[str, ...]:
    """Several labels in one cell, parted by commas, semicolons, slashes or spaces."""
    if not isinstance(raw, str):
        return tuple(filter(None, [label(raw)]))
    parts = re.split(r"[\s,;/、|]+", unicodedata.normalize("NFKC", raw))
    return tuple(dict.fromkeys(label(part) for part in parts if part))


def day(raw: Raw) -> date:
    """A day: ISO, `2026/11/3`, `2026年11月3日`, `20261103`, a date cell or Excel's day number."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = WEEKDAY.sub("", words_of(raw)).strip()
    try:
        if found := DAY.fullmatch(text.replace(" ", "")):
            month = next(filter(None, found.group(2, 3, 4, 5)))
            return date(int(found[1]), int(month), int(found[6]))
        if compact := COMPACT_DAY.fullmatch(text):
            return date(int(compact[1]), int(compact[2]), int(compact[3]))
    except ValueError as error:
        raise CellFault("no_such_day", given=text) from error
    return _day_of_serial(text)


def _day_of_serial(text: str) -> date:
    serial = WHOLE.sub(r"\1", text)
    if serial.isascii() and serial.isdigit() and int(serial) in SERIAL_DAYS:
        found = from_excel(int(serial))
        if isinstance(found, datetime):
            return found.date()
    raise CellFault("bad_day", given=text)


def optional_day(raw: Raw) -> date | None:
    """A day, or None for an empty cell and for the marks that stand for one."""
    if raw is None or (isinstance(raw, str) and words_of(raw) in {"", "-", "—", "/", "无", "至今", "在职"}):
        return None
    return day(raw)


def clock(raw: Raw) -> time:
    """A clock time: `9:00`, `09:00:00`, `9点30分`, a time cell or a fraction of a day."""
    if isinstance(raw, datetime):
        return raw.time().replace(microsecond=0)
    if isinstance(raw, time):
        return raw.replace(microsecond=0, tzinfo=None)
    if isinstance(raw, timedelta):
        return _clock_of_fraction(raw / timedelta(days=1))
    text = words_of(raw)
    try:
        if found := CLOCK.fullmatch(text.replace(" ", "")):
            return time(int(found[1]), int(found[2] or 0), int(found[3] or 0))
        return _clock_of_fraction(float(text))
    except (ValueError, OverflowError) as error:
        raise CellFault("bad_time", given=text) from error


def _clock_of_fraction(fraction: float) -> time:
    if not 0 <= fraction < 1:
        raise CellFault("bad_time", given=fraction)
    seconds = min(round(fraction * 86_400), 86_399)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def zone(raw: Raw) -> str:
    """An IANA time zone that this machine knows; empty for an empty cell."""
    text = words_of(raw)
    if not text:
        return ""
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, KeyError) as error:
        raise CellFault("bad_zone", given=text) from error


def phone(raw: Raw) -> str:
    """A number in E.164; empty for an empty cell."""
    text = words_of(raw)
    if not text:
        return ""
    found = e164(text) or (e164(f"+{text}") if text.isdigit() else None)
    if found is None:
        raise CellFault("bad_phone")
    return found
