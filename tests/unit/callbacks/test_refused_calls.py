"""What the provider's refusals make of a call, by the table (research: telephony A6)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.callbacks.alarms import Alarm
from intake.callbacks.faulted import Consequence, consequence_of
from intake.callbacks.outcomes import AttemptStatus, Outcome, Task
from intake.telephony.faults import refusal


def after(status: int, code: int | None) -> Consequence:
    return consequence_of(refusal(status, code), 0, timedelta(minutes=2))


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, 20003), (401, None), (403, None), (400, 21215), (403, 13227), (403, 32205), (400, 21408),
        (400, 21210), (400, 21212), (400, 21219), (400, 21606), (400, 21608), (400, 21612),
    ],
)  # fmt: skip
def test_what_is_wrong_with_our_account_stops_all_dialling_and_burns_no_attempt(
    status: int, code: int | None
) -> None:
    found = after(status, code)
    assert (found.status, found.outcome) == (AttemptStatus.DEFERRED, None)
    assert found.alarm is Alarm.DIALLING and found.pause and found.delay


@pytest.mark.parametrize("code", [21211, 21214, 21217])
def test_a_number_that_is_none_is_an_operators_matter_at_once(code: int) -> None:
    found = after(400, code)
    assert (found.outcome, found.task) == (Outcome.UNASSIGNED, Task.UNASSIGNED)


@pytest.mark.parametrize(("status", "code"), [(400, 21216), (400, 13225), (400, 99999), (400, None)])
def test_a_code_that_is_not_listed_goes_to_an_operator_and_is_no_reason_to_try_again(
    status: int, code: int | None
) -> None:
    found = after(status, code)
    assert (found.outcome, found.task, found.alarm) == (Outcome.NOT_PLACED, Task.FAULT, Alarm.FAULT)
