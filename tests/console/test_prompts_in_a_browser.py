"""Call prompts in a real browser: by keyboard, heard in a call over HTTP; languages, themes, narrow."""

import os
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.console.roles import Role
from intake.simulator.later import Held
from intake.simulator.network import Account, Network
from intake.simulator.phone import Phone
from intake.simulator.sound import tone
from intake.simulator.transport import HttpTransport
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD
from tests.journey.conftest import SID, TOKEN, Desk

PAGES = {
    "list": "prompts",
    "changed": "prompts?which=changed",
    "none": "prompts?q=nothing-of-the-kind",
    "recorded": "prompts/zh/voice.menu",
    "private": "prompts/zh/note.greeting",
    "values": "prompts/en/voice.done",
}
TEXT = "投诉请按1，评价请按2。"
LONG = "欧阳明月阿卜杜热合曼·买买提艾力（城东分中心督办二组）"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def telephone(desk: Desk) -> Phone:
    """A telephone whose calls reach the hotline over real HTTP."""
    account = Account(sid=SID, token=TOKEN, api_url="https://api.example")
    network = Network(account=account, transport=HttpTransport(), clock=desk.clock, later=Held())
    return Phone(network, "+8613800138000", desk.phone()._hotline, profile=desk.profile)


def changed(console: BrowserConsole, folder: Path) -> None:
    """A recording over a text, and a recording notice without the notice."""
    page = console.as_role(Role.ADMINISTRATOR, name=LONG)
    save(page, console, "voice.menu", TEXT)
    save(page, console, "note.greeting", "您好，这里是{hall}。")
    upload(page, console, folder)
    page.context.close()


def save(page: Page, console: BrowserConsole, key: str, text: str) -> None:
    page.goto(f"{console.url}/console/managing/prompts/zh/{key}")
    page.locator("#text").fill(text)
    page.locator("main button.primary").click()
    expect(page.locator("#flashes .good")).to_be_visible()


def upload(page: Page, console: BrowserConsole, folder: Path) -> bytes:
    sound = folder / "menu.wav"
    sound.write_bytes(tone(2))
    page.goto(f"{console.url}/console/managing/prompts/zh/voice.menu")
    page.locator("#sound").set_input_files(sound)
    page.locator("#transcript").fill(TEXT)
    page.get_by_role("button", name="上传并使用").click()
    expect(page.locator("#flashes .good")).to_be_visible()
    return sound.read_bytes()


@pytest.mark.parametrize("theme", ["light", "dark"])
@LANGUAGES
def test_no_page_of_prompts_has_a_fault_that_axe_finds(
    browser_console: BrowserConsole, theme: Theme, language: str, tmp_path: Path
) -> None:
    changed(browser_console, tmp_path)
    page = browser_console.as_role(Role.ADMINISTRATOR, theme=theme, language=language)
    faults = {}
    for name, path in PAGES.items():
        page.goto(f"{browser_console.url}/console/managing/{path}")
        faults[name] = axe(page)
        if folder := os.environ.get("HOTLINE_LOOK"):
            page.screenshot(path=f"{folder}/prompts-{name}-{theme}-{language}.png", full_page=name != "list")
    assert {name: found for name, found in faults.items() if found} == {}


@LANGUAGES
def test_no_page_of_prompts_is_wider_than_a_telephone(
    browser_console: BrowserConsole, language: str, tmp_path: Path
) -> None:
    changed(browser_console, tmp_path)
    page = browser_console.as_role(Role.ADMINISTRATOR, width=360, height=740, language=language)
    for name, path in PAGES.items():
        page.goto(f"{browser_console.url}/console/managing/{path}")
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, name
        if folder := os.environ.get("HOTLINE_LOOK"):
            page.screenshot(path=f"{folder}/prompts-{name}-narrow-{language}.png", full_page=name != "list")


def test_a_text_is_found_changed_and_put_back_by_keyboard_and_heard_in_a_call(
    browser_console: BrowserConsole,
) -> None:
    page = browser_console.as_role(Role.ADMINISTRATOR)
    page.goto(f"{browser_console.url}/console/managing/prompts")
    page.locator("#q").focus()
    page.keyboard.type("主菜单")
    page.keyboard.press("Enter")
    expect(page.locator(".prompt")).to_have_count(1)
    page.get_by_role("link", name="修改 中文").focus()
    page.keyboard.press("Enter")
    page.locator("#text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(TEXT)
    expect(page.locator("#counting")).to_contain_text(f"{len(TEXT)} 字")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#flashes .good")).to_contain_text("5 秒内生效")
    assert telephone(browser_console.office.desk).dial().hears.endswith(TEXT)
    expect(page.locator("main")).to_contain_text("提到按键 0 3 9")
    page.get_by_role("button", name="恢复内置文字").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".status").first).to_have_text("内置文字")
    assert "查询办理进度请按3" in telephone(browser_console.office.desk).dial().hears


def test_a_recording_is_uploaded_heard_on_the_page_and_played_in_a_call(
    browser_console: BrowserConsole, tmp_path: Path
) -> None:
    page = browser_console.as_role(Role.ADMINISTRATOR)
    data = upload(page, browser_console, tmp_path)
    player = page.locator("audio").first
    player.evaluate(
        "one => new Promise((done, failed) => { one.onplaying = done; one.onerror = failed; one.play(); })"
    )
    assert player.evaluate("one => Math.round(one.duration)") == 2
    call = telephone(browser_console.office.desk).dial()
    played = [line for line in call.transcript if line.kind.value == "played"]
    assert [line.words for line in played] == [TEXT]
    with urllib.request.urlopen(played[0].text) as fetched:  # noqa: S310 - an address of this machine
        assert fetched.read() == data
        assert fetched.headers["Content-Type"] == "audio/wav"
        assert fetched.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert fetched.headers["Set-Cookie"] is None


def test_where_the_browser_has_no_voice_the_page_says_so(browser_console: BrowserConsole) -> None:
    page = browser_console.as_role(Role.ADMINISTRATOR)
    page.add_init_script("window.speechSynthesis.getVoices = () => []")
    page.goto(f"{browser_console.url}/console/managing/prompts?q=voice.menu")
    page.locator("[data-speak]").first.click()
    expect(page.locator("#no-voice")).to_contain_text("没有这种语言的语音")


def test_the_browser_s_voice_says_the_text_with_values_filled_in(browser_console: BrowserConsole) -> None:
    page = browser_console.as_role(Role.ADMINISTRATOR)
    page.add_init_script(
        "window.said = []; const engine = window.speechSynthesis;"
        "engine.getVoices = () => [{lang: 'zh-CN', name: 'one'}];"
        "window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"
        "engine.speak = (words) => window.said.push([words.lang, words.text]);"
    )
    page.goto(f"{browser_console.url}/console/managing/prompts/zh/voice.done")
    page.locator("[data-speak]").first.click()
    ((language, text),) = page.evaluate("window.said")
    assert language == "zh-CN"
    assert "受理编号是 4 8 2, 9 1 3, 6 7 5" in text
    expect(page.locator("[data-speak]").first).to_have_attribute("aria-pressed", "true")


def test_a_prompt_is_changed_and_recorded_without_javascript(
    browser_console: BrowserConsole, tmp_path: Path
) -> None:
    _, login = browser_console.office.hire(Role.ADMINISTRATOR)
    page = browser_console.page(scripts=False)
    page.goto(f"{browser_console.url}/console/managing/prompts")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    save(page, browser_console, "voice.menu", TEXT)
    upload(page, browser_console, tmp_path)
    expect(page.locator("audio").first).to_be_visible()
    page.get_by_role("button", name="恢复上一个版本").click()
    expect(page.locator(".status").first).to_have_text("已改文字")
