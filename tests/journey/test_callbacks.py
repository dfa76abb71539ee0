"""The story that the product exists for: nobody was named, nobody was reached, and yet the case gets on.

It is Monday noon, 9 November 2026, when she hangs up half-way. Calling hours are 9 to 12 and 14 to 20.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from intake.callbacks.alarms import switch
from intake.callbacks.dialer import SWITCH
from intake.cases.lifecycle import Event
from intake.database import Database
from intake.desk.rulings import Ruling
from intake.errors import RulingError
from intake.simulator.behaviour import BUSY, MACHINE, NO_ANSWER, POWERED_OFF, UNASSIGNED, lied_about, refused
from intake.telephony.lists import ListedCall
from tests.journey.calling import SHANGHAI, Calling, calling_for

SHE = "+8613800138000"
LANDLINE = "+862888001234"


@pytest.fixture
def calling(database: Database, migrated_url: str, tmp_path: Path, profile: str) -> Iterator[Calling]:
    with calling_for(migrated_url, tmp_path, profile) as made:
        yield made


def hang_up_after_window(calling: Calling, number: str = SHE) -> None:
    """A complaint about window 3 that breaks off before the staff number."""
    call = calling.desk.phone(number).dial()
    call.press("1")
    call.press("3#")
    call.hang_up()
    calling.network.settle()


def test_she_is_called_in_the_afternoon_and_completes_what_is_missing(calling: Calling) -> None:
    hang_up_after_window(calling)
    assert calling.run() == 0  # not before she had time to redial
    calling.go_to("2026-11-09", "12:30")
    calling.run()
    assert calling.due() == "11-09 14:00"  # nobody is called at lunch

    calling.go_to("2026-11-09", "14:00")
    call = calling.ring(SHE)
    assert any("天河市政务服务中心" in line.text for line in call.transcript)
    call.press("1")  # it is she
    call.press("1001#")
    call.press("1")  # read back: right
    call.say("她让我自己回家查")
    calling.network.settle()

    case = calling.desk.case()
    assert (case["status"], case["window"], case["staff_no"]) == ("pinned", "3", "1001")
    assert case["attribution"] == "exact"
    assert calling.callback()["status"] == "completed"
    assert calling.outcomes() == ["confirmed"]
    calling.go_to("2026-11-10", "15:00")
    assert calling.run() == 0


def test_nothing_of_the_case_is_said_before_she_confirms(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    call = calling.ring(SHE)
    said = "".join(line.text for line in call.transcript)
    for word in ("投诉", "窗口", "3号", "工号", calling.desk.case()["case_no"]):
        assert word not in said


def test_three_misses_on_two_days_and_one_in_the_evening_lead_to_an_operator(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, then=NO_ANSWER)
    calling.go_to("2026-11-09", "14:00")
    calling.miss()
    assert len(calling.texts()) == 1
    assert calling.due() == "11-09 17:00"
    calling.go_to("2026-11-09", "17:00")
    calling.miss()
    assert len(calling.texts()) == 1
    assert calling.due() == "11-10 18:00"  # both were in office hours: the evening, and not a third that day
    calling.go_to("2026-11-10", "18:00")
    calling.miss()
    assert len(calling.texts()) == 2
    assert calling.due().startswith("11-12 18:0")  # two working days to react
    calling.go_to("2026-11-12", "18:02")
    calling.run()

    callback = calling.callback()
    assert (callback["status"], callback["task"]) == ("operator", "unreachable")
    assert [one["counted"] for one in callback["attempts"]] == [True, True, True]
    assert calling.desk.case()["status"] == "identifying"  # never closed silently
    assert len(calling.network.store.calls(SHE)) == 4  # hers, and three of ours


def test_the_text_says_who_called_and_nothing_else(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, then=NO_ANSWER)
    calling.go_to("2026-11-09", "14:00")
    calling.miss()
    (text,) = calling.texts()
    assert calling.desk.case()["case_no"] in text
    assert len(text) <= 70
    for word in ("投诉", "窗口", "工号", "http"):
        assert word not in text
    assert calling.send_texts() == 1


def test_a_landline_gets_no_text_and_is_not_kept_waiting_for_one(calling: Calling) -> None:
    hang_up_after_window(calling, LANDLINE)
    calling.network.plan(LANDLINE, then=NO_ANSWER)
    for day, clock in (("2026-11-09", "14:00"), ("2026-11-09", "17:00"), ("2026-11-10", "18:00")):
        calling.go_to(day, clock)
        calling.miss()
    assert calling.texts() == []
    calling.go_to("2026-11-12", "18:02")
    calling.run()
    assert calling.callback()["task"] == "unreachable"


def test_her_own_call_completes_the_case_and_nobody_calls_her(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "13:00")
    call = calling.desk.phone(SHE).dial()
    call.press("1")  # complete the unfinished one
    call.press("1001#")
    call.press("1")
    call.hang_up()
    calling.go_to("2026-11-09", "14:30")
    calling.run()
    assert calling.callback()["status"] == "withdrawn"
    assert calling.callback()["attempts"] == []


def test_nobody_is_called_while_they_are_talking_to_us(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    call = calling.desk.phone(SHE).dial()
    calling.run()
    assert calling.callback()["attempts"] == []
    call.hang_up()
    calling.network.settle()
    calling.run()
    assert calling.callback()["attempts"] == []  # she has just hung up


def test_her_text_after_our_missed_call_completes_the_case(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, then=MACHINE)
    calling.go_to("2026-11-09", "14:00")
    calling.miss()
    assert calling.outcomes()[0] in {"machine", "unconfirmed"}
    calling.desk.phone(SHE).text("工号1001")
    case = calling.desk.case()
    assert (case["status"], case["staff_no"]) == ("pinned", "1001")
    assert calling.callback()["status"] == "withdrawn"


def test_she_calls_back_after_our_missed_call_and_is_offered_to_complete(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, then=MACHINE)
    calling.go_to("2026-11-09", "14:00")
    calling.miss()
    calling.go_to("2026-11-09", "15:00")
    call = calling.desk.phone(SHE).dial()
    call.press("1")
    call.press("1001#")
    call.press("1")
    call.hang_up()
    assert calling.desk.case()["status"] == "pinned"


@pytest.mark.parametrize(
    ("key", "outcome", "status"),
    [("4", "wrong_number", "wrong_number"), ("5", "refused", "refused"), ("0", "person", "operator")],
)
def test_what_the_called_person_wants_ends_our_calls(
    calling: Calling, key: str, outcome: str, status: str
) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    call = calling.ring(SHE)
    call.press(key)
    call.hang_up()
    calling.network.settle()
    assert calling.outcomes() == [outcome]
    assert calling.callback()["status"] == status
    assert calling.desk.case()["status"] == "identifying"
    for hour in range(15, 20):
        calling.go_to("2026-11-11", f"{hour}:00")
        calling.run()
    assert len(calling.outcomes()) == 1


def test_somebody_else_or_another_time_means_that_we_try_again(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    call = calling.ring(SHE)
    call.press("2")
    calling.network.settle()
    calling.run()
    calling.go_to("2026-11-09", "17:30")
    call = calling.ring(SHE)
    call.press("3")
    call.press("1")  # the morning suits
    calling.network.settle()
    calling.run()
    assert calling.outcomes() == ["third_party", "later"]
    assert calling.due() == "11-10 09:00"


def test_a_line_that_drops_after_she_confirmed_is_taken_up_by_her_redial(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    call = calling.ring(SHE)
    call.press("1")
    call.hang_up()
    calling.network.settle()
    assert calling.outcomes() == ["confirmed"]
    assert calling.callback()["status"] == "pending"
    redial = calling.desk.phone(SHE).dial()
    redial.press("1001#")
    redial.press("1")
    redial.hang_up()
    assert calling.desk.case()["status"] == "pinned"
    assert calling.callback()["status"] == "withdrawn"


def test_a_busy_line_does_not_count_and_is_tried_again(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, BUSY, POWERED_OFF, then=NO_ANSWER)
    calling.go_to("2026-11-09", "14:00")
    calling.miss()
    calling.go_to("2026-11-09", "17:01")
    calling.miss()
    assert calling.outcomes()[0] == "busy"
    assert [one["counted"] for one in calling.callback()["attempts"]] == [False, False]
    assert calling.due() == "11-10 09:00"


def test_a_number_proved_unassigned_on_two_days_is_left_alone(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, then=UNASSIGNED)
    calling.go_to("2026-11-09", "14:00")
    calling.miss()
    calling.go_to("2026-11-10", "09:00")
    calling.miss()
    if calling.desk.profile.name == "twilio":  # the other tells no reason
        assert calling.outcomes() == ["unassigned", "unassigned"]
        assert calling.callback()["task"] == "unassigned"
    assert calling.texts() == [] or calling.desk.profile.name == "compatible"


def test_throttling_burns_no_attempt(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, *[refused(429, 20429)] * 5, then=NO_ANSWER)
    calling.go_to("2026-11-09", "14:00")
    for _ in range(12):
        calling.run()
        calling.desk.clock.advance(minutes=4)
    calling.network.settle()
    calling.run()
    assert calling.outcomes() == ["no_answer"]
    assert len([one for one in calling.network.store.calls(SHE) if one.direction != "inbound"]) == 1


def test_a_refused_account_stops_all_calls_and_raises_an_alarm_until_it_is_mended(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.network.plan(SHE, refused(401, 20003), then=NO_ANSWER)
    calling.go_to("2026-11-09", "14:00")
    calling.run()
    assert calling.outcomes() == [None]
    calling.desk.clock.advance(minutes=5)
    assert calling.run() == 0
    assert calling.desk.new_phone().dial().waiting is not None  # intake goes on
    calling.desk.clock.advance(minutes=15)
    calling.miss()
    calling.desk.clock.advance(minutes=15)
    calling.miss()
    assert calling.outcomes()[0] == "no_answer"


def test_two_cases_of_one_number_are_not_called_one_after_the_other(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "13:00")
    call = calling.desk.phone(SHE).dial()
    call.press("2")  # leave that as it is
    call.press("1")
    call.press("5#")
    call.hang_up()
    calling.network.settle()
    calling.network.plan(SHE, then=NO_ANSWER)
    calling.go_to("2026-11-09", "14:00")
    for _ in range(5):
        calling.miss()
    ours = [one for one in calling.network.store.calls(SHE) if one.direction != "inbound"]
    assert len(ours) == 1


def test_the_year_that_the_calendar_does_not_cover_is_never_guessed(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2027-01-04", "10:00")
    calling.run()
    assert calling.callback()["attempts"] == []
    with calling.desk.services.database.read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM alarm").scalar_one() == "calendar"


def decide(calling: Calling, finding: str) -> None:
    """What the check of the only case found."""
    services = calling.desk.services
    with services.database.write() as connection:
        ruling = Ruling(connection, calling.desk.clock(), "审核员", services.sealer.audit_key)
        ruling.find(calling.desk.case()["case_no"], Event(finding))


def complain_to_the_end(calling: Calling) -> None:
    call = calling.desk.phone(SHE).dial()
    for keys in ("1", "3#", "1001#", "1"):
        call.press(keys)
    call.say("她让我自己回家查")
    call.press("1")
    call.press("1")
    calling.network.settle()


def test_a_decided_complaint_is_told_by_a_follow_up_that_asks_how_it_was_handled(calling: Calling) -> None:
    complain_to_the_end(calling)
    assert calling.callback()["status"] == "withdrawn"  # she completed it by herself
    decide(calling, "substantiated")
    calling.go_to("2026-11-10", "09:30")
    call = calling.ring(SHE)
    assert not any("属实" in line.text for line in call.transcript)
    call.press("1")
    assert any("属实" in line.text for line in call.transcript)
    call.press("4")
    calling.network.settle()
    case = calling.desk.case()
    assert (case["status"], case["handling_rating"]) == ("informed", 4)
    assert calling.callback() | {"attempts": []} == {
        "kind": "follow_up",
        "status": "completed",
        "task": "",
        "requested_at": calling.callback()["requested_at"],
        "attempts": [],
    }


def test_silence_after_the_outcome_is_no_rating(calling: Calling) -> None:
    complain_to_the_end(calling)
    decide(calling, "undetermined")
    calling.go_to("2026-11-10", "09:30")
    call = calling.ring(SHE)
    call.press("1")
    call.hang_up()
    calling.network.settle()
    case = calling.desk.case()
    assert (case["status"], case["handling_rating"]) == ("informed", None)


def test_two_misses_are_enough_for_a_follow_up(calling: Calling) -> None:
    complain_to_the_end(calling)
    decide(calling, "unsubstantiated")
    calling.network.plan(SHE, then=NO_ANSWER)
    calling.go_to("2026-11-10", "09:30")
    calling.miss()
    calling.desk.clock.now = calling.due_at()
    calling.miss()
    calling.desk.clock.now = calling.due_at()
    calling.run()
    assert len(calling.outcomes()) == 2
    assert calling.callback()["task"] == "unreachable"
    assert calling.desk.case()["status"] == "unsubstantiated"


def test_nobody_is_declared_unreachable_before_the_attempts_show_it(calling: Calling) -> None:
    hang_up_after_window(calling)
    services, case_no = calling.desk.services, calling.desk.case()["case_no"]

    def declare() -> None:
        with services.database.write() as connection:
            ruling = Ruling(connection, calling.desk.clock(), "审核员", services.sealer.audit_key)
            ruling.declare_unreachable(case_no, "三次未接通")

    with pytest.raises(RulingError):
        declare()
    calling.network.plan(SHE, then=NO_ANSWER)
    for day, clock in (("2026-11-09", "14:00"), ("2026-11-09", "17:02"), ("2026-11-10", "18:00")):
        calling.go_to(day, clock)
        calling.miss()
    calling.desk.clock.now = calling.due_at()
    calling.run()
    declare()
    assert calling.desk.case()["status"] == "unreachable"
    assert calling.callback()["status"] == "unreachable"

    calling.desk.phone(SHE).text("工号1001")  # she comes back after all
    assert calling.desk.case()["status"] == "pinned"


def test_an_operator_has_her_called_at_a_moment_even_on_a_sunday(calling: Calling) -> None:
    hang_up_after_window(calling)
    sunday = datetime(2026, 11, 15, 10, 0, tzinfo=SHANGHAI)
    services = calling.desk.services
    with services.database.write() as connection:
        ruling = Ruling(connection, calling.desk.clock(), "审核员", services.sealer.audit_key)
        ruling.call(calling.desk.case()["case_no"], sunday)
    calling.go_to("2026-11-13", "10:00")
    calling.run()
    assert calling.callback()["attempts"] == []
    calling.desk.clock.now = sunday
    call = calling.ring(SHE)
    assert call.waiting is not None


def test_switched_off_nobody_is_called_until_it_is_switched_on(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    database = calling.desk.services.database
    with database.write() as connection:
        switch(connection, SWITCH, on=False, at=calling.desk.clock(), actor="管理员")
    assert calling.run() == 0
    with database.write() as connection:
        switch(connection, SWITCH, on=True, at=calling.desk.clock(), actor="管理员")
    assert calling.run() == 1


def test_the_daily_cap_stops_calls_until_the_next_day(
    database: Database, migrated_url: str, tmp_path: Path
) -> None:
    with calling_for(migrated_url, tmp_path, "twilio", callback_calls_per_day=1) as calling:
        for number in (SHE, "+8613800138001"):
            hang_up_after_window(calling, number)
        calling.network.plan(SHE, then=NO_ANSWER)
        calling.network.plan("+8613800138001", then=NO_ANSWER)
        calling.go_to("2026-11-09", "14:00")
        calling.miss()
        ours = [one for one in calling.network.store.calls() if one.direction != "inbound"]
        assert len(ours) == 1
        calling.go_to("2026-11-10", "09:00")
        calling.miss()
        ours = [one for one in calling.network.store.calls() if one.direction != "inbound"]
        assert len(ours) == 2


def test_calls_keep_their_distance_by_the_rate(database: Database, migrated_url: str, tmp_path: Path) -> None:
    with calling_for(migrated_url, tmp_path, "twilio", callback_rate=0.5) as calling:
        numbers = [f"+861380013800{digit}" for digit in range(6)]
        for number in numbers:
            hang_up_after_window(calling, number)
            calling.network.plan(number, then=NO_ANSWER)
        calling.go_to("2026-11-09", "14:00")
        waited: list[float] = []
        calling.dialer.placing.sleep = waited.append
        calling.run()
        assert sorted(waited) == [2.0, 4.0]  # the others wait in the queue
        ours = [one for one in calling.network.store.calls() if one.direction != "inbound"]
        assert len(ours) == 3


def test_who_was_faster_than_our_call_is_thanked_and_asked_nothing(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    calling.run()
    ringing = calling.network.ringing(SHE)
    calling.desk.phone(SHE).text("工号1001")  # while it rings
    call = ringing.answer()
    assert call.is_over
    assert calling.callback()["status"] == "withdrawn"
    assert calling.desk.case()["status"] == "pinned"


def test_a_status_of_no_call_of_ours_is_kept_and_raises_an_alarm(calling: Calling) -> None:
    url = f"{calling.desk.services.settings.public_url}/voice/callback/nobody/status"
    fields = {"CallSid": "CA" + "9" * 32, "CallStatus": "completed"}
    answer = calling.network.deliver(url, fields, profile=calling.desk.profile).answer
    assert answer is not None and answer.status == 204
    with calling.desk.services.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attempt_event").scalar_one() == 1
        assert connection.exec_driver_sql("SELECT name FROM alarm").scalar_one() == "unclear"


def test_a_text_after_a_callback_that_completed_the_case_takes_nothing_back(calling: Calling) -> None:
    calling.desk.phone(SHE).text("3号窗口的人骂我")  # she is asked for the staff number, and doesn't answer
    calling.go_to("2026-11-09", "14:00")
    call = calling.ring(SHE)
    for keys in ("1", "1001#", "1"):
        call.press(keys)
    call.hang_up()
    calling.network.settle()
    assert calling.desk.case()["status"] == "pinned"
    calling.desk.phone(SHE).text("谢谢你们")
    case = calling.desk.cases()[0]
    assert (case["status"], case["staff_no"]) == ("pinned", "1001")


def place_without_hearing_of_it(calling: Calling) -> None:
    """She is called, and the order is answered with a failure."""
    hang_up_after_window(calling)
    calling.network.plan(SHE, lied_about(500))
    calling.go_to("2026-11-09", "14:00")
    calling.run()
    calling.desk.clock.advance(minutes=10)


def ours(calling: Calling) -> int:
    return len([one for one in calling.network.store.calls(SHE) if one.direction != "inbound"])


def test_a_report_that_comes_while_the_list_is_asked_for_is_believed_and_not_the_list(
    calling: Calling,
) -> None:
    place_without_hearing_of_it(calling)
    url = next(one.url for one in calling.network.store.calls(SHE) if one.url and "callback" in one.url)
    sid = calling.network.store.calls(SHE)[-1].sid

    class Slow:
        """A list that was made before the call was in it, and arrives after the report."""

        def list_calls(self, *_asked: object, **_numbers: object) -> list[ListedCall]:
            fields = {"CallSid": sid, "CallStatus": "ringing", "SequenceNumber": "1"}
            calling.network.deliver(f"{url}/status", fields, profile=calling.desk.profile)
            return []

        def fetch_call(self, _sid: str) -> ListedCall | None:
            return None

    calling.dialer.lists = Slow()
    calling.run()
    assert [one["status"] for one in calling.callback()["attempts"]] == ["ringing"]
    calling.desk.clock.advance(seconds=30)
    calling.run()
    assert ours(calling) == 1


def test_a_call_that_the_provider_has_forgotten_still_counts_for_the_spacing(calling: Calling) -> None:
    hang_up_after_window(calling)
    calling.go_to("2026-11-09", "14:00")
    calling.run()

    class Forgetful:
        """A provider that knows none of our calls any more."""

        def list_calls(self, *_asked: object, **_numbers: object) -> list[ListedCall]:
            return []

        def fetch_call(self, _sid: str) -> ListedCall | None:
            return None

    calling.dialer.lists = Forgetful()
    calling.desk.clock.advance(minutes=10)
    calling.run()
    calling.run()
    assert calling.outcomes() == ["unknown"]
    assert ours(calling) == 1
    assert calling.due() == "11-09 17:00"
