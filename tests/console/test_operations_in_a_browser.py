"""Policy, health, dead letters and the audit in a real browser: in every look, wide and narrow."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert, select

from intake.callbacks.alarms import Alarm, raise_alarm
from intake.callbacks.facts import RECONCILED, VERIFIED, note_fact
from intake.callbacks.jobs import Board
from intake.callbacks.ticker import Ticking
from intake.cases.model import ComplaintRow
from intake.cases.privacy import CALLER_COLUMN
from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from intake.reconcile.report import Mark, Marks, Part, Report
from intake.telephony.faults import Kind, ProviderFault
from intake.telephony.ledger import Ledger
from intake.telephony.model import MessageStatus, OutgoingMessageRow, RecordingRow, RecordingStatus
from tests.console.browsing import BrowserConsole, Theme, axe
from tests.console.office import PASSWORD, Office

LONG = "欧阳明月阿卜杜热合曼·买买提艾力（城东分中心督办二组）"
WHY = "城东分中心与城西分中心合并后，中午和晚上都有人值守，群众反映午休时间更方便接听电话。" * 2
PAGES = (
    "managing/settings", "managing/settings/callback_hours", "managing/settings/callback_workdays_only",
    "managing/health", "managing/letters", "managing/letters?kind=messages", "managing/operation", "audit",
)  # fmt: skip
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def busy(office: Office) -> None:
    """A hotline with something on each of the pages."""
    services = office.desk.services
    account, _ = office.hire(Role.ADMINISTRATOR, name=LONG)
    office.desk.phone("+8613800138000").text("昨天上午3号窗口1003态度很差，骂人")
    board = Board(
        worker="hotline-scheduler-7f9c6d:4711", clock=services.clock, ledger=Ledger(clock=services.clock)
    )
    for name, count in (
        ("heartbeat", 0),
        ("recordings", 0),
        ("messages", 3),
        ("callbacks", 1),
        ("reconcile", 0),
    ):
        board.watched(Ticking(name=name, job=lambda count=count: count, every=1)).job()  # type: ignore[misc]
    with board.ledger.asking():
        pass
    office.desk.clock.advance(seconds=1)
    for fault in (ProviderFault(Kind.CONFIGURATION, code=20003, status=401), ProviderFault(Kind.AMBIGUOUS)):
        board.ledger.note(fault)
    now = services.clock()
    marks = Marks({Mark.BROUGHT_IN: 2, Mark.DOUBTFUL: 1})
    parts = (
        Part(subject="calls_in", marks=marks),
        Part(subject="recordings", marks=Marks(), fault="ambiguous"),
    )
    message = {
        "purpose": "case_no", "to_sealed": services.sealer.seal("+8613800138000", CALLER_COLUMN), "body": "x",
        "attempts": 7, "due_at": now, "created_at": now, "updated_at": now,
    }  # fmt: skip
    recording = {
        "status": RecordingStatus.FAILED, "attempts": 16, "due_at": now, "first_seen_at": now,
        "last_fault": "not_there",
    }  # fmt: skip
    with services.database.write() as connection:
        board.write(connection)
        case = connection.scalar(select(ComplaintRow.id))
        raise_alarm(connection, Alarm.DIALLING, "configuration 20003", now)
        note_fact(connection, RECONCILED, now, Report(since=now, at=now, parts=parts).as_values())
        note_fact(connection, VERIFIED, now - timedelta(days=1), {"broken": 0})
        for status, code in ((MessageStatus.FAILED, "number 21211"), (MessageStatus.UNDELIVERED, "30003")):
            values = message | {"token": os.urandom(8).hex(), "status": status, "error_code": code}
            connection.execute(insert(OutgoingMessageRow).values(values))
        for one in range(3):
            connection.execute(insert(RecordingRow).values(recording | {"provider_recording_id": f"RE{one}"}))
        for what, why, about in (
            ("recording", "review", case),
            ("number", WHY, case),
            ("account_changed", "su.qing: roles=operator", None),
        ):
            values = {"account_id": account, "what": what, "reason": why, "at": now, "complaint_id": about}
            connection.execute(insert(AccessRow).values(values))


@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@LANGUAGES
def test_no_page_of_operations_has_a_fault_that_axe_finds_or_is_wider_than_a_telephone(
    browser_console: BrowserConsole, theme: Theme, language: str, full: bool
) -> None:
    if full:
        busy(browser_console.office)
    page = browser_console.as_role(
        Role.ADMINISTRATOR, Role.AUDITOR, theme=theme, language=language, name=LONG
    )
    faults = {}
    for path in PAGES:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{browser_console.url}/console/{path}")
        faults[path] = axe(page)
        name = f"{path.replace('/', '-').replace('?', '-')}-{theme}-{language}-{'full' if full else 'empty'}"
        if folder := os.environ.get("HOTLINE_LOOK"):
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 740})
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, path
        if folder := os.environ.get("HOTLINE_LOOK"):
            page.screenshot(path=f"{folder}/{name}-narrow.png", full_page=True)
    assert {path: found for path, found in faults.items() if found} == {}


def test_policy_is_seen_and_changed_and_letters_are_settled_without_javascript(
    browser_console: BrowserConsole,
) -> None:
    busy(browser_console.office)
    _, login = browser_console.office.hire(Role.ADMINISTRATOR)
    page = browser_console.page(scripts=False)
    page.goto(f"{browser_console.url}/console/managing/settings/callback_hours")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("button.primary").click()
    page.locator("#value").fill("09:00-20:00")
    page.locator("#reason").fill(WHY)
    page.get_by_role("button", name="查看影响").click()
    expect(page.locator("form.form .note")).to_be_visible()
    if folder := os.environ.get("HOTLINE_LOOK"):
        page.screenshot(path=f"{folder}/preview.png", full_page=True)
    page.get_by_role("button", name="保存修改").click()
    expect(page.locator("#flashes .note.good")).to_be_visible()
    page.goto(f"{browser_console.url}/console/managing/letters?kind=recordings")
    page.locator("input[name=ids]").first.check()
    page.locator("#why").fill("服务商已删除")
    page.get_by_role("button", name="了结").click()
    expect(page.locator("input[name=ids]")).to_have_count(2)
