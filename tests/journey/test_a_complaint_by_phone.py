"""A caller complains by key pad: the default call script from greeting to case number."""

import re

import pytest

from tests.journey.conftest import Desk

CASE_NO = re.compile(r"(?:\d[ ,]*){9}")


def case_no_heard(text: str) -> str:
    """The case number as a caller writes it down; it must be said twice, alike."""
    first, second = (re.sub(r"\D", "", found) for found in CASE_NO.findall(text))
    assert first == second
    return first


def test_window_and_staff_number_confirmed_by_key_pin_the_person(desk: Desk) -> None:
    call = desk.phone().dial()
    assert "录音" in call.hears and "投诉请按1" in call.hears
    call.press("1")
    assert "窗口号码" in call.hears
    call.press("3#")
    assert "工号" in call.hears
    call.press("1001#")
    assert "3号窗口" in call.hears and "1 0 0 1" in call.hears
    call.press("1")
    assert "投诉内容" in call.hears
    call.say("她把材料扔出来")
    assert "回访" in call.hears
    call.press("1")
    call.press("2")
    case_no = case_no_heard(call.hears)
    assert call.is_over and not call.faults
    case = desk.case()
    assert case["case_no"] == case_no
    assert (case["window"], case["staff_no"]) == ("3", "1001")
    assert (case["status"], case["attribution"]) == ("pinned", "exact")
    assert case["callback"] == {"wish": "yes", "preferred": "afternoon", "other_number": False}
    assert len(case["recordings"]) == 1 and case["recordings"][0]["id"] in case["statement"]
    assert desk.pending_callbacks() == 0


def test_the_same_call_in_english(desk: Desk) -> None:
    call = desk.phone().dial()
    call.press("9")
    assert "To complain, press 1" in call.hears
    for keys, heard in [("1", "window number"), ("12#", "staff number"), ("1012#", "window 12")]:
        call.press(keys)
        assert heard in call.hears
    call.press("1")
    call.say("He was rude")
    call.press("3")
    assert case_no_heard(call.hears) == desk.case()["case_no"]
    assert desk.case()["staff_no"] == "1012" and desk.case()["language"] == "en"


@pytest.mark.parametrize(("label", "staff_no"), [("5", "1002"), ("A05", "1003"), ("B05", "1021")])
def test_digits_that_fit_several_windows_are_settled_by_a_menu(desk: Desk, label: str, staff_no: str) -> None:
    call = desk.phone().dial()
    call.press("1")
    call.press("05#")
    key = re.search(rf"(?<![A-Z\d]){label}号窗口请按(\d)", call.hears)
    assert key
    call.press(key[1])
    call.press(f"{staff_no}#")
    assert f"{label}号窗口" in call.hears
    call.press("1")
    assert (desk.case()["window"], desk.case()["staff_no"]) == (label, staff_no)


def test_a_caller_who_knows_neither_number_is_led_to_a_recording(desk: Desk) -> None:
    call = desk.phone().dial()
    call.press("1")
    for _ in range(6):
        if "窗口号码" in call.hears or "工号" in call.hears:
            call.press("#")
    assert "投诉内容" in call.hears
    call.say("窗口的人态度很差")
    call.press("1")
    call.press("1")
    assert case_no_heard(call.hears) == desk.case()["case_no"]
    assert desk.case()["status"] == "in_review"
    assert desk.case()["attribution"] == "none"
    assert desk.pending_callbacks() == 1


def test_silence_at_every_question_still_ends_with_a_case_number(desk: Desk) -> None:
    call = desk.phone().dial()
    call.press("1")
    for _ in range(30):
        if call.is_over:
            break
        call.stay_silent()
    assert call.is_over
    assert case_no_heard(call.hears) == desk.case()["case_no"]


def test_silence_from_the_first_word_on_is_led_to_voice_mail_and_a_case_number(desk: Desk) -> None:
    call = desk.phone().dial()
    for _ in range(3):
        call.stay_silent()
    assert "留言" in call.hears
    call.say("没人理我")
    while not call.is_over:
        call.stay_silent()
    assert case_no_heard(call.hears) == desk.case()["case_no"]
    assert desk.case()["purpose"] == "message"


def test_wrong_read_back_starts_window_and_number_anew(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "3#", "1001#", "2", "12#", "1012#", "1"):
        call.press(keys)
    assert (desk.case()["window"], desk.case()["staff_no"]) == ("12", "1012")
    assert desk.case()["status"] == "pinned"


def test_a_read_back_never_confirmed_is_reviewed_and_pins_nobody(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "3#", "1001#"):
        call.press(keys)
    while not call.is_over:
        call.stay_silent()
    assert desk.case()["status"] == "in_review"
    assert desk.case()["attribution"] == "candidate"


def test_the_day_settles_who_stood_in_at_the_window(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "3#", "1002#"):
        call.press(keys)
    assert "1 0 0 2" in call.hears, "1002 stood in at window 3 a week ago, so the pair fits without a day"
    call.press("1")
    assert desk.case()["staff_no"] == "1002"


def test_window_and_number_that_contradict_are_asked_for_the_day_and_then_reviewed(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "12#", "1001#"):
        call.press(keys)
    assert "哪一天" in call.hears
    call.press("1106#")
    call.press("1")
    assert "11月6日上午" in call.hears
    call.press("1")
    assert "投诉内容" in call.hears
    call.say("态度差")
    call.press("3")
    case = desk.case()
    assert case["status"] == "in_review" and case["attribution"] != "exact"
    assert case["stated"] == {"window": ["12"], "staff_no": ["1001"], "when": ["2026-11-06/2026-11-06/am"]}


def test_an_unknown_staff_number_is_asked_again_and_its_neighbour_offered(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "12#", "1021#"):
        call.press(keys)
    call = desk.new_phone().dial()
    for keys in ("1", "12#", "1013#"):
        call.press(keys)
    assert "没有找到工号 1 0 1 3" in call.hears
    assert "1 0 1 2" in call.hears, "the neighbour who works there is offered"
    call.press("1#")
    assert "工号 1 0 1 2" in call.hears and "正确请按1" in call.hears


def test_a_full_number_keyed_at_the_offer_is_taken_as_a_number_not_as_yes(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "12#", "1013#", "1012#"):
        call.press(keys)
    assert "1 0 1 2" in call.hears
    call = desk.new_phone().dial()
    for keys in ("1", "12#", "1013#", "1888#", "1888#"):
        call.press(keys)
    while not call.is_over:
        call.stay_silent()
    kept = desk.cases()[-1]
    assert kept["stated"]["staff_no"] == ["1888"] and kept["attribution"] != "exact"


def test_someone_who_has_left_is_never_pinned(desk: Desk) -> None:
    call = desk.phone().dial()
    for keys in ("1", "3#", "1099#"):
        call.press(keys)
    while not call.is_over:
        call.stay_silent()
    assert desk.case()["status"] == "in_review"


@pytest.mark.parametrize("keys", ["9" * 10_000, "*#AD", "D", "**", "#", "0*#"])
def test_odd_keys_never_break_a_call(desk: Desk, keys: str) -> None:
    call = desk.phone().dial()
    call.press("1")
    for _ in range(20):
        if call.is_over:
            break
        call.press(keys)
        call.stay_silent()
    assert not call.faults
    assert len(desk.cases()) == 1


def test_star_repeats_the_question_without_using_up_a_try(desk: Desk) -> None:
    call = desk.phone().dial()
    call.press("1")
    asked = call.hears
    for _ in range(5):
        call.press("*#")
        assert call.hears == asked
