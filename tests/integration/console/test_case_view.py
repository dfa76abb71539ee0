"""The page of a case: what was said with the words that count, who it may be, what is like it, masked."""

from datetime import date

import pytest
from sqlalchemy import select

from intake.console.case_tables import AccessRow
from intake.console.contact_view import masked
from intake.console.disclosure import Look, Masked, unmask
from intake.errors import RulingError
from tests.integration.console.conftest import Room

RUDE = "3号窗口的人态度太差了"
SHE = "+8613800138000"


def test_the_words_that_count_are_marked_where_they_stand(room: Room) -> None:
    phone = room.desk.phone(SHE)
    phone.text("11月2日上午在３号窗口，那个人态度太差了")
    case_no = room.desk.case()["case_no"]
    phone.text("好像姓林")
    case = room.case(room.viewer(), case_no)
    text = case.statement.text
    assert text == "11月2日上午在３号窗口，那个人态度太差了\n好像姓林"
    found = {text[span.start : span.end]: (span.kind.value, span.value) for span in case.statement.spans}
    assert found["３号窗口"] == ("window", "3")
    assert ("surname", "林") in found.values()
    assert ("when", "2026-11-02 am") in found.values()
    (conversation,) = case.conversations
    first, second = conversation.turns
    assert [span.value for span in first.heard.spans] == ["2026-11-02 am", "3"]
    assert [second.heard.text[span.start : span.end] for span in second.heard.spans] == ["姓林"]


def test_keys_that_answered_a_question_count_as_a_whole(room: Room) -> None:
    call = room.desk.phone(SHE).dial()
    call.press("1")
    call.press("3#")
    call.hang_up()
    case = room.case(room.viewer(), room.desk.case()["case_no"])
    marked = [(turn.asked, turn.heard.text, turn.heard.spans) for turn in case.conversations[0].turns]
    (answered,) = [one for one in marked if one[0] == "window"]
    assert [(span.kind.value, span.value) for span in answered[2]] == [("window", "3")]
    assert all(spans == () for asked, _, spans in marked if asked != "window")


def test_candidates_come_with_reasons_and_their_day(room: Room) -> None:
    case = room.case(room.viewer(), room.text("11月2日在3号窗口，那个人态度太差了"))
    assert case.head.strip_day == date(2026, 11, 2)
    assert case.head.is_dated
    (only,) = case.candidates
    assert (only.staff_no, only.name, only.in_service, only.is_pinned) == ("1002", "陈敏", True, False)
    assert [(duty.window, duty.is_stated) for duty in only.duties] == [("3", True), ("3", True)]
    assert only.reasons
    undated = room.case(room.viewer("other"), room.text(RUDE))
    assert {one.staff_no for one in undated.candidates} == {"1001", "1002"}
    assert not undated.head.is_dated
    assert undated.head.strip_day == date(2026, 11, 9)
    assert undated.windows == ("3", "5", "12", "A05", "B05")


def test_like_cases_are_those_of_the_number_the_person_that_day_and_the_words(room: Room) -> None:
    said = "投诉3号窗口，工号1001，今天上午她把我的材料扔出来还骂人"
    first = room.text(said, SHE)
    same_words = room.text(said)
    same_day = room.text("今天上午3号窗口工号1001的人不理我们，我要投诉")
    room.desk.clock.advance(hours=2)
    same_number = room.text("12号窗口的人骂人", SHE)
    found = {one.case_no: set(one.why) for one in room.case(room.viewer(), first).like}
    assert found == {
        same_words: {"text", "person_day"},
        same_day: {"person_day"},
        same_number: {"number"},
    }


def test_like_cases_leave_out_what_is_not_for_the_viewer(room: Room) -> None:
    room.text("投诉3号窗口，工号1001，今天上午骂人", SHE)
    room.desk.clock.advance(hours=2)
    case_no = room.text("12号窗口的人骂人", SHE)
    her = room.viewer("chen", hall_id=1, staff_no="1001")
    assert room.case(her, case_no).like == ()
    assert len(room.case(room.viewer(), case_no).like) == 1


def test_numbers_are_masked_and_a_look_leaves_its_trace_in_two_places(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE, SHE)
    contact = room.case(viewer, case_no).contact
    assert (contact.number, contact.other_number) == ("138****8000", "")
    assert (contact.no_text, contact.no_call) == (None, None)
    look = Look(case_no=case_no, what=Masked.NUMBER, reason="要当面道歉")
    with room.services.database.write() as connection:
        assert unmask(room.services, connection, viewer, look, room.now) == SHE
    event = room.case(viewer, case_no).timeline[-1]
    assert (event.event, event.actor, event.can_undo) == ("unmasked", "lin", False)
    with room.reading() as connection:
        (row,) = connection.execute(select(AccessRow)).all()
    assert (row.account_id, row.what, row.reason) == (viewer.account_id, "number", "要当面道歉")
    assert SHE not in str(room.case(viewer, case_no))
    assert room.whole()


@pytest.mark.parametrize(
    ("reason", "what", "key"),
    [(" ", Masked.NUMBER, "reason"), ("必须", Masked.OTHER_NUMBER, "no_number")],
)
def test_nothing_is_shown_without_a_reason_or_a_number(
    room: Room, reason: str, what: Masked, key: str
) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE, SHE)
    look = Look(case_no=case_no, what=what, reason=reason)
    with pytest.raises(RulingError, match=key), room.services.database.write() as connection:
        unmask(room.services, connection, viewer, look, room.now)
    with room.reading() as connection:
        assert connection.execute(select(AccessRow)).all() == []


def test_who_a_case_is_about_never_gets_to_unmask_it(room: Room) -> None:
    her, case_no = room.viewer("chen", hall_id=1, staff_no="1001"), room.text(RUDE, SHE)
    look = Look(case_no=case_no, what=Masked.NUMBER, reason="想知道是谁")
    with pytest.raises(RulingError, match="no_case"), room.services.database.write() as connection:
        unmask(room.services, connection, her, look, room.now)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+8613800138000", "138****8000"), ("+862888001234", "******1234"), ("+14155550123", "********0123"),
     ("12345", "*****"), ("", "")],
)  # fmt: skip
def test_no_more_of_a_number_is_shown_than_tells_it_from_others(number: str, shown: str) -> None:
    assert masked(number) == shown
