"""The review queue: what is in it, in which order, and what is filtered and counted."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus, Task
from intake.cases.lifecycle import Event
from intake.cases.model import Channel, Doubt
from intake.console.queue import Age, Counts, Filters, Position, count_queue, position_of, read_queue
from tests.integration.console.conftest import Room

RUDE = "3号窗口的人态度太差了"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def counts(room: Room) -> Counts:
    viewer = room.viewer("counting")
    with room.reading() as connection:
        return count_queue(connection, viewer, Filters(), room.now)


def test_what_the_machine_pinned_is_not_in_it_and_what_it_could_not_is(room: Room) -> None:
    room.text("投诉3号窗口，工号1001，今天上午骂人")
    one, none = room.text(RUDE), room.text("我要投诉你们的人")
    odd = room.text("3号窗口，工号1012，今天骂人")
    closed = room.text("3号窗口，工号1001，昨天骂人")  # a Sunday
    entries = {entry.case_no: entry for entry in room.queue(room.viewer()).entries}
    assert {number: entry.doubt for number, entry in entries.items()} == {
        one: Doubt.DOUBTFUL,
        odd: Doubt.CONTRADICTORY,
        closed: Doubt.CONTRADICTORY,
        none: Doubt.UNFINISHED,
    }
    assert entries[one].excerpt == RUDE
    assert entries[one].candidates == 2
    assert entries[one].callback_due_at is not None


def test_a_call_is_in_it_while_it_is_going_on(room: Room) -> None:
    viewer = room.viewer()
    call = room.desk.new_phone().dial()
    call.press("1")
    call.press("3#")
    (entry,) = room.queue(viewer).entries
    assert entry.is_live
    call.hang_up()
    room.desk.network.settle()
    (entry,) = room.queue(viewer).entries
    assert not entry.is_live


def test_the_limit_is_five_working_days_and_the_oldest_comes_first(room: Room) -> None:
    viewer, first = room.viewer(), room.text(RUDE)
    room.desk.clock.advance(days=1)
    second = room.text("12号窗口的人骂人")
    entries = room.queue(viewer).entries
    assert [entry.case_no for entry in entries] == [first, second]
    assert entries[0].due_at == datetime(2026, 11, 17, tzinfo=SHANGHAI)  # Monday the 9th, to the 16th
    room.desk.clock.now = datetime(2026, 11, 17, 9, tzinfo=SHANGHAI)
    assert [entry.is_overdue for entry in room.queue(viewer).entries] == [True, False]
    assert room.numbers(viewer, age=Age.OVERDUE) == [first]
    assert room.numbers(viewer, age=Age.SOON) == [second]
    assert room.numbers(viewer, age=Age.LATER) == []


def test_words_of_danger_go_first_and_a_repeat_complainant_before_others(room: Room) -> None:
    viewer = room.viewer()
    phone = "+8613800138000"
    room.text("投诉3号窗口，工号1001，今天上午骂人", phone)
    usual = room.text("12号窗口的人骂人")
    room.desk.clock.advance(days=1)
    repeated = room.text("3号窗口的人又骂人了", phone)
    room.desk.clock.advance(days=1)
    danger = room.text("3号窗口的人逼得我不想活了")
    assert room.numbers(viewer) == [danger, repeated, usual]
    assert room.numbers(viewer, flag="safety") == [danger]
    assert room.numbers(viewer, flag="repeat") == [repeated]


def test_words_of_danger_that_come_later_put_a_case_first(room: Room) -> None:
    viewer, earlier = room.viewer(), room.text("12号窗口的人骂人")
    phone = room.desk.new_phone()
    phone.text(RUDE)
    assert room.numbers(viewer)[0] == earlier
    phone.text("再不解决我就从楼上跳楼")
    assert room.numbers(viewer)[1] == earlier
    assert room.queue(viewer).entries[0].flags == ("safety",)


def test_a_callback_that_waits_for_a_person_brings_any_case_into_it(room: Room) -> None:
    viewer, pinned = room.viewer(), room.text("投诉3号窗口，工号1001，今天上午骂人")
    with room.deciding(viewer) as ruling:
        ruling.find(pinned, Event.SUBSTANTIATED)
    open_one = room.text(RUDE)
    assert room.numbers(viewer) == [open_one]
    waiting = update(CallbackRow).values(status=CallbackStatus.OPERATOR, task=Task.UNREACHABLE)
    with room.services.database.write() as connection:
        connection.execute(waiting)
    assert room.numbers(viewer) == [pinned, open_one]
    assert room.numbers(viewer, task=True) == [pinned, open_one]
    assert room.numbers(viewer, task=Task.UNREACHABLE) == [pinned, open_one]
    assert room.numbers(viewer, task=Task.STUCK) == []
    assert [entry.task for entry in room.queue(viewer).entries] == [Task.UNREACHABLE] * 2
    found = counts(room)
    assert (found.total, found.tasks, found.doubtful, found.is_all) == (2, 2, 1, True)


def test_a_rating_waits_for_nobody(room: Room) -> None:
    call = room.desk.new_phone().dial()
    call.press("2")
    call.press("5")
    call.hang_up()
    room.desk.network.settle()
    assert room.queue(room.viewer()).entries == ()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"channel": Channel.SMS}, 2),
        ({"channel": Channel.PHONE}, 0),
        ({"language": "zh"}, 2),
        ({"language": "en"}, 0),
        ({"hall_id": 1}, 2),
        ({"hall_id": 2}, 0),
        ({"doubt": Doubt.CONTRADICTORY}, 1),
        ({"flag": "%"}, 0),
    ],
)
def test_a_filter_leaves_what_it_says(room: Room, filters: dict[str, object], found: int) -> None:
    room.text(RUDE)
    room.text("3号窗口，工号1012，昨天骂人")
    assert len(room.numbers(room.viewer(), **filters)) == found


def test_pages_hold_every_case_once_even_while_others_come(room: Room) -> None:
    viewer = room.viewer()
    numbers = []
    for _ in range(7):
        numbers.append(room.text(RUDE))
        room.desk.clock.advance(seconds=1)
    after, seen = None, []
    while True:
        with room.reading() as connection:
            page = read_queue(connection, viewer, Filters(), room.now, after, most=3)
        seen += [entry.case_no for entry in page.entries]
        if page.next is None:
            break
        after = position_of(str(page.next))
        if len(seen) == 3:
            room.text("我不想活了，3号窗口的人骂我")
    assert seen == numbers


@pytest.mark.parametrize("text", ["", "1", "a.b", "1.", ".", "9" * 30 + ".1"])
def test_a_position_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        position_of(text)


def test_a_position_is_exact_to_the_microsecond() -> None:
    for moment in (datetime(2026, 11, 9, 4, 0, 0, 123457, SHANGHAI), datetime(1926, 1, 1, tzinfo=SHANGHAI)):
        place = Position(urgent_at=moment, complaint_id=7)
        assert position_of(str(place)) == place
