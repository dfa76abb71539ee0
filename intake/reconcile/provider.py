"""What reconciling needs of the provider's client, and the times that hold for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from intake.telephony.lists import ListedCall, ListedMessage, ListedRecording

Item = TypeVar("Item")

# What is younger may still come by its webhook, which knows more than a list.
GRACE = timedelta(minutes=2)
# A text of ours that comes later than this after its cause confuses more than it helps.
TEXT_WITHIN = timedelta(hours=12)
PROMPT = timedelta(hours=1)
WAKING = (time(8), time(21))
CHUNK = 500  # values in one query


class Lists(Protocol):
    """The provider's lists; every method raises ProviderFault."""

    def list_calls(
        self, since: datetime, *, to: str | None = None, from_: str | None = None
    ) -> list[ListedCall]: ...

    def list_messages(
        self, since: datetime, *, to: str | None = None, from_: str | None = None
    ) -> list[ListedMessage]: ...

    def list_recordings(self, since: datetime) -> list[ListedRecording]: ...

    def list_media(self, message_id: str) -> tuple[str, ...]: ...


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists that fit into one query."""
    waiting = list(items)
    for start in range(0, len(waiting), CHUNK):
        yield waiting[start : start + CHUNK]


def text_time(cause: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a belated text may go out: at once after its cause, later by day only, at last not any more."""
    if now - cause > TEXT_WITHIN:
        return None
    if now - cause <= PROMPT:
        return now
    local = now.astimezone(zone)
    opens, closes = (datetime.combine(local.date(), clock, zone) for clock in WAKING)
    if local < opens:
        return opens
    return now if local < closes else opens + timedelta(days=1)
