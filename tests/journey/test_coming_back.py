"""A dropped line, a redial, a caller with an unfinished case, a question about a case, a rating, a person."""

import re
from pathlib import Path

import pytest

from intake.database import Database
from intake.simulator.call import Call
from tests.journey.conftest import Desk, desk_for
from tests.journey.test_a_complaint_by_phone import case_no_heard

SCRIPT = ("1", "3#", "1001#", "1", "say", "1", "2")


def walk(call: Call, steps: int) -> None:
    """The first steps of the default script."""
    for keys in SCRIPT[:steps]:
        call.say("她骂人") if keys == "say" else call.press(keys)


@pytest.mark.parametrize("steps", range(1, 7))
def test_a_hang_up_at_any_step_leaves_all_that_was_said(desk: Desk, steps: int) -> None:
    call = desk.phone().dial()
    walk(call, steps)
    call.hang_up()
    case = desk.case()
    assert case["window"] == ("3" if steps >= 2 else None)
    assert case["staff_no"] == ("1001" if steps >= 3 else None)
    assert case["attribution"] == {1: "none", 2: "group", 3: "candidate"}.get(steps, "exact")
    assert case["status"] == ("pinned" if steps >= 4 else "identifying")
    assert desk.pending_callbacks() == (1 if steps < 4 else 0)
    assert len(case["recordings"]) == (1 if steps >= 5 else 0)


@pytest.mark.parametrize("steps", range(1, 7))
def test_a_redial_within_ten_minutes_goes_on_where_the_line_dropped(desk: Desk, steps: int) -> None:
    phone = desk.phone()
    call = phone.dial()
    walk(call, steps)
    asked = call.hears
    call.hang_up()
    desk.clock.advance(minutes=9)
    again = phone.dial()
    assert "欢迎回来" in again.hears and again.hears.endswith(asked[-20:])
    for keys in SCRIPT[steps:]:
        again.say("她骂人") if keys == "say" else again.press(keys)
    assert case_no_heard(again.hears) == desk.case()["case_no"]
    assert (desk.case()["status"], desk.case()["staff_no"]) == ("pinned", "1001")


def test_later_the_caller_is_offered_to_complete_the_case(desk: Desk) -> None:
    phone = desk.phone()
    call = phone.dial()
    walk(call, 2)
    call.hang_up()
    desk.clock.advance(hours=5)
    again = phone.dial()
    assert "还没有填写完整" in again.hears
    again.press("1")
    assert "工号" in again.hears
    again.press("1001#")
    again.press("1")
    assert desk.case()["status"] == "pinned"
    assert desk.pending_callbacks() == 0


def test_the_offer_can_be_declined_for_a_new_matter(desk: Desk) -> None:
    phone = desk.phone()
    call = phone.dial()
    walk(call, 2)
    call.hang_up()
    desk.clock.advance(hours=5)
    again = phone.dial()
    again.press("2")
    assert "投诉请按1" in again.hears
    for keys in ("1", "12#", "1012#", "1"):
        again.press(keys)
    assert [(case["status"], case["window"]) for case in desk.cases()] == [
        ("identifying", "3"),
        ("pinned", "12"),
    ]


def test_another_caller_is_told_nothing_of_an_unfinished_case(desk: Desk) -> None:
    call = desk.phone().dial()
    walk(call, 2)
    call.hang_up()
    assert "投诉请按1" in desk.phone("+8613900139000").dial().hears


def test_withheld_callers_are_not_one_person(desk: Desk) -> None:
    call = desk.phone(withheld=True).dial()
    walk(call, 3)
    call.hang_up()
    other = desk.phone("+8613900139000", withheld=True).dial()
    assert "投诉请按1" in other.hears
    walk(other, 5)
    assert "号码没有显示" in other.hears
    other.press("2")
    other.press("013800138000#")
    other.press("1")
    assert case_no_heard(other.hears) == desk.cases()[-1]["case_no"]
    assert desk.cases()[-1]["callback"]["other_number"]
    assert desk.pending_callbacks() == 0


def test_a_number_that_may_not_be_called_is_refused_and_the_case_is_kept(desk: Desk) -> None:
    call = desk.phone().dial()
    walk(call, 5)
    call.press("2")
    for number in ("4008001234#", "0012125551234#", "110#"):
        assert "回访号码" in call.hears
        call.press(number)
    assert call.is_over and desk.case()["callback"]["wish"] == "unknown"


def test_status_is_told_by_case_number_and_nothing_else(desk: Desk) -> None:
    call = desk.phone().dial()
    walk(call, 7)
    case_no = case_no_heard(call.hears)
    other = desk.new_phone().dial()
    other.press("3")
    other.press(f"{case_no}#")
    assert "正在核实" in other.hears
    assert "3号窗口" not in other.hears and "1 0 0 1" not in other.hears
    other.press("*")
    assert "正在核实" in other.hears
    other.stay_silent()
    assert other.is_over


def test_a_wrong_case_number_three_times_leads_to_a_person_or_voice_mail(desk: Desk) -> None:
    call = desk.phone().dial()
    call.press("3")
    for wrong in ("123456789#", "1#", "000000000#"):
        call.press(wrong)
    assert "留言" in call.hears


@pytest.mark.parametrize("level", [3, 4, 5])
def test_a_fair_rating_is_kept_and_thanked(desk: Desk, level: int) -> None:
    call = desk.phone().dial()
    call.press("2")
    call.press(str(level))
    assert case_no_heard(call.hears) == desk.case()["case_no"]
    assert (desk.case()["rating"], desk.case()["purpose"]) == (level, "rating")


@pytest.mark.parametrize("level", [1, 2])
def test_a_bad_rating_goes_on_as_a_complaint(desk: Desk, level: int) -> None:
    call = desk.phone().dial()
    call.press("2")
    call.press(str(level))
    assert "窗口号码" in call.hears
    for keys in ("3#", "1001#", "1"):
        call.press(keys)
    assert (desk.case()["rating"], desk.case()["status"], desk.case()["purpose"]) == (
        level,
        "pinned",
        "complaint",
    )


def test_zero_without_anybody_there_is_voice_mail_with_a_case_number(desk: Desk) -> None:
    call = desk.phone().dial()
    call.press("0")
    assert "没有人工坐席" in call.hears
    call.say("请回电")
    call.press("1")
    call.press("3")
    assert case_no_heard(call.hears) == desk.case()["case_no"]
    assert (desk.case()["purpose"], desk.case()["status"]) == ("message", "in_review")
    assert desk.pending_callbacks() == 1


def test_zero_in_the_middle_keeps_what_was_said(desk: Desk) -> None:
    call = desk.phone().dial()
    walk(call, 2)
    call.press("0#")
    call.say("我说不清楚")
    call.press("3")
    assert desk.case()["window"] == "3" and desk.case()["status"] == "in_review"


def test_within_operator_hours_zero_rings_a_person(
    database: Database, migrated_url: str, tmp_path: Path, profile: str
) -> None:
    desk = desk_for(migrated_url, tmp_path, profile, operator_number="+862888000099")
    desk.clock.advance(hours=2)  # 14:00 on a Monday
    call = desk.phone().dial()
    call.press("0")
    call.dial_ends("completed", 40)
    assert call.is_over and desk.cases() == []
    call = desk.phone().dial()
    call.press("0")
    call.dial_ends("no-answer")
    assert "留言" in call.hears
    desk.clock.advance(hours=6)
    call = desk.new_phone().dial()
    call.press("0")
    assert "留言" in call.hears
    desk.services.database.close()


def test_many_complaints_in_minutes_are_taken_and_flagged(desk: Desk) -> None:
    for _ in range(3):
        walk(desk.new_phone().dial(), 7)
    assert [case["status"] for case in desk.cases()] == ["pinned"] * 3
    assert [case["flags"] for case in desk.cases()] == [[], [], ["burst_respondent"]]


def test_the_case_number_is_also_sent_to_a_mobile_phone(desk: Desk) -> None:
    walk(desk.phone().dial(), 7)
    walk(desk.phone("+862888123456").dial(), 7)
    with desk.services.database.read() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM outgoing_message").scalars().all()
    assert [re.findall(r"\d{9}", body) for body in bodies] == [[desk.cases()[0]["case_no"]]]


def test_every_delivery_of_a_webhook_has_one_effect_and_one_answer(desk: Desk) -> None:
    call = desk.phone().dial(copies=3)
    walk(call, 7)
    assert call.is_over and not call.faults
    assert all(exchange.answers_agree for exchange in call.exchanges)
    for exchange in call.exchanges:
        again = call.repeat(exchange)
        assert again.answer and exchange.answer and again.answer.body == exchange.answer.body
    assert len(desk.cases()) == 1 and desk.case()["status"] == "pinned"


@pytest.mark.parametrize("spoken", ["三号窗口", "是3号窗口"])
def test_speech_stands_beside_keys_where_the_service_hears_it(desk: Desk, spoken: str) -> None:
    call = desk.phone().dial()
    call.press("1")
    if not desk.services.capabilities.speech_input:
        call.say(spoken)
        assert desk.case()["window"] is None
        return
    call.say(spoken)
    assert "工号" in call.hears
    call.say("工号幺零零幺")
    assert "1 0 0 1" in call.hears and "3号窗口" in call.hears
    call.press("1")
    assert desk.case()["status"] == "pinned"
