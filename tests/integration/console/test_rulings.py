"""What people decide about cases: whom it is about, whose it is, what it belongs with; and its undoing."""

import pytest
from sqlalchemy import update

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus, Task
from intake.cases.lifecycle import Event
from intake.cases.links import LinkKind
from intake.cases.replay import replay
from intake.console.case_parts import CaseView
from intake.desk.asking import ask_by_text
from intake.errors import RulingError, TransitionError
from matching.evidence import Kind
from tests.integration.console.conftest import Room

RUDE = "3号窗口的人态度太差了"
LANDLINE = "+862888001234"


def calls(case: CaseView) -> list[str]:
    return [one.status.value for one in case.callbacks]


def last(case: CaseView) -> int:
    return case.timeline[-1].seq


def test_an_operator_pins_a_case_exactly_and_its_callback_is_called_off(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    assert calls(room.case(viewer, case_no)) == ["pending"]
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1001")
    case = room.case(viewer, case_no)
    head, decision = case.head, case.decision
    assert (head.status, head.attribution, head.window, head.staff_no) == ("pinned", "exact", "3", "1001")
    assert decision is not None and (decision.by, decision.directory_version) == ("lin", 1)
    assert [one.staff_no for one in case.candidates if one.is_pinned] == ["1001"]
    assert calls(case) == ["withdrawn"]
    assert room.numbers(viewer) == []
    assert room.whole()


def test_undo_puts_back_what_was_before_with_its_callback(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    before = room.case(viewer, case_no)
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1002")
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(room.case(viewer, case_no)))
    after = room.case(viewer, case_no)
    assert after.head == before.head
    assert (after.decision, after.candidates) == (before.decision, before.candidates)
    assert calls(after) == calls(before) == ["pending"]
    assert [one.event for one in after.timeline][-2:] == ["decided", "undone"]
    assert after.timeline[-2].is_undone
    assert room.numbers(viewer) == [case_no]
    assert room.whole()


def test_decisions_are_undone_from_the_last_one_back(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1001")
    first = last(room.case(viewer, case_no))
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1002")
    second = last(room.case(viewer, case_no))
    with pytest.raises(RulingError, match="not_last"), room.deciding(viewer) as ruling:
        ruling.undo(case_no, first)
    for seq, staff_no in ((second, "1001"), (first, None)):
        assert seq in {one.seq for one in room.case(viewer, case_no).timeline if one.can_undo}
        with room.deciding(viewer) as ruling:
            ruling.undo(case_no, seq)
        assert room.case(viewer, case_no).head.staff_no == staff_no
    with pytest.raises(RulingError, match="not_undoable"), room.deciding(viewer) as ruling:
        ruling.undo(case_no, first)
    assert room.whole()


def test_what_the_complainant_adds_can_not_be_undone_over(room: Room) -> None:
    viewer = room.viewer()
    phone = room.desk.new_phone()
    phone.text(RUDE)
    case_no = room.desk.case()["case_no"]
    with room.deciding(viewer) as ruling:
        ruling.set_aside(case_no, "评价政策")
    decided = last(room.case(viewer, case_no))
    phone.text("工号1001")
    assert room.case(viewer, case_no).head.status == "pinned"
    with pytest.raises(RulingError, match="not_last"), room.deciding(viewer) as ruling:
        ruling.undo(case_no, decided)


@pytest.mark.parametrize(
    ("window", "staff_no", "key"),
    [("3", "9999", "no_person"), ("3", "1099", "no_person"), ("77", "1001", "no_window")],
)
def test_whoever_was_not_there_that_day_is_refused(room: Room, window: str, staff_no: str, key: str) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with pytest.raises(RulingError, match=key), room.deciding(viewer) as ruling:
        ruling.decide(case_no, window, staff_no)
    assert room.case(viewer, case_no).head.status == "identifying"


def test_nobody_decides_about_themselves_nor_on_a_case_that_concerns_them(room: Room) -> None:
    hers = room.viewer("chen", hall_id=1, staff_no="1001")
    case_no, about_her = room.text("12号窗口的人态度太差了"), room.text(RUDE)
    with pytest.raises(RulingError, match="oneself"), room.deciding(hers) as ruling:
        ruling.decide(case_no, "12", "1001")
    with pytest.raises(RulingError, match="no_case"), room.deciding(hers) as ruling:
        ruling.set_aside(about_her, "没有的事")
    with pytest.raises(RulingError, match="no_case"), room.deciding(hers) as ruling:
        ruling.merge(case_no, about_her)


def test_a_person_known_without_a_window_is_no_more_than_a_candidate(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, None, "1001")
    assert room.case(viewer, case_no).head.attribution == "candidate"


@pytest.mark.parametrize("deed", ["set_aside", "transfer", "merge"])
def test_a_case_leaves_the_queue_and_comes_back_undone_or_reopened(room: Room, deed: str) -> None:
    viewer, case_no, other = room.viewer(), room.text(RUDE), room.text("12号窗口的人骂人")
    arguments = {"set_aside": ("不是投诉",), "transfer": ("市医保局", "医保窗口"), "merge": (other,)}
    status = {"set_aside": "not_a_complaint", "transfer": "transferred", "merge": "merged"}
    with room.deciding(viewer) as ruling:
        getattr(ruling, deed)(case_no, *arguments[deed])
    case = room.case(viewer, case_no)
    assert (case.head.status, calls(case)) == (status[deed], ["withdrawn"])
    assert room.numbers(viewer) == [other]
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(case))
    assert set(room.numbers(viewer)) == {case_no, other}
    assert calls(room.case(viewer, case_no)) == ["pending"]
    with room.deciding(viewer) as ruling:
        getattr(ruling, deed)(case_no, *arguments[deed])
    with room.deciding(viewer) as ruling:
        ruling.reopen(case_no, "看错了")
    assert case_no in room.numbers(viewer)
    assert room.whole()


def test_a_merged_case_says_where_it_went_and_undoing_takes_them_apart(room: Room) -> None:
    viewer, case_no, into = room.viewer(), room.text(RUDE), room.text(RUDE)
    with room.deciding(viewer) as ruling:
        ruling.merge(case_no, into)
    assert room.case(viewer, case_no).head.merged_into == into
    assert [(one.case_no, one.linked) for one in room.case(viewer, into).like] == [(case_no, "merged")]
    with pytest.raises(RulingError, match="merge_into"), room.deciding(viewer) as ruling:
        ruling.merge(into, case_no)
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(room.case(viewer, case_no)))
    assert room.case(viewer, case_no).head.merged_into is None
    assert [one.event for one in room.case(viewer, into).timeline][-2:] == ["linked", "undone"]
    assert room.whole()


def test_a_link_is_said_on_both_sides_and_undone_from_either(room: Room) -> None:
    viewer, one, other = room.viewer(), room.text(RUDE), room.text("12号窗口的人骂人")
    with room.deciding(viewer) as ruling:
        ruling.link(one, other, LinkKind.LIKE)
    assert [like.linked for like in room.case(viewer, other).like] == ["like"]
    with room.deciding(viewer) as ruling:
        ruling.undo(other, last(room.case(viewer, other)))
    assert room.case(viewer, one).like == ()
    assert room.case(viewer, one).timeline[-1].event == "undone"
    with pytest.raises(RulingError, match="same_case"), room.deciding(viewer) as ruling:
        ruling.link(one, one, LinkKind.LIKE)
    assert room.whole()


def test_a_note_changes_nothing_and_may_be_taken_back_after_a_decision(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with room.deciding(viewer) as ruling:
        ruling.note(case_no, "  已看监控 ")
    noted = room.case(viewer, case_no).timeline[-1]
    assert (noted.data["text"], noted.is_remark, noted.actor_name) == ("已看监控", True, "Lin")
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1001")
        ruling.undo(case_no, noted.seq)
    assert room.case(viewer, case_no).head.status == "pinned"
    with pytest.raises(RulingError, match="note"), room.deciding(viewer) as ruling:
        ruling.note(case_no, " ")
    assert room.whole()


def test_a_call_is_ordered_and_that_is_undone(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    before = room.case(viewer, case_no).callbacks
    room.desk.clock.advance(minutes=1)
    with room.deciding(viewer) as ruling:
        ruling.call(case_no, None)
    ordered = room.case(viewer, case_no)
    assert ordered.callbacks[0].due_at == room.now
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(ordered))
    assert room.case(viewer, case_no).callbacks == before
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1001")
        ruling.call(case_no, None)
    assert calls(room.case(viewer, case_no)) == ["withdrawn", "pending"]
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(room.case(viewer, case_no)))
    assert calls(room.case(viewer, case_no)) == ["withdrawn", "withdrawn"]


def test_what_is_missing_is_asked_by_text_and_the_answer_joins_the_case(room: Room) -> None:
    viewer = room.viewer()
    call = room.desk.phone("+8613800138000").dial()
    call.press("1")
    call.press("3#")
    call.hang_up()
    room.desk.network.settle()
    case_no = room.desk.case()["case_no"]
    with room.deciding(viewer) as ruling:
        ask_by_text(room.services, ruling, case_no, Kind.STAFF_NO)
    with room.reading() as connection:
        query = "SELECT body FROM outgoing_message WHERE purpose = 'asked'"
        body = connection.exec_driver_sql(query).scalar_one()
    assert case_no in body and "工号" in body and len(body) <= 70
    room.desk.phone("+8613800138000").text("1001")
    case = room.case(viewer, case_no)
    assert (case.head.status, case.head.staff_no) == ("pinned", "1001")
    assert len(room.desk.cases()) == 1
    assert room.whole()


def test_an_unsent_text_is_stopped_by_undo_and_a_sent_one_is_not(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with room.deciding(viewer) as ruling:
        ask_by_text(room.services, ruling, case_no, Kind.STAFF_NO)
        ask_by_text(room.services, ruling, case_no, Kind.WHEN)
    second = last(room.case(viewer, case_no))
    with room.services.database.write() as connection:
        connection.exec_driver_sql("UPDATE outgoing_message SET status = 'sent' WHERE id = 1")
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, second)
    with pytest.raises(RulingError, match="text_gone"), room.deciding(viewer) as ruling:
        ruling.undo(case_no, second - 1)


def test_a_landline_and_whoever_wants_no_texts_are_not_asked_by_text(room: Room) -> None:
    viewer = room.viewer()
    call = room.desk.phone(LANDLINE).dial()
    call.press("1")
    call.press("3#")
    call.hang_up()
    landline = room.desk.case()["case_no"]
    phone = room.desk.phone("+8613900139000")
    phone.text("12号窗口的人骂人")
    opted_out = room.desk.cases()[-1]["case_no"]
    phone.text("TD")
    for case_no, key in ((landline, "landline"), (opted_out, "opted_out")):
        with pytest.raises(RulingError, match=key), room.deciding(viewer) as ruling:
            ask_by_text(room.services, ruling, case_no, Kind.STAFF_NO)
        assert room.case(viewer, case_no).contact.no_text == f"desk.error.{key}"


def test_a_reason_is_asked_for_and_a_settled_case_is_not_decided_again(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with pytest.raises(RulingError, match="reason"), room.deciding(viewer) as ruling:
        ruling.set_aside(case_no, " ")
    with room.deciding(viewer) as ruling:
        ruling.set_aside(case_no, "不是投诉")
    with pytest.raises(TransitionError), room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1001")


def test_a_finding_is_undone_with_the_follow_up_that_it_led_to(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text("投诉3号窗口，工号1001，今天上午骂人")
    with room.deciding(viewer) as ruling:
        ruling.find(case_no, Event.SUBSTANTIATED)
    found = room.case(viewer, case_no)
    assert [one.can_undo for one in found.timeline][-3:] == [False, False, True]
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(found))
    after = room.case(viewer, case_no)
    assert (after.head.status, calls(after)) == ("pinned", ["withdrawn"])
    assert [one.is_undone for one in after.timeline][-4:] == [True, True, True, False]
    assert room.whole()


def test_unreachable_is_undone_into_the_question_that_it_answered(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    waiting = update(CallbackRow).values(status=CallbackStatus.OPERATOR, task=Task.UNREACHABLE)
    with room.services.database.write() as connection:
        connection.execute(waiting)
    with room.deciding(viewer) as ruling:
        ruling.declare_unreachable(case_no, "三次无人接听")
    declared = room.case(viewer, case_no)
    assert (declared.head.status, calls(declared)) == ("unreachable", ["unreachable"])
    with room.deciding(viewer) as ruling:
        ruling.undo(case_no, last(declared))
    after = room.case(viewer, case_no)
    assert (after.head.status, calls(after), after.callbacks[0].task) == (
        "identifying",
        ["operator"],
        Task.UNREACHABLE,
    )
    assert room.whole()


def test_what_people_decided_is_no_change_of_the_rule_when_it_is_replayed(room: Room) -> None:
    viewer, case_no = room.viewer(), room.text(RUDE)
    with room.deciding(viewer) as ruling:
        ruling.decide(case_no, "3", "1001")
    with room.reading() as connection:
        replayed = replay(connection, room.services.halls)
    assert (replayed.decisions, replayed.changes) == (1, [])
