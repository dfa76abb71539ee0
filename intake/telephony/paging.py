"""A list of the REST interface, page after page, to its end or to where it is older than is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from intake.telephony.faults import Kind, ProviderFault
from intake.telephony.profile import Capabilities

Row = Mapping[str, Any]
Query = Mapping[str, str]
Ask = Callable[[str, Query], Any]

MOST_PAGES = 200
# Newest first is a promise that nobody makes to the second: only a whole page this much older ends a list.
SLACK = timedelta(hours=1)


class Entry(Protocol):
    """What every entry of a list has."""

    @property
    def provider_id(self) -> str: ...

    @property
    def created_at(self) -> datetime: ...


Listed = TypeVar("Listed", bound=Entry)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """How an account's lists are read. ask: gives the JSON at an address below the REST address."""

    ask: Ask
    account: str
    profile: Capabilities

    def path(self, *parts: str) -> str:
        below = "/".join(quote(part, safe="") for part in parts)
        return f"/2010-04-01/Accounts/{self.account}/{below}.json"


def collected(
    reader: Reader, resource: str, queries: Sequence[Query], since: datetime, read: Callable[[Row], Listed]
) -> list[Listed]:
    """What all queries together list, each entry once, as it was told last, oldest first.

    Entries from before `since` may be among them. Raises ProviderFault, and what `ask` and `read` raise.
    """
    found: dict[str, Listed] = {}
    for query in queries:
        paged = {**query, "PageSize": str(reader.profile.list_page_size)}
        for rows in pages(reader.ask, reader.path(resource), paged, resource.lower()):
            listed = [read(row) for row in rows]
            found |= {one.provider_id: one for one in listed}
            if listed and all(one.created_at < since - SLACK for one in listed):
                break
    # Turned round at the end, so that of two in one second the later one stays the later one.
    newest_first = sorted(found.values(), key=lambda one: one.created_at, reverse=True)
    return newest_first[::-1]


def pages(ask: Ask, address: str, query: Query, key: str) -> Iterator[list[Row]]:
    """A list's pages. Raises ProviderFault where they don't end, lead elsewhere, or are none."""
    followed: set[str] = set()
    for _ in range(MOST_PAGES):
        page = ask(address, query)
        rows = page[key]
        if not isinstance(rows, list):
            raise ProviderFault(Kind.UNREADABLE)
        yield rows
        following = page.get("next_page_uri")
        if not following:
            return
        if not following.startswith("/") or following in followed:
            raise ProviderFault(Kind.UNREADABLE)
        followed.add(following)
        address, query = following, {}
    raise ProviderFault(Kind.UNREADABLE)
