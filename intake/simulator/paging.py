"""One page of a list, with the address of the next: by token, so that what is new or gone shifts nothing.

Provider facts: 50 a page, PageSize up to 1000; `next_page_uri` starts at `/2010-04-01`, carries the filters
of the first page, and is null on the last; its PageToken is opaque (Somleng: `PA` and a cursor).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from intake.simulator.refusal import malformed

USUAL_PAGE, LARGEST_PAGE = 50, 1000
AFTER = "PA"
Kept = TypeVar("Kept")


def page_of(
    kept: Sequence[Kept], *, place: Callable[[Kept], int], path: str, asked: Mapping[str, str]
) -> tuple[list[Kept], dict[str, object]]:
    """The page of `kept` that was `asked` for in the query, and what is said about it. Raises Refused.

    kept: newest first. place: a number that is higher for what is newer, for ever.
    """
    size = min(_number(asked, "PageSize", USUAL_PAGE) or USUAL_PAGE, LARGEST_PAGE)
    number = _number(asked, "Page", 0)
    start = _start(kept, place, asked.get("PageToken", ""), number * size)
    page = list(kept[start : start + size])
    more = len(kept) > start + size
    following = {**asked, "PageSize": size, "Page": number + 1}
    following["PageToken"] = f"{AFTER}{place(page[-1])}" if page else ""
    return page, {
        "page": number,
        "page_size": size,
        "start": start,
        "end": start + max(len(page) - 1, 0),
        "uri": _address(path, asked),
        "first_page_uri": _address(path, {**_without_place(asked), "PageSize": size, "Page": 0}),
        "previous_page_uri": None,
        "next_page_uri": _address(path, following) if more else None,
    }


def _start(kept: Sequence[Kept], place: Callable[[Kept], int], token: str, otherwise: int) -> int:
    if not token:
        return otherwise
    last = token.removeprefix(AFTER)
    if not last.isdecimal():
        raise malformed(20001, "PageToken is not one of ours")
    return sum(place(one) >= int(last) for one in kept)


def _number(asked: Mapping[str, str], name: str, otherwise: int) -> int:
    text = asked.get(name, str(otherwise))
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise malformed(20001, f"{name} must be a number")
    return int(text)


def _without_place(asked: Mapping[str, str]) -> dict[str, object]:
    return {name: text for name, text in asked.items() if name not in {"Page", "PageToken"}}


def _address(path: str, query: Mapping[str, object]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
