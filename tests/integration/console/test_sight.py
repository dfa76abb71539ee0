"""Nobody sees a case about themselves: not in the queue, by its number, in counts, through its rows."""

import pytest
from sqlalchemy import delete, event, func, select, update

from intake.cases.links import LinkKind
from intake.cases.model import ComplaintRow, ConversationRow, Doubt, EventRow, TurnRow
from intake.console.case_tables import AccessRow
from intake.console.queue import Filters, count_queue, read_queue
from intake.console.sight import find_case, visible, visible_through
from intake.directory.model import DutyRow, StaffRow
from intake.telephony.model import RecordingRow
from tests.integration.console.conftest import Room

RUDE = "3号窗口的人态度太差了"
ELSEWHERE = "12号窗口的人态度太差了"


def test_a_case_pinned_on_the_viewer_is_not_there_for_them(room: Room) -> None:
    case_no = room.text("投诉3号窗口，工号1001，今天上午骂人")
    her, other = (
        room.viewer("chen", hall_id=1, staff_no="1001"),
        room.viewer("zhou", hall_id=1, staff_no="1021"),
    )
    assert room.look(her, case_no) is None
    assert room.look(other, case_no) is not None


def test_a_candidate_does_not_see_the_case(room: Room) -> None:
    case_no = room.text(RUDE)  # 1001, and 1002 who stood in on one day
    for staff_no in ("1001", "1002"):
        viewer = room.viewer(f"v{staff_no}", hall_id=1, staff_no=staff_no)
        assert room.numbers(viewer) == []
        assert room.look(viewer, case_no) is None
    assert room.numbers(room.viewer("other", hall_id=1, staff_no="1012")) == [case_no]


def test_whose_number_was_stated_does_not_see_the_case_even_where_it_contradicts(room: Room) -> None:
    case_no = room.text("3号窗口，工号1012，昨天骂人")
    assert room.desk.case()["status"] != "pinned"
    assert room.look(room.viewer("wu", hall_id=1, staff_no="1012"), case_no) is None


def test_whoever_had_the_window_that_day_does_not_see_the_case_of_a_colleague(room: Room) -> None:
    """On 2 November 1002 stood in for 1001 at window 3: a case about that day is about their shift."""
    room.text("投诉3号窗口，工号1002，11月2日上午骂人")
    dated = room.desk.case()
    assert dated["staff_no"] == "1002"
    hers = room.viewer("chen", hall_id=1, staff_no="1001")
    assert room.look(hers, dated["case_no"]) is not None  # 1001 was at window 5 that day
    undated = room.text("投诉3号窗口，工号1002骂人")
    assert room.look(hers, undated) is None  # within the 30 days she was there too


def test_a_viewer_of_one_hall_sees_no_other(room: Room) -> None:
    case_no = room.text(RUDE)
    assert room.numbers(room.viewer("here", hall_id=1)) == [case_no]
    assert room.numbers(room.viewer("there", hall_id=2)) == []


def test_counts_and_rows_leave_it_out_too(room: Room) -> None:
    room.text(RUDE)
    room.text(ELSEWHERE)
    her, all_seeing = room.viewer("chen", hall_id=1, staff_no="1001"), room.viewer("all")
    with room.reading() as connection:
        for viewer, seen in ((her, 1), (all_seeing, 2)):
            assert count_queue(connection, viewer, Filters(), room.now).total == seen
            counted = visible(viewer, select(func.count()).select_from(ComplaintRow))
            assert connection.execute(counted).scalar_one() == seen
            for row in (ConversationRow, EventRow):
                query = visible_through(viewer, select(row.complaint_id).distinct(), row.complaint_id)
                assert len(connection.execute(query).all()) == seen
            turns = select(TurnRow.id).join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
            found = connection.execute(visible_through(viewer, turns, ConversationRow.complaint_id)).all()
            assert len(found) == seen
            for table in (RecordingRow, AccessRow):
                empty = visible_through(viewer, select(table.id), table.complaint_id)
                assert connection.execute(empty).all() == []


def test_no_such_case_and_not_for_you_are_the_same_answer(room: Room) -> None:
    case_no = room.text(RUDE)
    her = room.viewer("chen", hall_id=1, staff_no="1001")
    with room.reading() as connection:
        assert find_case(connection, her, case_no) is find_case(connection, her, "999999999") is None


def test_another_decision_lets_those_see_it_again_who_are_no_candidates_any_more(room: Room) -> None:
    phone = room.desk.new_phone()
    phone.text("12号窗口工号1012骂人")
    phone.text("发错了，不是12号是3号窗口，工号1001")
    case_no = room.desk.case()["case_no"]
    assert room.look(room.viewer("wu", hall_id=1, staff_no="1012"), case_no) is not None
    assert room.look(room.viewer("chen", hall_id=1, staff_no="1001"), case_no) is None


def test_a_case_put_together_with_one_that_is_hidden_does_not_tell_its_number(room: Room) -> None:
    hidden, open_one, third = room.text(RUDE), room.text(ELSEWHERE), room.text(ELSEWHERE)
    hers, all_seeing = room.viewer("chen", hall_id=1, staff_no="1001"), room.viewer("all")
    with room.deciding(all_seeing) as ruling:
        ruling.link(open_one, hidden, LinkKind.LIKE)
        ruling.merge(third, hidden)
    assert hidden not in str(room.case(hers, open_one))
    assert hidden not in str(room.case(hers, third))
    assert hidden in str(room.case(all_seeing, open_one))
    assert room.case(all_seeing, third).head.merged_into == hidden


def test_a_window_without_a_roster_is_that_of_whoever_is_assigned_to_it(room: Room) -> None:
    case_no = room.text("12号窗口工号1012，今天骂人")
    assert room.desk.case()["staff_no"] == "1012"
    colleague = room.viewer("chen", hall_id=1, staff_no="1001")
    assert room.look(colleague, case_no) is not None
    with room.services.database.write() as connection:
        connection.execute(update(StaffRow).where(StaffRow.staff_no == "1001").values(windows="3 12"))
    assert room.look(colleague, case_no) is not None  # the roster says who was there, and she was not
    with room.services.database.write() as connection:
        connection.execute(delete(DutyRow).where(DutyRow.window_label == "12"))
    assert room.look(colleague, case_no) is None
    with room.reading() as connection:
        through = visible_through(colleague, select(EventRow.id), EventRow.complaint_id)
        assert connection.execute(through).all() == []


def test_the_queue_is_searched_within_its_index_whoever_looks(room: Room) -> None:
    """SQLite without statistics must not read a hall's every case for the few that are open."""
    if not room.services.database.is_sqlite:
        pytest.skip("PostgreSQL chooses by its statistics")
    seen: list[tuple[str, object]] = []
    viewer = room.viewer("chen", hall_id=1, staff_no="1001")
    with room.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *call: seen.append((call[2], call[3])))
        read_queue(connection, viewer, Filters(hall_id=1, doubt=Doubt.DOUBTFUL, flag="safety"), room.now)
        statement, values = seen[0]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[arg-type]
    steps = [str(row[3]) for row in plan]
    assert "SCAN complaint USING COVERING INDEX ix_complaint_queue" in steps
    assert [step for step in steps if step.startswith("SCAN")] == steps[:1]
