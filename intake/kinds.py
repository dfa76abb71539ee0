"""Kinds of settings: how a text becomes a value. Each raises ValueError for a text that it can't read."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

Hours = tuple[tuple[time, time], ...]
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]")
DESTINATION = re.compile(r"\+([1-9][0-9]{0,2}):(mobile|fixed)")
SHORTEST_RING, LONGEST_RING = timedelta(seconds=5), timedelta(minutes=10)  # what providers take


@dataclass(frozen=True, kw_only=True, slots=True)
class Destinations:
    """Country codes whose mobile numbers, and those whose geographic numbers, may be called and texted."""

    mobile: frozenset[int]
    fixed: frozenset[int]


def duration(text: str) -> timedelta:
    """`90s`, `10m`, `3h`, `2d` as a span of time. Raises ValueError."""
    match = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    if not match:
        raise ValueError(text)
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def hours(text: str) -> Hours:
    """`09:00-12:00,13:00-17:00` as spans of a day in the hall's time zone. Raises ValueError."""
    spans = []
    for span in filter(None, (part.strip() for part in text.split(","))):
        start, end = (time_of_day(clock.strip()) for clock in span.split("-"))
        if start >= end:
            raise ValueError(span)
        spans.append((start, end))
    return tuple(spans)


def time_of_day(text: str) -> time:
    """`09:00`. Raises ValueError."""
    if not CLOCK.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text)


def calling_hours(text: str) -> Hours:
    """Hours that are not empty, earliest first. Raises ValueError."""
    spans = hours(text)
    if not spans:
        raise ValueError(text)
    return tuple(sorted(spans))


def some_time(text: str) -> timedelta:
    """A span of time that is not nothing. Raises ValueError."""
    span = duration(text)
    if not span:
        raise ValueError(text)
    return span


def ring(text: str) -> timedelta:
    """How long a call rings. Raises ValueError."""
    span = duration(text)
    if not SHORTEST_RING <= span <= LONGEST_RING:
        raise ValueError(text)
    return span


def positive(text: str) -> int:
    """A whole number from one on. Raises ValueError."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def rate(text: str) -> float:
    """So many a second, fractions too; 0 stands for no limit. Raises ValueError."""
    number = float(text)
    if not (math.isfinite(number) and number >= 0):
        raise ValueError(text)
    return number


def destinations(text: str) -> Destinations:
    """`+86:mobile,+86:fixed`: country codes that exist, each with a kind of number. Raises ValueError."""
    allowed: dict[str, set[int]] = {"mobile": set(), "fixed": set()}
    for item in text.split(","):
        match = DESTINATION.fullmatch(item.strip())
        if not match or int(match[1]) not in COUNTRY_CODE_TO_REGION_CODE:
            raise ValueError(item)
        allowed[match[2]].add(int(match[1]))
    return Destinations(mobile=frozenset(allowed["mobile"]), fixed=frozenset(allowed["fixed"]))


def flag(text: str) -> bool:
    """`1`, `true`, `yes`, `on` or their opposites. Raises ValueError."""
    if text.strip().lower() in TRUE | FALSE:
        return text.strip().lower() in TRUE
    raise ValueError(text)


def address(text: str) -> str:
    """An http(s) address without a trailing slash, user or query. Raises ValueError."""
    cleaned = text.strip().rstrip("/")
    if cleaned and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?", cleaned):
        raise ValueError(text)
    return cleaned


def database(text: str) -> str:
    """A database address: `sqlite:///…`, `postgresql://…`, or the short `postgres://…` of many hosts."""
    url = re.sub(r"^postgres://", "postgresql://", text.strip())
    if url and not re.match(r"(sqlite|postgresql)(\+\w+)?://", url):
        raise ValueError(text)
    return url


def provider(text: str) -> str:
    """A profile's name. Raises ValueError."""
    if text not in {"twilio", "compatible"}:
        raise ValueError(text)
    return text


def zone(text: str) -> str:
    """A time zone's name that this machine knows. Raises ValueError."""
    try:
        return ZoneInfo(text).key
    except Exception as error:
        raise ValueError(text) from error
