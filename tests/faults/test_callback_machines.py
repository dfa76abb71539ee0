"""Telling voice mails from people, where it is switched on: a machine hears who called and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.provider_faults import broken
from tests.faults.provider_people import NONE, Person, machine, person
from tests.faults.provider_stage import COMPLETES, Stage

NUMBER = "+8613900000801"
OTHER = "+8613900000802"
PLAIN = "我们给之前联系过热线的人回电话"  # what a person is asked


def detecting(stage: Stage, people: dict[str, Person]) -> None:
    """Start anew with detection on; everybody has left a complaint unfinished and is called."""
    stage.served.kill()
    stage.settings["HOTLINE_CALLBACK_MACHINE_DETECTION"] = "yes"
    stage.served.start()
    for number, one in people.items():
        stage.provider.people[number] = [one]
        stage.unfinished(number)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(len(people)))


def heard(stage: Stage, number: str) -> str:
    return "".join(next(call for call in stage.provider.placed() if call.to == number).heard)


def outcomes(stage: Stage) -> dict[str, str | None]:
    known = {row.provider_call_id: row.outcome for row in stage.attempts()}
    return {call.to: known[call.sid] for call in stage.provider.placed()}


def test_a_machine_hears_who_called_and_counts_as_an_attempt(stage: Stage) -> None:
    detecting(stage, {NUMBER: machine(), OTHER: person(COMPLETES)})
    assert outcomes(stage) == {NUMBER: "machine", OTHER: "confirmed"}
    stage.until(lambda: stage.texted(NUMBER, 1))
    (row,) = (row for row in stage.attempts() if row.outcome == "machine")
    assert row.counted
    said = heard(stage, NUMBER)
    assert "服务热线" in said and "再见" in said, said
    for word in (PLAIN, "投诉", "编号", "窗口", "按"):
        assert word not in said
    assert PLAIN in heard(stage, OTHER)
    stage.agree()


@pytest.mark.parametrize("by", ["human", "unknown", ""])
def test_what_the_provider_is_not_sure_of_may_be_a_person(stage: Stage, by: str) -> None:
    detecting(stage, {NUMBER: replace(person(COMPLETES), by=by)})
    assert outcomes(stage) == {NUMBER: "confirmed"}
    stage.agree()


def test_a_machine_of_which_no_report_comes_is_known_by_the_list(stage: Stage) -> None:
    """Nor did its request for our words reach us."""
    stage.provider.order(broken(placed=True, speaks=False))
    detecting(stage, {NUMBER: machine(NONE)})
    assert outcomes(stage) == {NUMBER: "machine"}
    stage.agree()


@pytest.mark.parametrize("stage", ["sqlite-compatible", "postgresql-compatible"], indirect=True)
def test_a_service_that_detects_nothing_is_not_asked_to(stage: Stage) -> None:
    detecting(stage, {NUMBER: machine()})
    assert outcomes(stage) == {NUMBER: "unconfirmed"}
    assert "MachineDetection" not in stage.provider.placed()[0].params
    assert PLAIN in heard(stage, NUMBER)
    stage.agree()


def test_without_being_switched_on_nothing_is_detected(stage: Stage) -> None:
    stage.provider.people[NUMBER] = [machine()]
    stage.unfinished(NUMBER)
    stage.scheduler()
    stage.until(lambda: stage.all_ended(1))
    assert stage.outcomes() == ["unconfirmed"]
    assert "MachineDetection" not in stage.provider.placed()[0].params
    stage.agree()
