"""The story that the hotline exists for, as one sees it in the demo: hung up, missed, texted, reached.

Everything is real: one command starts it, in processes of its own; the telephone on the page rings when the
scheduler orders a call of the demo's network. What the page shows is held against the export and against the
network's own lists.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from twilio.rest import Client

from intake.cli.demo import ACCOUNT_FILE
from intake.simulator.routes import CALLER, REST_PLACE
from tests.running_demo import a_demo

TWO_MINUTES = 120
FASTER = {
    "HOTLINE_CALLBACK_FIRST_DELAY": "3s",
    "HOTLINE_CALLBACK_SPACING": "14s",
    "HOTLINE_DEMO_TIME_FACTOR": "10",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """What the page and the hotline say in one language, and what is keyed until the line goes dead."""

    language: str
    dial: str
    before: tuple[tuple[str, str], ...]
    number_asked: str
    hang_up: str
    over: str
    answer: str
    missed: str
    texted: str
    who: str
    right: str
    tell: str
    statement: str
    goodbye: str


ZH = Talk(
    language="zh-CN",
    dial="拨打热线",
    before=(("投诉请按1", "1"), ("请输入窗口号码", "6#"), ("B06号窗口请按3", "3")),
    number_asked="请输入工作人员的工号",
    hang_up="挂断",
    over="通话结束",
    answer="接听",
    missed="未接来电",
    texted="给您回电未接通",
    who="是您本人，请按1",
    right="正确请按1",
    tell="说完按井号键",
    statement="材料齐全却让我再跑一趟，问原因也不说。",
    goodbye="感谢您的接听",
)
EN = Talk(
    language="en",
    dial="Call the hotline",
    before=(
        ("For English", "9"),
        ("To complain, press 1", "1"),
        ("window number", "6#"),
        ("window B06, press 3", "3"),
    ),
    number_asked="enter the staff number",
    hang_up="Hang up",
    over="Call ended",
    answer="Answer",
    missed="Missed call",
    texted="Case",
    who="If that is you, press 1",
    right="If this is right",
    tell="then press pound",
    statement="I was sent away twice and not told why.",
    goodbye="Thank you for taking our call",
)


def hears(phone: Page, text: str) -> None:
    expect(phone.locator("#prompt")).to_contain_text(text)


def press(phone: Page, keys: str) -> None:
    for key in keys:
        phone.locator("body").press(key)


def hang_up_before_the_staff_number(phone: Page, talk: Talk) -> None:
    phone.get_by_role("button", name=talk.dial).click()
    for heard, keys in talk.before:
        hears(phone, heard)
        press(phone, keys)
    hears(phone, talk.number_asked)
    phone.get_by_role("button", name=talk.hang_up).click()
    expect(phone.locator("#state")).to_have_text(talk.over)


def it_rings(phone: Page, talk: Talk) -> None:
    button = phone.get_by_role("button", name=talk.answer, exact=True)
    expect(button).to_be_visible(timeout=45_000)
    expect(button).to_be_focused()


def nobody_answers(phone: Page, talk: Talk) -> None:
    hears(phone, talk.missed)
    expect(phone.locator("#incoming")).to_be_hidden()
    expect(phone.locator(".bubble.in").last).to_contain_text(talk.texted)


def complete_by_keyboard(phone: Page, talk: Talk) -> None:
    phone.keyboard.press("Enter")
    hears(phone, talk.who)
    press(phone, "1")
    hears(phone, talk.number_asked)
    press(phone, "2043#")
    hears(phone, talk.right)
    press(phone, "1")
    hears(phone, talk.tell)
    phone.locator("#record-text").fill(talk.statement)
    phone.locator("#record .primary").click()
    hears(phone, talk.goodbye)
    expect(phone.locator("#state")).to_have_text(talk.over)
    expect(phone.locator("#lines .fault")).to_have_count(0)


def exported(folder: Path) -> list[dict[str, Any]]:
    """The cases of the demo whose data lie in that folder, as the command gives them."""
    own = {name: text for name, text in os.environ.items() if not name.startswith(("HOTLINE_", "TWILIO_"))}
    given = subprocess.run(
        [sys.executable, "-m", "intake.cli.main", "export"],
        env=own | {"HOTLINE_DATA_DIR": str(folder / "demo")},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in given.stdout.splitlines()]


def completed_case(folder: Path) -> dict[str, Any]:
    """The only case, once the end of the last call is reckoned."""
    until = time.monotonic() + 20
    while True:
        (case,) = exported(folder)
        (callback,) = case["callbacks"]
        if callback["status"] != "pending" and all(one["outcome"] for one in callback["attempts"]):
            return case
        assert time.monotonic() < until, case
        time.sleep(0.5)


def calls_of_ours(folder: Path, url: str) -> list[tuple[str, str]]:
    """Id and status of every call to the telephone that the network knows of, oldest first."""
    account = json.loads((folder / "demo" / ACCOUNT_FILE).read_text(encoding="utf-8"))
    client = Client(account["sid"], account["token"])
    client.api.base_url = url + REST_PLACE
    # Compatible services list all calls whatever one asks for.
    calls = [one for one in client.calls.list(to=CALLER) if one.to == CALLER]
    return [(str(one.sid), str(one.status)) for one in reversed(calls)]


@pytest.mark.parametrize(
    ("talk", "provider", "chosen"),
    [(ZH, "twilio", {}), (EN, "compatible", FASTER)],
    ids=["at the demo's own pace", "faster, over a line for keys only"],
)
def test_a_missed_call_leads_to_a_text_then_a_second_call_and_a_complete_complaint(
    page: Page, tmp_path: Path, talk: Talk, provider: str, chosen: dict[str, str]
) -> None:
    with a_demo(tmp_path, provider, **chosen) as url:
        page.goto(f"{url}/phone?language={talk.language}")
        began = time.monotonic()
        hang_up_before_the_staff_number(page, talk)
        it_rings(page, talk)
        nobody_answers(page, talk)
        it_rings(page, talk)
        complete_by_keyboard(page, talk)
        assert time.monotonic() - began < TWO_MINUTES

        case = completed_case(tmp_path)
        assert (case["status"], case["window"], case["staff_no"]) == ("pinned", "B06", "2043")
        assert case["attribution"] == "exact"
        (callback,) = case["callbacks"]
        missed, reached = callback["attempts"]
        assert callback["status"] == "completed"
        assert (missed["outcome"], missed["texted"]) == ("no_answer", True)
        assert (reached["outcome"], reached["texted"]) == ("confirmed", False)
        assert calls_of_ours(tmp_path, url) == [
            (missed["provider_call_id"], "no-answer"),
            (reached["provider_call_id"], "completed"),
        ]
        text = page.locator(".bubble.in").filter(has_text=re.compile(talk.texted)).inner_text()
        assert case["case_no"] in text
