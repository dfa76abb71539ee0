"""What concerns persons, in a real browser: summaries, screens on a wall, codes to scan, paper."""

import pytest
from playwright.sync_api import Page, expect

from intake.console.roles import Role
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.conftest import browser_console, console_url  # noqa: F401, fixtures
from tests.console.test_summary import a_pinned_case, hall_of
from tests.console.test_walls import code_for
from tests.console.waiting import a_doubtful_case

FRIDAY = "上周五下午在3号窗口，那个姓陈的又吼又骂，等了两个小时，工号好像是1002"
LONG = "欧阳慧敏·阿依古丽·买买提艾力"
BOTH_LOOKS = pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])


def faults(page: Page, address: str, widths: tuple[int, ...] = (360, 1440, 3840)) -> list[str]:
    """What axe-core finds, and at which widths the page is wider than the screen."""
    page.goto(address)
    found = axe(page)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{beyond} beyond {width}"] * (beyond > 0)
    return found


@BOTH_LOOKS
def test_pages_about_persons_have_no_fault_that_axe_finds_and_fit_every_screen(
    browser_console: BrowserConsole,  # noqa: F811
    language: str,
    theme: Theme,
) -> None:
    running, office = browser_console, browser_console.office
    at = f"{running.url}/console"
    hall_id, case_no = hall_of(office), a_pinned_case(office, FRIDAY)
    superior = running.as_role(Role.SUPERVISOR, language=language, theme=theme, name=LONG, hall_id=hall_id)
    found = {
        path: faults(superior, f"{at}/{path}") for path in ("summaries", f"summaries/{case_no}", "walls")
    }
    operator = office.as_role(Role.OPERATOR, name=LONG)
    operator.post(f"queue/{case_no}/summarise", {"text": "称工作人员大声说话。" * 20})
    operator.post(f"queue/{case_no}/keep_confidential", {"reason": "来电时提出"})
    code_for(
        office.as_role(Role.SUPERVISOR, name=LONG),
        hall=str(hall_id),
        name="一楼东侧大厅入口左边第二块电视" * 3,
    )
    again = {f"{path}, full": faults(superior, f"{at}/{path}") for path in (f"summaries/{case_no}", "walls")}
    person = running.as_role(Role.OPERATOR, language=language, theme=theme, name=LONG)
    own = {path: faults(person, f"{at}/{path}") for path in ("account/codes", f"queue/{case_no}")}
    assert {path: some for path, some in (found | again | own).items() if some} == {}


@BOTH_LOOKS
def test_a_link_enters_a_television_and_its_code_leaves_the_address(
    browser_console: BrowserConsole,  # noqa: F811
    language: str,
    theme: Theme,
) -> None:
    running = browser_console
    code = code_for(running.office.as_role(Role.SUPERVISOR), language=language).replace("-", "")
    screen = running.page(theme=theme, width=1920, height=1080)
    assert faults(screen, f"{running.url}/console/wall?language={language}", (360, 1920)) == []
    screen.goto("about:blank")
    screen.goto(f"{running.url}/console/wall#{code}")
    screen.wait_for_url("**/console/wall/board?wall=1")
    expect(screen.locator(".tiles")).to_be_visible()
    assert axe(screen) == []
    screen.go_back()
    assert code not in screen.url
    screen.goto(f"{running.url}/console/queue")
    assert "/console/login" in screen.url


def test_without_javascript_a_code_is_typed(browser_console: BrowserConsole) -> None:  # noqa: F811
    code = code_for(browser_console.office.as_role(Role.SUPERVISOR))
    screen = browser_console.page(scripts=False)
    screen.goto(f"{browser_console.url}/console/wall")
    screen.locator("#code").fill(code)
    screen.locator("button.primary").click()
    expect(screen.locator(".tiles")).to_be_visible()


def test_of_a_confidential_case_no_words_and_no_contact_go_to_paper(
    browser_console: BrowserConsole,  # noqa: F811
) -> None:
    office = browser_console.office
    case_no = a_doubtful_case(office.desk, FRIDAY)
    office.as_role(Role.OPERATOR).post(f"queue/{case_no}/keep_confidential", {"reason": "来电时提出"})
    page = browser_console.as_role(Role.OPERATOR)
    page.goto(f"{browser_console.url}/console/queue/{case_no}")
    hidden = page.locator("blockquote, .turns, .contact, .timeline .detail, .acts")
    assert all(one.is_visible() for one in hidden.all())
    page.emulate_media(media="print")
    assert not any(one.is_visible() for one in hidden.all())
    expect(page.locator(".on-paper")).to_be_visible()
