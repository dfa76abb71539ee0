"""The complainant looks their case up, and adds what was missing."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow, EventRow
from intake.cases.timeline import verify
from intake.words import LANGUAGES, words
from tests.integration.status.conftest import NUMBER, Browser, texted
from tests.journey.conftest import Desk


def test_the_state_is_told_in_plain_words_and_what_is_missing(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    assert browser.open(case_no).status_code == 200
    assert "已收到，还缺少窗口或工作人员的信息" in browser.page
    assert "工号，在工作人员的工牌上" in browser.page
    assert "态度太差" not in browser.page and "13800138000" not in browser.page


def test_adding_the_staff_number_pins_after_the_read_back_and_not_before(
    desk: Desk, browser: Browser
) -> None:
    browser.open(texted(desk))
    assert browser.check(staff_no="1001").status_code == 200
    assert "1001" in browser.page and "窗口和工号对得上" in browser.page
    assert desk.case()["status"] == "identifying"
    browser.confirm()
    case = desk.case()
    assert (case["status"], case["attribution"], case["staff_no"]) == ("pinned", "exact", "1001")
    assert desk.pending_callbacks() == 0
    assert "窗口和人员已确认" in browser.page


def test_confirming_twice_counts_once(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1001", words="她摔了我的材料")
    again = browser.hidden("pass")
    browser.confirm()
    assert browser.post("/status/confirm", {"pass": again, "action": "confirm"}).status_code == 200
    assert desk.case()["statement"].count("她摔了我的材料") == 1


def test_what_the_complainant_changes_back_is_not_lost(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1002", words="她摔了我的材料")
    browser.confirm("change")
    assert 'value="1002"' in browser.page and "她摔了我的材料" in browser.page
    assert desk.case()["stated"].get("staff_no") is None


def test_a_number_that_nobody_bears_pins_nobody_and_the_nearest_is_offered(
    desk: Desk, browser: Browser
) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1011")
    assert "没有工号1011" in browser.page.replace(" ", "") or "1011" in browser.page
    browser.confirm()
    assert desk.case()["status"] != "pinned"


def test_another_persons_number_at_that_window_contradicts_and_pins_nobody(
    desk: Desk, browser: Browser
) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1012")
    browser.confirm()
    assert desk.case()["status"] != "pinned"


@pytest.mark.parametrize("field", ["window", "staff_no"])
def test_a_field_that_can_not_be_read_is_said_at_the_field(desk: Desk, browser: Browser, field: str) -> None:
    browser.open(texted(desk))
    assert browser.check(**{field: "那个高个子"}).status_code == 422
    assert f'id="{field}-fault"' in browser.page and f'href="#{field}"' in browser.page


def test_a_day_in_the_future_is_refused(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    assert browser.check(day="2026-11-10").status_code == 422
    assert browser.check(day="2026-11-09", part="am").status_code == 200


def test_an_empty_form_is_refused(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    assert browser.check().status_code == 422


def test_a_note_to_a_pinned_case_changes_nothing_that_was_pinned(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk, "投诉3号窗口，工号1001，今天上午骂人"))
    assert 'name="window"' not in browser.page
    browser.check(words="其实是12号窗口，工号1012")
    browser.confirm()
    case = desk.case()
    assert (case["status"], case["window"], case["staff_no"]) == ("pinned", "3", "1001")
    assert "其实是12号窗口" in case["statement"]


def test_a_note_about_somebody_else_is_kept_apart(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    assert browser.check(words="投诉12号窗口工号1012昨天不理人").status_code == 422
    assert "另一件事" in browser.page


def test_the_thread_of_texts_goes_on_from_what_was_added(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1001")
    browser.confirm()
    desk.clock.advance(minutes=30)
    desk.phone(NUMBER).text("谢谢")
    first = next(case for case in desk.cases() if case["window"] == "3")
    assert first["status"] == "pinned"


def test_a_case_in_review_goes_back_to_review_with_what_was_added(desk: Desk, browser: Browser) -> None:
    phone = desk.phone(NUMBER)
    case_no = texted(desk, "你们那里的人态度恶劣，我要投诉")
    for _ in range(8):
        phone.text("不知道")
    assert desk.case()["status"] == "in_review"
    browser.open(case_no)
    browser.check(window="12")
    browser.confirm()
    case = desk.case()
    assert (case["status"], case["window"]) == ("in_review", "12")


def test_what_changed_meanwhile_is_read_back_again(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1001")
    desk.phone(NUMBER).text("是12号窗口")
    assert browser.confirm().status_code == 409
    assert desk.case()["status"] != "pinned"


def test_the_timeline_is_whole_after_an_addition(desk: Desk, browser: Browser) -> None:
    browser.open(texted(desk))
    browser.check(staff_no="1001")
    browser.confirm()
    with desk.services.database.read() as connection:
        assert list(verify(connection, desk.services.sealer.audit_key)) == []


def test_every_status_has_its_words() -> None:
    for language in LANGUAGES:
        texts = words(language)
        assert [s for s in Status if f"status.{s.value}" not in texts] == []


@pytest.mark.parametrize(
    ("language", "said"), [("zh-CN", "查询投诉进度"), ("en-GB,en", "Check on your complaint")]
)
def test_the_page_speaks_the_browsers_language(browser: Browser, language: str, said: str) -> None:
    browser.language = language
    browser.get()
    assert said in browser.page
    browser.get("/status?language=en")
    assert "Check on your complaint" in browser.page


def test_no_address_holds_a_number_and_no_cookie_is_set(desk: Desk, browser: Browser) -> None:
    case_no = texted(desk)
    for answer in (browser.get(), browser.open(case_no), browser.check(staff_no="1001"), browser.confirm()):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and policy.startswith("default-src 'none'")
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', answer.get_data(as_text=True))
        assert addresses and not any(re.search(r"\d{4}", address) for address in addresses)
        assert "<script" not in answer.get_data(as_text=True)
        assert " style=" not in answer.get_data(as_text=True)


def test_the_complainant_asks_that_it_stays_confidential_and_it_counts_once(
    desk: Desk, browser: Browser
) -> None:
    case_no = texted(desk)
    browser.open(case_no)
    assert "为我保密" in browser.page
    pass_ = browser.hidden("pass")
    for _ in range(2):
        assert browser.post("/status/confidential", {"pass": pass_}).status_code == 200
        assert "已为您保密" in browser.page
    events = asked_for_confidence(desk)
    assert [(one.actor, json.loads(one.data)["wanted"]) for one in events] == [("complainant", True)]
    assert flags(desk).count("confidential") == 1
    assert desk.case()["status"] == "identifying", "nothing else about the case changes"
    assert desk.pending_callbacks() == 1
    with desk.services.database.read() as connection:
        assert not list(verify(connection, desk.services.sealer.audit_key))
    browser.open(case_no)
    assert "已经按保密处理" in browser.page
    assert "/status/confidential" not in browser.page


def test_what_was_asked_for_is_kept_beside_other_flags_and_while_the_case_goes_on(
    desk: Desk, browser: Browser
) -> None:
    case_no = texted(desk)
    before = flags(desk)
    browser.open(case_no)
    browser.post("/status/confidential", {"pass": browser.hidden("pass")})
    browser.open(case_no)
    browser.check(staff_no="1001")
    browser.confirm()
    assert desk.case()["status"] == "pinned"
    assert set(flags(desk)) == {*before, "confidential"}
    browser.language = "en"
    browser.open(case_no)
    assert "This complaint is kept confidential" in browser.page


def test_asking_for_confidence_wants_the_case_opened_and_tells_a_guesser_nothing(
    desk: Desk, browser: Browser
) -> None:
    case_no = texted(desk)
    browser.get()
    seen = set()
    for pass_ in ("", "x", browser.hidden("mark")):
        answer = browser.post("/status/confidential", {"pass": pass_, "case_no": case_no, "digits": "8000"})
        seen.add((answer.status_code, "重新" in browser.page))
    assert len(seen) == 1
    browser.open(case_no)
    browser.check(staff_no="1001")
    checked = browser.hidden("pass")
    assert browser.post("/status/confidential", {"pass": checked}).status_code == 422
    browser.open(case_no, "1234")
    assert "保密" not in browser.page
    assert asked_for_confidence(desk) == []
    assert browser.get("/status/confidential").status_code == 303
    browser.open(case_no)
    old = browser.hidden("pass")
    desk.clock.advance(minutes=31)
    assert browser.post("/status/confidential", {"pass": old}).status_code == 422
    assert "confidential" not in flags(desk)


def asked_for_confidence(desk: Desk) -> list[Any]:
    with desk.services.database.read() as connection:
        return list(connection.execute(select(EventRow).where(EventRow.event == "confidential")))


def flags(desk: Desk) -> list[str]:
    with desk.services.database.read() as connection:
        return list(connection.execute(select(ComplaintRow.flags)).scalars().one())
