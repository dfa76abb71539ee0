"""Whole pages of the console, `/status` and the API over HTTP, as `hotline serve` answers them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from bench.browser import Browser, Page
from bench.callers import Address
from bench.console_cast import DIGITS, PASSWORD, Cast
from bench.load import LoadFault
from bench.processor import Processor, database_of
from bench.servers import product, running
from intake.cases.privacy import Sealer
from intake.console.searching.sealing import sealed

GOAL = 100.0  # milliseconds, 95th percentile
WARM_UP = 3
SLOW, FEW = 1000.0, 3  # what takes that long is asked this often only
THREADS = 8
LIVE = {"HX-Request": "true", "X-Live": "1"}
QUEUE = {
    "total": "", "unfinished": "doubt=unfinished", "contradictory": "doubt=contradictory",
    "doubtful": "doubt=doubtful", "tasks": "task=any", "overdue": "age=overdue", "safety": "flag=safety",
    "repeat": "flag=repeat", "mine": "owner=me", "nobody's": "owner=nobody", "one hall": "hall=1",
    "a channel": "channel=sms", "due later": "age=later", "a flag that few have": "flag=burst_number",
    "several filters": "hall=1&doubt=doubtful&channel=sms&age=later",
}  # fmt: skip
TYPED = {
    "a case number": "100500000", "last digits": "tail:4321", "four digits": "1003", "a window": "window:7",
    "a person": "staff:1044", "words in every case": "态度恶劣", "words in one of 1,009": "孩子落户",
    "words in none": "海底捞月", "two characters": "落户", "a person and words": "staff:1044 清单",
    "nothing": "",
}  # fmt: skip
MARK = re.compile(r'name="mark" value="([^"]+)"')
Ask = Callable[[random.Random], Page]


@dataclass(slots=True)
class Times:
    """Milliseconds of a page for a person, and those of the processor; refused: it is not for them."""

    took: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)
    refused: int = 0

    def wants(self, rounds: int) -> bool:
        """Whether to ask once more."""
        if self.refused:
            return False
        is_slow = self.took and self.took[-1] > SLOW
        return len(self.took) < (FEW if is_slow else rounds + WARM_UP)

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return late(counted(self.took))

    @property
    def own(self) -> float:
        """The 95th percentile of processor time."""
        return late(counted(self.used))

    def __str__(self) -> str:
        if self.refused:
            return f"({self.refused})"
        mark = "!" if self.own >= GOAL else ""
        return f"{median(counted(self.took)):.0f} {self.late:.0f} {self.own:.0f}{mark}"


def counted(times: list[float]) -> list[float]:
    """Those that count, in order."""
    return sorted(times[WARM_UP:] or times[1:] or times)


def late(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.95))]


@contextmanager
def served(url: str, folder: Path, workers: int) -> Iterator[tuple[Address, Processor]]:
    """`hotline serve` on this store, and what measures the time of both."""
    target = product("product", url, folder, workers, THREADS)
    with running(target) as server:
        yield target.address, Processor((server.pid, *database_of(url)))


def pages(address: Address, cast: Cast, sealer: Sealer, now: datetime) -> dict[str, Ask]:
    """What is asked for, by title."""
    found = queue() | case_pages(cast) | searches(sealer) | figures(now) | others(cast, now)
    return found | {"/status, a case": fixed("/status", form=key(address, cast))}


def key(address: Address, cast: Cast) -> dict[str, str]:
    """What opens a case on the complainant's page."""
    form = Browser(address).get(Page(path="/status")).text
    mark = MARK.search(form)
    if mark is None:
        raise LoadFault("/status without a form")
    return {"case_no": cast.known, "digits": DIGITS, "mark": mark.group(1)}


def fixed(path: str, **more: dict[str, str]) -> Ask:
    """Always the same page."""
    page = Page(path=path, **more)
    return lambda _dice: page


def queue() -> dict[str, Ask]:
    found = {f"queue, {title}": fixed(f"/console/queue?{asked}") for title, asked in QUEUE.items()}
    return found | {"queue, live": fixed("/console/queue/live", headers=LIVE)}


def case_pages(cast: Cast) -> dict[str, Ask]:
    def page(case_no: str, rest: str = "") -> Page:
        return Page(path=f"/console/queue/{case_no}{rest}")

    return {
        "case, open": lambda dice: page(cast.open_case(dice)),
        "case, settled": lambda dice: page(cast.settled_case(dice)),
        "case, long": fixed(f"/console/queue/{cast.long}"),
        "case, like cases": fixed(f"/console/queue/{cast.like}"),
        "case, live": fixed(f"/console/queue/{cast.like}/live?active=1", headers=LIVE),
        "case, anybody else": lambda dice: page(cast.open_case(dice), "/people"),
    }


def searches(sealer: Sealer) -> dict[str, Ask]:
    return {
        f"search, {title}": fixed(f"/console/search?s={sealed(sealer, text)}")
        for title, text in TYPED.items()
    }


def figures(now: datetime) -> dict[str, Ask]:
    """The board, reports and the matcher's quality. Today is the last day of all."""
    today = now.date()
    year, quarter = today - timedelta(days=364), today - timedelta(days=91)
    spans = {
        "week": "span=week", "last week": "span=last_week", "month": "span=month",
        "last month": "span=last_month", "season": "span=season",
        "quarter": f"from={quarter}&to={today}", "year": f"from={year}&to={today}",
    }  # fmt: skip
    found = {"board": fixed("/console/board"), "board, live": fixed("/console/board/live", headers=LIVE)}
    found |= {f"report, {title}": fixed(f"/console/reports?{asked}") for title, asked in spans.items()}
    found["report, year as a workbook"] = fixed(f"/console/reports.xlsx?{spans['year']}")
    return found | {f"quality, {title}": fixed(f"/console/quality?{asked}") for title, asked in spans.items()}


def others(cast: Cast, now: datetime) -> dict[str, Ask]:
    words = "昨天下午3号窗口工号1003的工作人员态度恶劣，让我白跑三趟。"
    written = {"channel": "letter", "hall": "1", "statement": words, "phone": "13800138000"}
    since = (now - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    api = {"Authorization": f"Bearer {cast.token}"}
    return {
        "register": fixed("/console/register"),
        "register, live check": fixed("/console/register/understood", form=written),
        "users": fixed("/console/managing/users"),
        "operation": fixed("/console/managing/operation"),
        "settings": fixed("/console/managing/settings"),
        "/status": fixed("/status"),
        "/api/v1, newest": fixed("/api/v1/complaints", headers=api),
        "/api/v1, of a status": fixed("/api/v1/complaints?status=in_review&limit=100", headers=api),
        "/api/v1, of a hall": fixed("/api/v1/complaints?hall=H1&limit=100", headers=api),
        "/api/v1, changed since": fixed(f"/api/v1/complaints?updated_since={since}", headers=api),
        "/api/v1, one": lambda dice: Page(path=f"/api/v1/complaints/{cast.settled_case(dice)}", headers=api),
    }


def measure(
    served_at: tuple[Address, Processor], cast: Cast, asked: dict[str, Ask], rounds: int
) -> dict[str, dict[str, Times]]:
    """Milliseconds by page and person. All take turns, so that a busy moment meets them alike."""
    address, processor = served_at
    people = {title: Browser(address) for title in cast.logins}
    for title, browser in people.items():
        browser.log_in(cast.logins[title], PASSWORD)
    times = {page: {title: Times() for title in people} for page in asked}
    dice = random.Random(1)
    for _ in range(rounds + WARM_UP):
        for page, ask in asked.items():
            for title, browser in people.items():
                if times[page][title].wants(rounds):
                    look(browser, processor, lambda ask=ask: ask(dice), times[page][title])  # type: ignore[misc]
    return times


def look(browser: Browser, processor: Processor, ask: Callable[[], Page], times: Times) -> None:
    """Once; a case that is not for the viewer is another one's turn. Raises LoadFault for a broken page."""
    for _ in range(5):
        page, before = ask(), processor.used()
        got = browser.get(page)
        if got.status in (200, 304):
            times.took.append(got.took)
            times.used.append(processor.used() - before)
            return
        if got.status >= 500 or got.status == 429:
            raise LoadFault(f"{page.path} answers {got.status}")
    times.refused = got.status


def tell(times: dict[str, dict[str, Times]]) -> None:
    """Print the table: median and 95th percentile."""
    heads = next(iter(times.values()))
    print("\n" + "median, p95, p95 own; ms".ljust(34) + "".join(f"{head:>17}" for head in heads))
    for page, by_person in times.items():
        print(f"  {page:32}" + "".join(f"{one!s:>17}" for one in by_person.values()))
    for name in ("late", "own"):
        over = sorted({page for page, row in times.items() for one in row.values() if is_over(one, name)})
        print(f"over {GOAL:g} ms, {name}: {', '.join(over) or 'none'}")


def is_over(times: Times, name: str) -> bool:
    return not times.refused and float(getattr(times, name)) >= GOAL
