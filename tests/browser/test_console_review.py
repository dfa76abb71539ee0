"""An operator's work in a real browser: by keys, two at once, without JavaScript, in both languages."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, axe
from tests.console.conftest import browser_console, console_url  # noqa: F401, fixtures
from tests.console.office import PASSWORD
from tests.console.waiting import a_call, a_doubtful_case, case_of

FRIDAY = "上周五下午在3号窗口，那个姓陈的骂人，工号好像是1002"
SECONDS, KEYS = 20, 6  # in which a doubtful case is to be decided


@dataclass
class Keyboard:
    """Keys pressed on a page, counted, and the time since the first."""

    page: Page
    pressed: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed.append(key)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun


@pytest.fixture
def running(browser_console: BrowserConsole) -> Iterator[BrowserConsole]:  # noqa: F811
    yield browser_console


def open_queue(running: BrowserConsole, name: str = "苏晴") -> Page:
    page = running.as_role(Role.OPERATOR, name=name)
    page.goto(f"{running.url}/console/queue")
    return page


def test_a_doubtful_case_is_decided_with_three_keys_in_seconds(running: BrowserConsole) -> None:
    desk = running.office.desk
    first = a_doubtful_case(desk, FRIDAY)
    second = a_doubtful_case(desk, number="+8613800138002")
    page = open_queue(running)
    keyboard = Keyboard(page)
    keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(first)
    keyboard.press("1", "Enter")
    expect(page.locator("h1")).to_contain_text(second)
    expect(page.locator(".done")).to_contain_text(first)
    assert len(keyboard.pressed) <= KEYS
    assert keyboard.seconds < SECONDS
    assert case_of(desk, first)["staff_no"] == "1001"
    keyboard.press("u")
    expect(page.locator("h1")).to_contain_text(first)
    expect(page.locator("#flashes")).to_contain_text("已撤销")
    assert case_of(desk, first)["status"] == "in_review"


def test_every_key_does_what_the_help_says(running: BrowserConsole) -> None:
    desk = running.office.desk
    first, second = a_doubtful_case(desk, FRIDAY), a_doubtful_case(desk, number="+8613800138002")
    page = open_queue(running)
    entry = page.locator(".entry")
    keyboard = Keyboard(page)
    keyboard.press("j", "j", "k", "j")
    expect(entry.nth(1).locator(".opens")).to_be_focused()
    keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    keyboard.press("Escape", "/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type(f"{first[:3]} {first[3:]}")
    keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(first)
    keyboard.press("m")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("123 n u")  # keys of the page are letters where somebody writes
    expect(page.locator("[data-choice='1']")).not_to_be_checked()
    keyboard.press("Escape", "o")
    expect(page.locator("#person")).to_be_focused()
    expect(page.locator("#people option")).to_have_count(5)
    keyboard.press("Escape", "n")
    expect(page.locator("h1")).to_contain_text(second)
    keyboard.press("Escape")
    expect(page).to_have_url(f"{running.url}/console/queue")
    keyboard.press("?")
    page.locator("#keys-off").check()
    keyboard.press("Escape", "j")
    expect(entry.first.locator(".opens")).not_to_be_focused()


@pytest.mark.parametrize("width", [390, 1100])
def test_the_field_of_finding_comes_by_its_key_where_there_is_no_room_for_it(
    running: BrowserConsole, width: int
) -> None:
    desk = running.office.desk
    shown, other = a_doubtful_case(desk, FRIDAY), a_doubtful_case(desk, number="+8613800138002")
    page = running.as_role(Role.OPERATOR, width=width)
    page.goto(f"{running.url}/console/queue/{shown}")
    find = page.locator("#find")
    assert find.evaluate("field => field.form.getBoundingClientRect().width") <= 1
    page.keyboard.press("/")
    expect(find).to_be_focused()
    assert find.evaluate("field => field.form.getBoundingClientRect().width") > 100
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(other)


def test_two_browsers_work_on_one_queue(running: BrowserConsole) -> None:
    desk = running.office.desk
    case_no = a_doubtful_case(desk, FRIDAY)
    one, other = open_queue(running, name="苏晴"), open_queue(running, name="罗文")
    one.locator(".entry .opens").click()
    expect(one.locator("h1")).to_contain_text(case_no)
    expect(other.locator(".entry")).to_contain_text("苏晴")  # by itself
    other.locator(".entry .opens").click()
    expect(other.locator(".notices")).to_contain_text("苏晴 正在处理这个案件")
    expect(other.locator("#decide input[type=radio]")).to_have_count(0)
    other.get_by_role("button", name="由我接手").click()
    expect(other.locator("#decide input[type=radio]")).to_have_count(2)
    expect(one.locator(".notices")).to_contain_text("罗文 正在处理这个案件")
    other.keyboard.press("2")
    other.keyboard.press("Enter")
    expect(other.locator(".done")).to_contain_text(case_no)
    one.keyboard.press("1")
    one.keyboard.press("Enter")
    expect(one.locator("#fault")).to_contain_text("尚未按您的选择办理")
    expect(one.locator("#fault")).to_contain_text("工号 1002")
    expect(one.locator("input[value='1001']")).to_be_checked()
    assert case_of(desk, case_no)["staff_no"] == "1002"


def test_a_case_that_is_left_is_free_at_once(running: BrowserConsole) -> None:
    case_no = a_doubtful_case(running.office.desk, FRIDAY)
    one, other = open_queue(running, name="苏晴"), open_queue(running, name="罗文")
    one.locator(".entry .opens").click()
    expect(one.locator("h1")).to_contain_text(case_no)
    one.keyboard.press("Escape")
    expect(one.locator("h1")).to_have_text("审核队列")
    other.reload()
    expect(other.locator(".entry .owner")).to_be_empty()


def test_a_call_appears_in_the_queue_while_it_is_going_on(running: BrowserConsole) -> None:
    desk = running.office.desk
    page = open_queue(running)
    expect(page.locator(".empty")).to_be_visible()
    call = a_call(desk, ["1", "3#"])
    expect(page.locator(".entry")).to_contain_text("正在进行")
    page.keyboard.press("Enter")
    expect(page.locator(".notices")).to_contain_text("投诉人还在线上")
    call.press("1001#")
    expect(page.locator("#live-spoken mark").last).to_contain_text("1001")


def test_without_javascript_a_case_is_decided_undone_and_noted(running: BrowserConsole) -> None:
    desk = running.office.desk
    case_no = a_doubtful_case(desk, FRIDAY)
    _, login = running.office.hire(Role.OPERATOR)
    page = running.page(scripts=False)
    page.goto(f"{running.url}/console/queue")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator(".entry .opens").click()
    page.get_by_label("陈明").check()
    page.get_by_role("button", name="确认是此人").click()
    expect(page.locator(".done")).to_contain_text(case_no)
    assert case_of(desk, case_no)["staff_no"] == "1001"
    page.locator(".done button").click()
    expect(page.locator("h1")).to_contain_text(case_no)
    page.locator("#act-note summary").click()
    page.locator("#text").fill("已看监控")
    page.get_by_role("button", name="保存备注").click()
    expect(page.locator(".timeline")).to_contain_text("已看监控")
    assert case_of(desk, case_no)["status"] == "in_review"


@pytest.mark.parametrize(
    ("language", "theme"), [("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark")]
)
def test_axe_finds_nothing_wrong_with_queue_and_case(
    running: BrowserConsole, language: str, theme: str
) -> None:
    desk = running.office.desk
    page = running.as_role(Role.OPERATOR, language=language, theme=theme)  # type: ignore[arg-type]
    page.goto(f"{running.url}/console/queue")
    assert axe(page) == []
    case_no = a_doubtful_case(desk, FRIDAY + "，" + "排队两个小时" * 40)
    a_doubtful_case(desk, "窗口的人不理我，我不想活了", "+8613800138002")
    for path in ("queue", f"queue/{case_no}"):
        page.goto(f"{running.url}/console/{path}")
        for opener in page.locator("details.act summary, details.unmask summary").all():
            opener.click()
            assert axe(page) == []
        page.locator("#keys summary").click()
        assert axe(page) == []
        for width in (360, 1440, 3840):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []
        page.set_viewport_size({"width": 1440, "height": 900})
