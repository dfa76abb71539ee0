"""Whole stories between a complainant, the hotline's processes and a provider that is not ours."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.faults.provider_people import Keys, machine, no_answer, person
from tests.faults.provider_stage import COMPLETE, COMPLETES, DOES, ITS_ME, Stage

NUMBER = "+8613900000801"
LANDLINE = "+862861234567"
EVERY_PROFILE = pytest.mark.parametrize("stage", ["sqlite-twilio", "postgresql-compatible"], indirect=True)
CLOSED = {"closed", "unsubstantiated", "not_a_complaint", "unreachable"}


def next_day(stage: Stage) -> None:
    stage.age_until_tomorrow()


@EVERY_PROFILE
def test_an_unfinished_complaint_is_completed_by_a_callback(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    (case,) = stage.export()
    assert case["status"] == "identifying" and [one["status"] for one in case["callbacks"]] == ["pending"]
    stage.provider.people[NUMBER] = [person(COMPLETES)]
    stage.scheduler()
    stage.until(lambda: stage.callbacks()[0].status == "completed")
    stage.provider.settle()
    (case,) = stage.export()
    assert (case["status"], case["window"], case["staff_no"]) == ("pinned", "3", "1001")
    (callback,) = case["callbacks"]
    assert (callback["kind"], callback["status"], callback["task"]) == ("callback", "completed", "")
    assert [attempt["outcome"] for attempt in callback["attempts"]] == ["confirmed"]
    (call,) = stage.provider.placed()
    assert "请输入窗口号码" not in "".join(call.heard), "what is known is not asked again"
    assert before_confirmation(call.heard) and not tells(before_confirmation(call.heard))
    stage.ticks()
    assert len(stage.provider.placed()) == 1
    stage.agree()


def before_confirmation(heard: list[str]) -> str:
    """All that is said up to and including the question whether it is they."""
    last = max(place for place, text in enumerate(heard) if "是您本人，请按1" in text)
    return "".join(heard[: last + 1])


def tells(heard: str) -> list[str]:
    """Words that would tell a stranger what it is about."""
    return [word for word in ("投诉", "窗口", "工号", "陈明", "1001", "编号", "举报") if word in heard]


@EVERY_PROFILE
def test_after_the_first_and_third_miss_a_text_goes_out_then_an_operator_is_asked(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    stage.settings["HOTLINE_CALLBACK_GRACE"] = "1h"
    stage.unfinished(NUMBER)
    stage.scheduler()
    for missed in (1, 2, 3):
        stage.until(partial(stage.all_ended, missed))
        stage.until(partial(stage.texted, NUMBER, 1 if missed < 3 else 2))
        next_day(stage)
    stage.until(lambda: stage.callbacks()[0].status == "operator")
    assert stage.callbacks()[0].task == "unreachable"
    assert stage.outcomes() == ["no_answer"] * 3 and len(stage.provider.placed()) == 3
    assert len(stage.provider.texts(NUMBER)) == 2
    assert not any(tells(text.body.replace("编号", "")) for text in stage.provider.texts(NUMBER))
    (case,) = stage.export()
    assert case["status"] not in CLOSED
    next_day(stage)
    stage.ticks()
    assert len(stage.provider.placed()) == 3 and len(stage.provider.texts(NUMBER)) == 2
    stage.served.command("callbacks", "declare", case["case_no"], "--reason", "三次未接")
    assert stage.export()[0]["status"] == "unreachable"
    assert [row.status for row in stage.callbacks()] == ["unreachable"]
    stage.agree()


def test_a_landline_gets_no_text(stage: Stage) -> None:
    stage.provider.people[LANDLINE] = [no_answer()]
    stage.unfinished(LANDLINE)
    stage.scheduler()
    for missed in (1, 2, 3):
        stage.until(partial(stage.all_ended, missed))
        next_day(stage)
    stage.ticks()
    assert stage.provider.texts() == []
    stage.agree()


@pytest.mark.parametrize(("min_ring", "counted"), [("1s", True), ("6s", False)])
def test_a_call_that_rang_too_briefly_does_not_count(stage: Stage, min_ring: str, counted: bool) -> None:
    stage.settings["HOTLINE_CALLBACK_MIN_RING"] = min_ring
    stage.provider.people[NUMBER] = [no_answer(ring=2.5)]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.attempts() and stage.attempts()[0].counted is not None)
    assert bool(stage.attempts()[0].counted) is counted
    stage.agree()


def test_who_calls_in_meanwhile_is_not_called(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    stage.calls_in(NUMBER, COMPLETE)
    assert stage.callbacks()[0].status in {"withdrawn", "completed"}
    stage.scheduler()
    stage.ticks(4)
    assert stage.provider.requests() == 0
    (case,) = stage.export()
    assert case["status"] == "pinned"
    stage.agree()


def test_who_writes_meanwhile_is_not_called(stage: Stage) -> None:
    stage.unfinished(NUMBER)
    reply = stage.provider.text_in(
        stage.served.url, NUMBER, "3号窗口，工号1001，态度不好", dialled="+862888000012"
    )
    assert reply
    stage.scheduler()
    stage.ticks(4)
    assert stage.provider.requests() == 0 and stage.callbacks()[0].status in {"withdrawn", "completed"}


def test_who_calls_in_after_a_miss_is_not_called_again(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    stage.calls_in(NUMBER, COMPLETE)
    next_day(stage)
    stage.ticks(4)
    assert len(stage.provider.placed()) == 1
    assert stage.callbacks()[0].status in {"withdrawn", "completed"}
    stage.agree()


@EVERY_PROFILE
@pytest.mark.parametrize(
    ("name", "status", "again"),
    [
        ("third_party", {"pending"}, True),
        ("later", {"pending"}, True),
        ("wrong_number", {"wrong_number"}, False),
        ("refused", {"refused"}, False),
    ],
)
def test_what_the_called_person_says_by_key_is_done(
    stage: Stage, name: str, status: set[str], again: bool
) -> None:
    stage.provider.people[NUMBER] = [person(DOES[name]), no_answer()]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: (stage.all_ended(1) and stage.attempts()[0].counted is not None) or not again)
    stage.until(lambda: stage.outcomes()[:1] == [name])
    assert stage.callbacks()[0].status in status
    (call,) = stage.provider.placed()
    assert not tells("".join(call.heard).replace("热线", "")), call.heard
    stage.ticks()
    assert len(stage.provider.placed()) == 1
    next_day(stage)
    if again:
        stage.until(lambda: len(stage.provider.placed()) == 2)
    stage.ticks()
    assert len(stage.provider.placed()) == (2 if again else 1)
    assert stage.export()[0]["status"] not in CLOSED
    if not again:
        assert stage.provider.texts() == []
        assert stage.rows("SELECT reason FROM do_not_call")
    stage.agree()


def test_a_number_that_refused_is_not_called_for_its_next_case_either(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [person(DOES["refused"])]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.callbacks()[0].status == "refused")
    stage.age(timedelta(days=40))
    stage.provider.dial_in(
        stage.served.url,
        NUMBER,
        [("投诉请按1", "1"), ("窗口号码", "5#"), ("工号", "hang up")],
        dialled="+862888000012",
    )
    stage.ticks(4)
    assert len(stage.provider.placed()) == 1


def test_who_asks_for_a_person_is_an_operators_matter(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [person(DOES["person"])]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.callbacks()[0].status == "operator")
    stage.until(lambda: stage.all_ended(1))
    assert stage.callbacks()[0].task == "person" and stage.outcomes() == ["person"]
    stage.agree()


@EVERY_PROFILE
def test_a_voice_mail_hears_the_same_as_everybody_and_counts_as_not_reached(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [machine(), person(COMPLETES)]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    assert stage.outcomes()[0] in {"unconfirmed", "machine"} and stage.callbacks()[0].status == "pending"
    (call,) = stage.provider.placed()
    assert call.heard and not tells("".join(call.heard)), call.heard
    next_day(stage)
    stage.until(lambda: stage.callbacks()[0].status == "completed")
    stage.until(lambda: stage.all_ended(2))  # the case is complete while they still talk
    assert stage.outcomes()[1:] == ["confirmed"]
    stage.agree()


HANGS_UP_LATE: Keys = [*ITS_ME, ("请输入工作人员的工号", "hang up")]


@EVERY_PROFILE
def test_who_hangs_up_in_the_middle_of_a_callback_is_called_again_another_time(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [person(HANGS_UP_LATE), person(COMPLETES)]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1) and stage.attempts()[0].counted is not None)
    assert stage.outcomes() == ["confirmed"]
    stage.ticks()
    assert len(stage.provider.placed()) == 1 and stage.callbacks()[0].status == "pending"
    next_day(stage)
    stage.until(lambda: any(row.status == "completed" for row in stage.callbacks()))
    stage.provider.settle()
    assert stage.export()[0]["status"] == "pinned"
    stage.agree()
