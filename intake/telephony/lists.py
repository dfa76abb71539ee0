"""The provider's lists of calls, messages and recordings, as typed values.

A list proves that something never happened, so what can't be read is a fault and never a shorter list. Its
filters know days and not moments, and days of UTC (noon in China is still 4:00); so a day more is asked for
than is wanted, and times are compared here. What has not begun yet may not be found by its day, hence the
second question without one. Where a service filters nothing, its list is paged through from the newest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from intake.telephony.paging import Query, Reader, Row, collected
from intake.telephony.text import caller_number

DAY = timedelta(days=1)
INCOMING = "inbound"
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
NOT_BEGUN = ("queued", "ringing", "in-progress", "canceled", "failed")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedCall:
    """A call as the provider tells of it, in its own words. Moments are UTC; `duration` in seconds.

    started_at: None until it was dialled. ended_at, duration: None until it is over, or never told.
    answered_by: what machine detection heard, where that was on.
    """

    provider_id: str
    to: str
    from_: str
    direction: str
    status: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    duration: int | None
    answered_by: str = ""

    @property
    def is_incoming(self) -> bool:
        return self.direction == INCOMING

    @property
    def is_over(self) -> bool:
        return self.status in OVER


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedMessage:
    """A text message as the provider tells of it. `media`: how many pictures and the like it has."""

    provider_id: str
    to: str
    from_: str
    direction: str
    status: str
    body: str
    created_at: datetime
    error_code: str
    media: int

    @property
    def is_incoming(self) -> bool:
        return self.direction == INCOMING


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedRecording:
    """A recording as the provider tells of it. `duration` in seconds, None until it is known."""

    provider_id: str
    call_id: str
    status: str
    created_at: datetime
    duration: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which entries: from a moment on, and to or from one number (E.164) where that is given."""

    since: datetime
    to: str | None = None
    from_: str | None = None

    def includes(self, listed: ListedCall | ListedMessage) -> bool:
        return (
            listed.created_at >= self.since
            and (self.to is None or is_same(listed.to, self.to))
            and (self.from_ is None or is_same(listed.from_, self.from_))
        )

    def numbers(self, filters: frozenset[str]) -> dict[str, str]:
        """The part of a query that names the numbers, as far as the service filters by them."""
        named = {"To": self.to, "From": self.from_}
        return {name: number for name, number in named.items() if number and name in filters}

    @property
    def day(self) -> str:
        return (self.since.astimezone(UTC) - DAY).date().isoformat()


def calls(reader: Reader, wanted: Wanted) -> list[ListedCall]:
    """The calls created from `since` on, oldest first. Raises ProviderFault, or whatever `ask` raises."""
    filters = reader.profile.call_list_filters
    numbers = wanted.numbers(filters)
    queries: list[Query] = [numbers]
    if "StartTime" in filters:
        untimed = numbers or "Status" not in filters
        begun_not = [numbers] if untimed else [{"Status": status} for status in NOT_BEGUN]
        queries = [numbers | {"StartTime>": wanted.day}, *begun_not]
    found = collected(reader, "Calls", queries, wanted.since, call_of)
    return [one for one in found if wanted.includes(one)]


def messages(reader: Reader, wanted: Wanted) -> list[ListedMessage]:
    """The messages of either direction created from `since` on, oldest first. Raises as `calls` does."""
    filters = reader.profile.message_list_filters
    numbers = wanted.numbers(filters)
    queries: list[Query] = [numbers]
    if "DateSent" in filters:
        queries.append(numbers | {"DateSent>": wanted.day})
    found = collected(reader, "Messages", queries, wanted.since, message_of)
    return [one for one in found if wanted.includes(one)]


def recordings(reader: Reader, wanted: Wanted) -> list[ListedRecording]:
    """The recordings created from `since` on, oldest first. Raises as `calls` does."""
    timed = "DateCreated" in reader.profile.recording_list_filters
    query: Query = {"DateCreated>": wanted.day} if timed else {}
    found = collected(reader, "Recordings", [query], wanted.since, recording_of)
    return [one for one in found if one.created_at >= wanted.since]


def media(reader: Reader, message_id: str) -> tuple[str, ...]:
    """The ids of what came with a message. Raises as `calls` does."""
    page = reader.ask(reader.path("Messages", message_id, "Media"), {})
    return tuple(text(row, "sid") for row in page["media_list"])


def call_of(row: Row) -> ListedCall:
    """Raises KeyError, TypeError, ValueError, AttributeError for a row that is no call."""
    return ListedCall(
        provider_id=text(row, "sid"),
        to=row.get("to") or "",
        from_=row.get("from") or "",
        direction=text(row, "direction"),
        status=text(row, "status"),
        created_at=moment(row["date_created"]),
        started_at=moment_or_none(row.get("start_time")),
        ended_at=moment_or_none(row.get("end_time")),
        duration=seconds(row.get("duration")),
        answered_by=row.get("answered_by") or "",
    )


def message_of(row: Row) -> ListedMessage:
    """Raises as `call_of` does for a row that is no message."""
    return ListedMessage(
        provider_id=text(row, "sid"),
        to=row.get("to") or "",
        from_=row.get("from") or "",
        direction=text(row, "direction"),
        status=text(row, "status"),
        body=row.get("body") or "",
        created_at=moment(row["date_created"]),
        error_code=str(row.get("error_code") or ""),
        media=int(row.get("num_media") or 0),
    )


def recording_of(row: Row) -> ListedRecording:
    """Raises as `call_of` does for a row that is no recording."""
    return ListedRecording(
        provider_id=text(row, "sid"),
        call_id=row.get("call_sid") or "",
        status=text(row, "status"),
        created_at=moment(row["date_created"]),
        duration=seconds(row.get("duration")),
    )


def text(row: Row, name: str) -> str:
    """A field that must be there."""
    value = row[name]
    if not isinstance(value, str) or not value:
        raise ValueError(name)
    return value


def moment(written: str) -> datetime:
    """A moment as the provider writes it, RFC 2822 (or ISO 8601), in UTC. Raises ValueError, TypeError."""
    try:
        at = parsedate_to_datetime(written)
    except ValueError:
        at = datetime.fromisoformat(written)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def moment_or_none(written: str | None) -> datetime | None:
    return moment(written) if written else None


def seconds(written: str | int | None) -> int | None:
    return None if written is None or written == "" else int(written)


def is_same(listed: str, wanted: str) -> bool:
    """Whether two ways of writing a number mean the same one."""
    return listed == wanted or (caller_number(listed) or listed) == (caller_number(wanted) or wanted)
