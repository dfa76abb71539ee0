"""Cases that wait for a person, as telephones and messages make them at the hall of `tests/cast.py`."""

from collections.abc import Sequence
from typing import Any

from intake.simulator.call import Call
from tests.journey.conftest import Desk

TEXT = "昨天上午在3号窗口，那个姓陈的骂人，工号好像是1002"
KEPT = ("case_no", "status", "window", "staff_no", "attribution", "doubt")


def a_doubtful_case(desk: Desk, text: str = TEXT, number: str = "+8613800138000") -> str:
    """A message that contradicts the roster, left to people: the window of one and the number of another."""
    phone = desk.phone(number)
    phone.text(text)
    for _ in range(4):
        if newest(desk)["status"] == "in_review":
            break
        phone.text("不知道")
    return str(newest(desk)["case_no"])


def a_call(desk: Desk, keys: Sequence[str], number: str = "+8613900139000") -> Call:
    """A call that is still going on after these keys; `say:…` is spoken."""
    call = desk.phone(number).dial()
    for key in keys:
        call.say(key.removeprefix("say:")) if key.startswith("say:") else call.press(key)
    return call


def newest(desk: Desk) -> dict[str, Any]:
    return desk.cases()[-1]


def case_of(desk: Desk, case_no: str) -> dict[str, Any]:
    return next(case for case in desk.cases() if case["case_no"] == case_no)
