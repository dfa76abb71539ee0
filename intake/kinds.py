"""Kinds of settings: how a text becomes a value. Each raises ValueError for a text that it can't read."""

from __future__ import annotations

import re
from datetime import time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[tuple[time, time], ...]
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


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
        start, end = (time.fromisoformat(clock.strip()) for clock in span.split("-"))
        if start >= end:
            raise ValueError(span)
        spans.append((start, end))
    return tuple(spans)


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
