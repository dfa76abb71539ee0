"""The wall board: what it counts, for whom, and that it tells of nothing that the viewer must not know."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.console.figures.board import read_board
from intake.console.figures.why import kind_of
from intake.console.roles import Role
from tests.console.office import Console, Office
from tests.console.waiting import a_call, a_doubtful_case
from tests.console.watching import viewer_for

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
ZONE = ZoneInfo("Asia/Shanghai")


@BOTH
def test_the_day_is_counted_by_the_hour_in_the_time_of_the_hall(office: Office) -> None:
    a_doubtful_case(office.desk)
    office.desk.clock.advance(hours=1)
    a_doubtful_case(office.desk, number="+8613800138002")
    services = office.desk.services
    now = services.clock()
    with services.database.read() as connection:
        board = read_board(connection, viewer_for(), now, ZONE)
    hour = now.astimezone(ZONE).hour
    by_hour = {one.hour: one.complaints for one in board.hours}
    assert (by_hour[hour - 1], by_hour[hour], board.complaints) == (1, 1, 2)
    assert (board.ours, board.pinned, board.pin_rate) == (2, 0, 0.0)
    assert sum(count for _, count in board.why) == 2


@BOTH
def test_a_week_later_the_day_is_empty_and_stands_beside_the_past_one(office: Office) -> None:
    a_doubtful_case(office.desk)
    office.desk.clock.advance(days=7, minutes=1)
    services = office.desk.services
    with services.database.read() as connection:
        board = read_board(connection, viewer_for(), services.clock(), ZONE)
    assert (board.complaints, board.before, board.pin_rate) == (0, 1, None)
    assert sum(one.before for one in board.hours) == 1


def test_a_call_is_on_the_board_while_it_is_going_on(office: Office) -> None:
    call = a_call(office.desk, ["1", "3#"])
    services = office.desk.services
    with services.database.read() as connection:
        assert read_board(connection, viewer_for(), services.clock(), ZONE).calls.count == 1
    call.hang_up()
    with services.database.read() as connection:
        assert read_board(connection, viewer_for(), services.clock(), ZONE).calls.count == 0


@BOTH
def test_whom_a_case_concerns_sees_it_in_no_number(office: Office) -> None:
    a_doubtful_case(office.desk)  # names window 3 and number 1002
    services = office.desk.services
    with services.database.read() as connection:
        board = read_board(connection, viewer_for(staff_no="1002"), services.clock(), ZONE)
    assert (board.complaints, board.queue.total, board.callbacks.waiting.count) == (0, 0, 0)
    assert board.why == ()


def test_the_first_kind_of_reason_that_fits_is_counted() -> None:
    def decided(*codes: str) -> dict[str, object]:
        return {"reasons": [{"code": code, "values": []} for code in codes]}

    assert kind_of(None) == "nothing"
    assert kind_of(decided("said_window", "one_identifier", "several_left")) == "one"
    assert kind_of(decided("one_identifier", "contradiction")) == "contradiction"
    assert kind_of(decided("said_window")) == "other"


def test_everybody_at_the_hotline_may_look_at_the_board_and_numbers_stand_in_tables(office: Office) -> None:
    a_doubtful_case(office.desk)
    for role in Role:
        page = office.as_role(role).get("board")
        assert page.status_code == 200
        assert 'type="application/json"' in page.text
        assert "<table" in page.text


def test_who_may_not_review_gets_no_link_to_the_queue(office: Office) -> None:
    assert "/console/queue" not in office.as_role(Role.ADMINISTRATOR).get("board").text
    assert "/console/queue?age=overdue" in office.as_role(Role.OPERATOR).get("board").text


def test_the_live_part_is_sent_again_only_after_a_change(console: Console) -> None:
    first = console.get("board/live")
    again = console.get("board/live", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


@pytest.mark.parametrize("given", ["hall=x", "hall=99999999", "wall=2"])
def test_what_means_nothing_in_the_address_is_no_error(console: Console, given: str) -> None:
    assert console.get(f"board?{given}").status_code == 200


def test_a_moment_has_its_day_where_the_hall_is(office: Office) -> None:
    night = datetime(2026, 11, 9, 17, 30, tzinfo=UTC)
    with office.desk.services.database.read() as connection:
        assert read_board(connection, viewer_for(), night, ZONE).day.day == 10
