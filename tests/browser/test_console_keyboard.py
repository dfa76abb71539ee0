"""Every task of the console by keyboard only, its keys counted; the table in the documents says the same."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole
from tests.console.conftest import browser_console, console_url  # noqa: F401, fixtures
from tests.console.waiting import a_doubtful_case, case_of

FRIDAY = "上周五下午在3号窗口，那个姓陈的骂人，工号好像是1002"
DOCUMENT = Path(__file__).parents[2] / "docs" / "console.md"
ROW = re.compile(r"^\| ([^|]+) \| `([^|]+)` \| (\d+) \|", re.MULTILINE)
SECONDS = 20
MOST_TABS = 30


@dataclass
class Worker:
    """Somebody at the queue with a keyboard and nothing else. pressed: keys; what is typed as text is not."""

    running: BrowserConsole
    page: Page
    pressed: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed.append(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def opens(self, case_no: str) -> None:
        self.press("Enter")
        expect(self.page.locator("h1")).to_contain_text(case_no)

    def says(self, words: str) -> None:
        expect(self.page.locator(".note.good").first).to_contain_text(words)

    def tabs_to(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            self.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    @property
    def told(self) -> str:
        """As the document writes it: keys that repeat are counted."""
        parts: list[list[str]] = []
        for key in self.pressed:
            if parts and parts[-1][0] == key:
                parts[-1].append(key)
            else:
                parts.append([key])
        return " ".join(f"{one[0]}×{len(one)}" if len(one) > 2 else " ".join(one) for one in parts)


def at_the_queue(running: BrowserConsole, *roles: Role) -> Worker:
    page = running.as_role(*(roles or (Role.OPERATOR,)))
    page.goto(f"{running.url}/console/")
    return Worker(running, page)


def first(worker: Worker) -> str:
    """The case that stands first, opened."""
    case_no = a_doubtful_case(worker.running.office.desk, FRIDAY)
    worker.page.reload()
    worker.begun = time.monotonic()
    worker.opens(case_no)
    return case_no


def status_of(worker: Worker, case_no: str) -> str:
    return str(case_of(worker.running.office.desk, case_no)["status"])


def decide(worker: Worker) -> None:
    case_no = first(worker)
    worker.press("1", "Enter")
    worker.says("已定位")
    assert status_of(worker, case_no) == "pinned"


def somebody_else(worker: Worker) -> None:
    case_no = first(worker)
    worker.press("o")
    worker.type("1012")
    worker.press("Enter")
    worker.says("已定位")
    assert case_of(worker.running.office.desk, case_no)["staff_no"] == "1012"


def ask(worker: Worker) -> None:
    first(worker)
    worker.press("s", "Enter")
    worker.says("短信")


def call_now(worker: Worker) -> None:
    first(worker)
    worker.press("c", "Enter")
    worker.says("回拨")
    assert worker.running.office.desk.pending_callbacks() == 1


def call_at_a_time(worker: Worker) -> None:
    first(worker)
    worker.press("c", "Tab")
    assert worker.page.evaluate("document.activeElement.name") == "at"
    worker.page.locator("#at").fill("2026-11-24T10:00")  # a field of parts: how one types differs by browser
    worker.press("Enter")
    worker.says("回拨")
    expect(worker.page.locator(".timeline")).to_contain_text("2026年11月24日 10:00")


def transfer(worker: Worker) -> None:
    case_no = first(worker)
    worker.press("t")
    worker.type("医保局")
    worker.press("Tab")
    worker.type("医保窗口")
    worker.press("Control+Enter")
    worker.says("已转办")
    assert status_of(worker, case_no) == "transferred"


def not_a_complaint(worker: Worker) -> None:
    case_no = first(worker)
    worker.press("x")
    worker.type("只是咨询")
    worker.press("Control+Enter")
    expect(worker.page.locator(".done")).to_be_visible()
    assert status_of(worker, case_no) == "not_a_complaint"


def take_note(worker: Worker) -> None:
    first(worker)
    worker.press("m")
    worker.type("已看监控")
    worker.press("Control+Enter")
    expect(worker.page.locator(".timeline")).to_contain_text("已看监控")


def undo(worker: Worker) -> None:
    case_no = first(worker)
    worker.press("1", "Enter")
    worker.says("已定位")
    worker.pressed.clear()
    worker.press("u")
    expect(worker.page.locator("h1")).to_contain_text(case_no)
    assert status_of(worker, case_no) == "in_review"


def reopen(worker: Worker) -> None:
    case_no = first(worker)
    worker.press("1", "Enter")
    worker.says("已定位")
    worker.page.goto(f"{worker.running.url}/console/queue/{case_no}")
    worker.pressed.clear()
    worker.press("r")
    worker.type("材料有误")
    worker.press("Control+Enter")
    expect(worker.page.locator("#flashes")).to_be_visible()
    assert status_of(worker, case_no) in {"identifying", "in_review"}


def with_a_like_case(worker: Worker) -> None:
    desk = worker.running.office.desk
    a_doubtful_case(desk, FRIDAY, "+8613800138002")
    first_case = a_doubtful_case(desk, FRIDAY, "+8613800138003")
    worker.page.goto(f"{worker.running.url}/console/queue/{first_case}")
    worker.pressed.append("Enter")  # with which it is opened from the queue
    expect(worker.page.locator(".likes li")).to_have_count(1)


def link(worker: Worker) -> None:
    with_a_like_case(worker)
    worker.press("g", "Enter")
    worker.says("关联")


def merge(worker: Worker) -> None:
    with_a_like_case(worker)
    worker.press("g", "Tab", "Enter")
    expect(worker.page.locator(".done")).to_contain_text("合并")


def search(worker: Worker) -> None:
    case_no = a_doubtful_case(worker.running.office.desk, FRIDAY)
    worker.press("/")
    worker.type(case_no)
    worker.press("Enter")
    expect(worker.page.locator("h1")).to_contain_text(case_no)


def register(worker: Worker) -> None:
    worker.tabs_to("a[href='/console/register']")
    worker.press("Enter")
    expect(worker.page.locator("#channel-walk_in")).to_be_focused()
    worker.press("Space")
    worker.tabs_to("#statement")
    worker.page.keyboard.insert_text(FRIDAY)
    worker.press("Tab")
    worker.type("13800138000")
    worker.press("Control+Enter")
    expect(worker.page.locator(".registered")).to_be_visible()


def page_of_the_navigation(address: str) -> Callable[[Worker], None]:
    def go(worker: Worker) -> None:
        worker.tabs_to(f"a[href='/console/{address}']")
        worker.press("Enter")
        worker.page.wait_for_url(f"**/console/{address}")

    return go


def summary(worker: Worker) -> None:
    page_of_the_navigation("summaries")(worker)
    worker.press("Tab", "Enter")  # past the navigation
    worker.tabs_to(".summaries .opens")
    worker.press("Enter")
    expect(worker.page.locator("#h-alleged")).to_be_visible()


def told_of(task: str, worker: Worker) -> str:
    """The task's row as it has to stand in the document."""
    return f"| {task} | `{worker.told}` | {len(worker.pressed)} |"


TASKS: dict[str, Callable[[Worker], None]] = {
    "decide a doubtful case": decide,
    "somebody who is no candidate": somebody_else,
    "ask by text": ask,
    "call back now": call_now,
    "call back at a time": call_at_a_time,
    "transfer": transfer,
    "not a complaint": not_a_complaint,
    "link a like case": link,
    "merge a like case": merge,
    "note": take_note,
    "undo": undo,
    "reopen": reopen,
    "search": search,
    "register by hand": register,
    "the wall board": page_of_the_navigation("board"),
    "reports": page_of_the_navigation("reports"),
    "a neutral summary": summary,
}
ROLES = {"reports": (Role.SUPERVISOR,), "a neutral summary": (Role.SUPERVISOR,)}


@pytest.mark.parametrize("task", TASKS)
def test_the_keys_of_a_task_are_those_of_the_document(
    browser_console: BrowserConsole,  # noqa: F811
    task: str,
) -> None:
    if task == "a neutral summary":
        office = browser_console.office
        case_no = a_doubtful_case(office.desk, FRIDAY)
        sent = office.as_role(Role.OPERATOR).post(
            f"queue/{case_no}/other", {"person": "1001", "other_window": "3"}
        )
        assert sent.status_code == 303
    worker = at_the_queue(browser_console, *ROLES.get(task, ()))
    TASKS[task](worker)
    assert time.monotonic() - worker.begun < SECONDS
    rows = {row[0]: (row[1], int(row[2])) for row in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))}
    assert rows.get(task) == (worker.told, len(worker.pressed)), told_of(task, worker)
