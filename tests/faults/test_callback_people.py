"""What people do by command takes effect in the running processes: findings, pauses, calls on demand."""

from __future__ import annotations

import pytest

from tests.faults.provider_people import Keys, no_answer, person
from tests.faults.provider_stage import COMPLETE, ITS_ME, Stage
from tests.faults.test_callback_stories import before_confirmation, tells

NUMBER = "+8613900001301"
EVERY_PROFILE = pytest.mark.parametrize("stage", ["sqlite-twilio", "postgresql-compatible"], indirect=True)
RATES: Keys = [*ITS_ME, ("非常满意请按5", "5")]


@EVERY_PROFILE
@pytest.mark.parametrize(
    ("finding", "told"), [("substantiated", "情况属实"), ("unsubstantiated", "没有得到证实")]
)
def test_who_complained_is_told_the_outcome_and_rates_how_it_was_handled(
    stage: Stage, finding: str, told: str
) -> None:
    stage.calls_in(NUMBER, COMPLETE)
    (case,) = stage.export()
    stage.served.command("finding", case["case_no"], finding)
    stage.provider.people[NUMBER] = [person(RATES)]
    stage.scheduler()
    stage.until(lambda: stage.callbacks()[-1].status == "completed")
    stage.provider.settle()
    (call,) = stage.provider.placed()
    assert told in "".join(call.heard)
    assert told not in before_confirmation(call.heard) and not tells(before_confirmation(call.heard))
    (case,) = stage.export()
    assert case["status"] == "informed" and case["handling_rating"] == 5
    assert [(one["kind"], one["status"]) for one in case["callbacks"]][-1:] == [("follow_up", "completed")]
    stage.agree()


def test_a_pause_holds_in_schedulers_that_run(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    stage.scheduler()
    stage.served.command("callbacks", "pause")
    stage.unfinished(NUMBER)
    stage.ticks(4)
    assert stage.provider.requests() == 0
    stage.served.command("callbacks", "resume")
    stage.until(lambda: stage.all_ended(1))
    stage.agree()


def test_nobody_is_declared_unreachable_without_the_attempts(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [no_answer()]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1) and stage.attempts()[0].counted is not None)
    (case,) = stage.export()
    refused = stage.served.command("callbacks", "declare", case["case_no"], "--reason", "x", check=False)
    assert refused.returncode != 0 and "Traceback" not in refused.stderr
    assert stage.export()[0]["status"] == case["status"]
    stage.agree()
