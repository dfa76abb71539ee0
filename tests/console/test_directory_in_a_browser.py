"""The directory in a real browser: by keyboard, in both languages and themes, narrow, without JavaScript."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from intake.console.roles import Role
from intake.directory.model import HallRow
from tests.cast import HALL
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.directing import ROSTER, as_csv, duties_on, duty_id, hall_id, row_id, versions
from tests.console.office import PASSWORD

LONG = "欧阳明月阿卜杜热合曼·买买提艾力（城东分中心督办二组兼咨询引导）"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
TODAY = date(2026, 11, 9)
WRONG = (ROSTER, (HALL, "11/3/2026", "9:00", "12:00", "33", "1001"))
RIGHT = (
    ROSTER,
    (HALL, "2026-11-09", "9:00", "12:00", "3", "1002"),
    (HALL, "2026-11-20", "9:00", "12:00", "5", "1001"),
)
OPENING = {"mon_from_1": "09:00", "mon_to_1": "12:00", "mon_from_2": "13:00", "mon_to_2": "17:00"}
MOST_TABS = 80


def places(running: BrowserConsole) -> list[str]:
    """Every page of the directory."""
    office, hall = running.office, hall_id(running.office)
    duty, window = duty_id(office, TODAY, "1001"), row_id(office, "A05")
    inside = (
        "", "/staff", "/roster", "/roster?week=2026-02-02", "/roster/new", f"/roster/{duty}", "/opening",
        "/opening/change", "/versions", "/versions/1", "/data", "/windows/new", f"/windows/{window}",
        "/staff/new", f"/staff/{row_id(office, '1003')}",
    )  # fmt: skip
    return ["", "/new", *(f"/{hall}{path}" for path in inside)]


def with_long_names(running: BrowserConsole) -> None:
    """Somebody and a window with long names, hours, and a version that changes something."""
    manager, hall = running.office.as_role(Role.ADMINISTRATOR, name=LONG), hall_id(running.office)
    person = {"staff_no": "1003", "name": LONG, "bureau": LONG, "active_from": "2019-01-01", "windows": "3,5"}
    window = {"service": "城乡居民基本养老保险关系转移接续与待遇资格认证", "bureau": LONG, "former": "5,6"}
    base = f"managing/directory/{hall}"
    assert manager.post(f"{base}/staff/{row_id(running.office, '1003')}", person).status_code == 303
    assert manager.post(f"{base}/windows/{row_id(running.office, 'A05')}", window).status_code == 303
    assert manager.post(f"{base}/opening/change", OPENING | {"as_weekday": "yes"}).status_code == 303


def choose_files(page: Page, *files: Path) -> None:
    page.locator("#files").set_input_files([str(file) for file in files])


def written(folder: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    file = folder / "roster.csv"
    file.write_bytes(as_csv(rows))
    return file


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("HOTLINE_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def previews(running: BrowserConsole, page: Page, folder: Path) -> dict[str, str]:
    """The addresses of a preview with errors and of one with changes."""
    found = {}
    for name, rows in (("wrong", WRONG), ("right", RIGHT)):
        page.goto(f"{running.url}/console/managing/directory")
        choose_files(page, written(folder, rows))
        page.locator("main button.primary").click()
        page.wait_for_url("**/upload/*")
        found[name] = page.url
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@LANGUAGES
def test_no_page_of_the_directory_has_a_fault_that_axe_finds(
    browser_console: BrowserConsole, theme: Theme, language: str, tmp_path: Path
) -> None:
    with_long_names(browser_console)
    page = browser_console.as_role(Role.ADMINISTRATOR, theme=theme, language=language)
    faults = {}
    for place in [*places(browser_console), f"/{hall_id(browser_console.office)}/versions/2"]:
        page.goto(f"{browser_console.url}/console/managing/directory{place}")
        assert page.locator("main h1").count() == 1, place
        faults[place] = axe(page)
        look(page, f"directory{place.replace('/', '-').replace('?', '-')}-{theme}-{language}")
    for name, address in previews(browser_console, page, tmp_path).items():
        page.goto(address)
        faults[name] = axe(page)
        look(page, f"directory-preview-{name}-{theme}-{language}")
    assert {place: found for place, found in faults.items() if found} == {}


@LANGUAGES
def test_nothing_of_the_directory_is_wider_than_a_telephone(
    browser_console: BrowserConsole, language: str, tmp_path: Path
) -> None:
    with_long_names(browser_console)
    page = browser_console.as_role(Role.ADMINISTRATOR, width=360, height=740, language=language)
    addresses = [f"{browser_console.url}/console/managing/directory{one}" for one in places(browser_console)]
    addresses.append(f"{addresses[2]}/versions/2")
    addresses += previews(browser_console, page, tmp_path).values()
    wider = {}
    for address in addresses:
        page.goto(address)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            wider[address] = beyond
        look(page, f"narrow-{language}-{len(wider)}-{addresses.index(address)}")
    assert wider == {}


def tab_to(page: Page, selector: str) -> None:
    """Tab on until something of the selector has the focus, once the page is all there."""
    page.wait_for_load_state()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_files_are_uploaded_previewed_and_applied_by_keyboard(
    browser_console: BrowserConsole, tmp_path: Path
) -> None:
    page = browser_console.as_role(Role.ADMINISTRATOR)
    page.goto(f"{browser_console.url}/console/managing/directory")
    tab_to(page, "#files")
    # What the browser's own window for choosing files does by key is not ours, and without a screen it didn't
    # always open: the field is reached by key and given its file.
    page.locator("#files:focus").set_input_files(str(written(tmp_path, RIGHT)))
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/upload/*")
    expect(page.locator("del").first).to_contain_text("陈明")
    expect(page.locator("ins").first).to_contain_text("陈敏")
    assert len(versions(browser_console.office)) == 1
    tab_to(page, "main button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/2")
    assert duties_on(browser_console.office, TODAY) == {("3", "09:00", "1002")}
    assert duties_on(browser_console.office, date(2026, 11, 20)) == {("5", "09:00", "1001")}


def test_a_substitute_is_put_on_the_roster_by_keyboard_and_taken_back(
    browser_console: BrowserConsole,
) -> None:
    office = browser_console.office
    before = duties_on(office, TODAY)
    page = browser_console.as_role(Role.ADMINISTRATOR)
    page.goto(f"{browser_console.url}/console/managing/directory/{hall_id(office)}/roster")
    tab_to(page, f"a[href$='/roster/{duty_id(office, TODAY, '1001')}']")
    page.keyboard.press("Enter")
    expect(page.locator("#substitute-title")).to_be_visible()
    tab_to(page, "#substitute-person")
    page.keyboard.type("1099")
    page.keyboard.press("Enter")
    expect(page.locator("#substitute-person-error")).to_contain_text("不在职")
    tab_to(page, "#substitute-person")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("1012")
    page.keyboard.press("Enter")
    expect(page.locator("#substitute-person-error")).to_contain_text("已经排在窗口 12")
    page.goto(f"{browser_console.url}/console/managing/directory/{hall_id(office)}/staff/new")
    for field, text in (("staff_no", "1030"), ("name", "丁一鸣")):
        tab_to(page, f"#{field}")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/2")
    page.goto(
        f"{browser_console.url}/console/managing/directory/{hall_id(office)}"
        f"/roster/{duty_id(office, TODAY, '1001')}"
    )
    tab_to(page, "#substitute-person")
    page.keyboard.type("丁一鸣")
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/3")
    expect(page.locator("ins")).to_contain_text("丁一鸣")
    assert duties_on(office, TODAY) == before - {("3", "09:00", "1001")} | {("3", "09:00", "1030")}
    tab_to(page, "form[action$='/take-back'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/4")
    assert duties_on(office, TODAY) == before


def test_a_duty_is_added_to_the_roster_without_javascript(browser_console: BrowserConsole) -> None:
    office = browser_console.office
    _, login = office.hire(Role.ADMINISTRATOR)
    page = browser_console.page(scripts=False)
    day = TODAY + timedelta(days=14)
    page.goto(f"{browser_console.url}/console/managing/directory/{hall_id(office)}/roster?week={day}")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator("a.more").first.click()
    page.locator("#staff_no").fill("陈明")
    page.locator("main button.primary").click()
    page.wait_for_url("**/versions/2")
    assert duties_on(office, day) == {("3", "09:00", "1001")}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_that_lay_open_for_long_is_stored_once_the_password_is_given(
    browser_console: BrowserConsole, scripts: bool
) -> None:
    office = browser_console.office
    _, login = office.hire(Role.ADMINISTRATOR)
    page = browser_console.page(scripts=scripts)
    page.goto(f"{browser_console.url}/console/managing/directory/{hall_id(office)}/opening/change")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator("#mon_from_1").fill("09:00")
    page.locator("#mon_to_1").fill("12:00")
    page.locator("#days").fill("2026-11-24 休息\n2026-11-25 9:00-11:00")
    office.desk.clock.advance(minutes=11)
    page.locator("main button.primary").click()
    look(page, f"directory-confirm-{scripts}")
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.wait_for_url("**/versions/2")
    with office.desk.services.database.read() as connection:
        stored = connection.execute(select(HallRow.opening)).scalar_one()
    assert stored == "mon 09:00-12:00; 2026-11-24 closed; 2026-11-25 09:00-11:00"
