"""A citizen complains by text: at once when everything is said, else question by question."""

import re

import pytest

from intake.telephony.text import parts
from tests.journey.conftest import Desk


def case_no_in(text: str) -> str:
    found = re.search(r"\d{9}", text)
    assert found, text
    return found[0]


def test_one_message_with_everything_in_it_pins_at_once(desk: Desk) -> None:
    (reply,) = desk.phone().text("投诉3号窗口，工号1001，今天上午骂人")
    case = desk.case()
    assert case_no_in(reply) == case["case_no"]
    assert (case["status"], case["attribution"]) == ("pinned", "exact")
    assert (case["window"], case["staff_no"]) == ("3", "1001")
    assert case["statement"] == "投诉3号窗口，工号1001，今天上午骂人"
    assert "3号窗口" in reply and "1001" in reply


def test_what_is_missing_is_asked_for_and_the_case_goes_on(desk: Desk) -> None:
    phone = desk.phone()
    (asked,) = phone.text("3号窗口的人态度太差了")
    assert "3号窗口" in asked and "工号" in asked
    desk.clock.advance(hours=3)
    (reply,) = phone.text("1001")
    assert case_no_in(reply) == case_no_in(asked) == desk.case()["case_no"]
    assert desk.case()["status"] == "pinned"
    assert desk.case()["statement"] == "3号窗口的人态度太差了\n1001"


def test_messages_within_a_minute_belong_together(desk: Desk) -> None:
    phone = desk.phone()
    phone.text("3号窗口")
    phone.text("工号1001")
    desk.clock.advance(seconds=40)
    (added,) = phone.text("她把我的材料扔出来")
    assert "补充" in added
    assert desk.case()["statement"].count("\n") == 2
    assert desk.case()["status"] == "pinned"
    desk.clock.advance(minutes=5)
    phone.text("投诉12号窗口工号1012，昨天不理人")
    assert len(desk.cases()) == 2


def test_a_correction_after_pinning_takes_the_pin_off_the_wrong_person(desk: Desk) -> None:
    phone = desk.phone()
    phone.text("3号窗口工号1001骂人")
    phone.text("发错了，不是3号是12号窗口，工号1012")
    assert (desk.case()["window"], desk.case()["staff_no"]) == ("12", "1012")


def test_neither_number_known_goes_to_review_with_a_case_number(desk: Desk) -> None:
    phone = desk.phone()
    replies = phone.text("你们那里的人态度恶劣，我要投诉")
    for _ in range(8):
        if desk.case()["status"] == "in_review":
            break
        replies = phone.text("不知道")
    assert desk.case()["status"] == "in_review"
    assert case_no_in(replies[0]) == desk.case()["case_no"]


@pytest.mark.parametrize("word", ["TD", " ｔｄ 。", "退订", "STOP", "不要再发了"])
def test_opting_out_is_a_whole_message_and_keeps_the_complaint(desk: Desk, word: str) -> None:
    phone = desk.phone()
    phone.text("3号窗口态度差")
    phone.text(word)
    assert phone.text("工号1001") == []
    assert desk.case()["status"] == "pinned"


@pytest.mark.parametrize("text", ["T恤的那个女的骂人", "取消业务的时候3号窗口的人不理我", "请不要stop受理"])
def test_words_of_opting_out_inside_a_message_are_not_opting_out(desk: Desk, text: str) -> None:
    assert desk.phone().text(text) != []
    assert text in desk.case()["statement"]


def test_a_case_number_alone_asks_for_its_status(desk: Desk) -> None:
    phone = desk.phone()
    (reply,) = phone.text("3号窗口工号1001骂人")
    desk.clock.advance(minutes=5)
    (status,) = desk.new_phone().text(f"查询 {case_no_in(reply)}")
    assert "核实" in status
    assert len(desk.cases()) == 1


@pytest.mark.parametrize("body", ["", " \n", "\u200b"])
def test_an_empty_message_is_answered_and_makes_no_case(desk: Desk, body: str) -> None:
    assert desk.phone().text(body) != [] or body == "\u200b"
    assert desk.cases() == [] or body == "\u200b"


def test_an_angry_face_alone_is_a_case_that_is_asked_about(desk: Desk) -> None:
    (reply,) = desk.phone().text("😡😡😡")
    assert desk.case()["statement"] == "😡😡😡" and case_no_in(reply)


def test_media_are_noted_by_their_id_and_never_by_their_address(desk: Desk) -> None:
    desk.phone().text("", media=(("https://evil.example/x/ME0123", "image/jpeg"),))
    assert desk.case()["statement"] == "[MMS ME0123]"


@pytest.mark.parametrize(
    "body", ["3号窗口" * 400, "态度差" + "😡" * 800, "\x00\x01３号窗口\x0b 工号１００１", "a" * 5000]
)
def test_long_odd_and_full_width_messages_are_kept_and_answered_in_two_parts(desk: Desk, body: str) -> None:
    for reply in desk.phone().text(body):
        assert parts(reply) <= 2
    assert len(desk.cases()) == 1


def test_another_machine_gets_no_more_than_the_capped_number_of_replies(desk: Desk) -> None:
    phone = desk.phone()
    replies = 0
    for _ in range(desk.services.settings.sms_replies_per_day + 10):
        desk.clock.advance(minutes=2)
        replies += len(phone.text("自动回复：您好，稍后联系您"))
    assert replies == desk.services.settings.sms_replies_per_day
    desk.clock.advance(days=2)
    assert phone.text("3号窗口工号1001骂人") != []


def test_short_codes_and_names_are_kept_but_not_answered(desk: Desk) -> None:
    assert desk.phone("95588").text("您的尾号1001账户3号支出") == []


def test_an_unfinished_call_is_completed_by_text(desk: Desk) -> None:
    phone = desk.phone()
    call = phone.dial()
    for keys in ("1", "3#"):
        call.press(keys)
    call.hang_up()
    assert desk.case()["status"] == "identifying" and desk.pending_callbacks() == 1
    desk.clock.advance(hours=2)
    phone.text("工号是1001")
    assert desk.case()["status"] == "pinned" and desk.pending_callbacks() == 0


def test_a_full_complaint_about_someone_else_does_not_mix_with_the_open_case(desk: Desk) -> None:
    phone = desk.phone()
    call = phone.dial()
    for keys in ("1", "3#"):
        call.press(keys)
    call.hang_up()
    desk.clock.advance(hours=2)
    phone.text("投诉12号窗口工号1012，刚才不理人")
    kept = desk.cases()
    assert [case["status"] for case in kept] == ["identifying", "pinned"]
    assert kept[1]["staff_no"] == "1012"


def test_english_is_answered_in_english(desk: Desk) -> None:
    (reply,) = desk.phone().text("The person at window 3 was very rude to me")
    assert "staff number" in reply


def test_what_is_no_complaint_is_kept_apart_and_told_how_to_complain(desk: Desk) -> None:
    (reply,) = desk.phone().text("请问城乡居民养老保险今年缴费截止到几号？")
    assert desk.case()["status"] == "not_a_complaint"
    assert case_no_in(reply) == desk.case()["case_no"]


def test_a_repeated_message_id_has_one_effect_and_one_answer(desk: Desk) -> None:
    phone = desk.phone()
    phone.text("3号窗口工号1001骂人")
    again = phone.network.repeat(phone.exchanges[-1], copies=5)
    first = phone.exchanges[-1].answer
    assert again.answers_agree and again.answer and first and again.answer.body == first.body
    assert len(desk.cases()) == 1


def test_a_correction_hours_later_is_made_in_the_case_that_it_corrects(desk: Desk) -> None:
    phone = desk.phone()
    phone.text("3号窗口工号1001骂人")
    desk.clock.advance(hours=5)
    (reply,) = phone.text("不是3号窗口，是12号窗口，工号1012")
    assert case_no_in(reply) == desk.case()["case_no"]
    assert (desk.case()["status"], desk.case()["staff_no"], desk.case()["window"]) == ("pinned", "1012", "12")


def test_what_a_reviewed_case_lacked_may_come_days_later(desk: Desk) -> None:
    phone = desk.phone()
    phone.text("3号窗口的人骂我")
    for _ in range(8):
        phone.text("不知道")
    assert desk.case()["status"] == "in_review"
    desk.clock.advance(days=2)
    phone.text("想起来了，工号1001")
    assert (desk.case()["status"], desk.case()["staff_no"]) == ("pinned", "1001")


@pytest.mark.parametrize(
    "other", ["12号窗口工号1012不理人", "又去了12号窗口，那个人（不是吴离）不理我", "你们还有完没完"]
)
def test_a_new_matter_hours_later_is_a_new_case(desk: Desk, other: str) -> None:
    phone = desk.phone()
    phone.text("3号窗口工号1001骂人")
    desk.clock.advance(hours=5)
    phone.text(other)
    first, second = desk.cases()
    assert (first["staff_no"], first["statement"]) == ("1001", "3号窗口工号1001骂人")
    assert second["statement"] == other
