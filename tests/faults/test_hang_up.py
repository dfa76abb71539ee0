"""A caller hangs up at each step: what was said stays, a redial goes on, and nobody else ever sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from intake.simulator.call import Call
from intake.words import words
from tests.journey.conftest import Desk

SPOKEN = "她把材料扔出来"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One thing that a caller does, and what the case holds from then on; keys without a case begin none."""

    keys: str
    stated: dict[str, list[str]] = field(default_factory=dict)
    pinned: bool = False
    begun: bool = True
    recorded: bool = False


WINDOW = {"window": ["3"]}
BOTH = WINDOW | {"staff_no": ["1001"]}
APART = {"window": ["12"], "staff_no": ["1001"]}
DAY = APART | {"when": ["2026-11-06/2026-11-06"]}
MORNING = APART | {"when": ["2026-11-06/2026-11-06/am"]}
LETTER = {"window": ["A05"]}

SCRIPTS: dict[str, list[Said]] = {
    "pinned": [
        Said(keys="1"),
        Said(keys="3#", stated=WINDOW),
        Said(keys="1001#", stated=BOTH),
        Said(keys="1", stated=BOTH, pinned=True),
        Said(keys=SPOKEN, stated=BOTH, pinned=True, recorded=True),
        Said(keys="1", stated=BOTH, pinned=True, recorded=True),
    ],
    "contradiction": [
        Said(keys="1"),
        Said(keys="12#", stated={"window": ["12"]}),
        Said(keys="1001#", stated=APART),
        Said(keys="1106#", stated=DAY),
        Said(keys="1", stated=MORNING),
        Said(keys="1", stated=MORNING),
        Said(keys=SPOKEN, stated=MORNING, recorded=True),
        Said(keys="2", stated=MORNING, recorded=True),
        Said(keys="13800138001#", stated=MORNING, recorded=True),
    ],
    "letters": [
        Said(keys="1"),
        Said(keys="05#"),
        Said(keys="2", stated=LETTER),
        Said(keys="1003#", stated=LETTER | {"staff_no": ["1003"]}),
        Said(keys="1", stated=LETTER | {"staff_no": ["1003"]}, pinned=True),
    ],
    "rating": [Said(keys="2", begun=False), Said(keys="1"), Said(keys="3#", stated=WINDOW)],
    "english": [Said(keys="9", begun=False), Said(keys="1"), Said(keys="3#", stated=WINDOW)],
    "neither": [Said(keys="1"), Said(keys="#"), Said(keys="#"), Said(keys=SPOKEN, recorded=True)],
    "voice_mail": [Said(keys="0"), Said(keys=SPOKEN, recorded=True)],
}
STEPS = [(name, count) for name, script in SCRIPTS.items() for count in range(1, len(script) + 1)]
EVERY_STEP = pytest.mark.parametrize(("script", "count"), STEPS, ids=[f"{n}-{c}" for n, c in STEPS])
MIDDLES = [(name, len(script) // 2 + 1) for name, script in SCRIPTS.items()]
IN_THE_MIDDLE = pytest.mark.parametrize(("script", "count"), MIDDLES, ids=[name for name, _ in MIDDLES])
MENU = tuple(words(language)("voice.menu") for language in ("zh", "en"))
WELCOME = tuple(words(language)("note.welcome_back") for language in ("zh", "en"))
RETURNING = words("zh")("voice.returning")


def act(call: Call, keys: str) -> None:
    if keys == SPOKEN:
        call.say(keys)
        return
    asked = call.hears.splitlines()[-1]
    call.press(keys)
    # A service that doesn't report the finishing key makes "don't know" look like silence: it takes three.
    while keys == "#" and not call.is_over and call.hears.endswith(asked):
        call.press(keys)


def put_down(call: Call, script: list[Said]) -> str:
    """Follow the script and hang up at the question after it; that question."""
    for said in script:
        act(call, said.keys)
    question = call.hears
    call.hang_up()
    return question


def lose_the_line(call: Call, script: list[Said]) -> str:
    """Follow the script; the line drops while the answer to its last key is on its way."""
    for said in script[:-1]:
        act(call, said.keys)
    call.hang_up_after = len(call.exchanges)
    act(call, script[-1].keys)
    return ""


def kept(desk: Desk, last: Said) -> dict[str, Any]:
    """The one case, which must hold what was said up to the hang-up."""
    case = desk.case()
    assert case["stated"] == last.stated
    assert (case["attribution"] == "exact") == last.pinned == (case["status"] == "pinned")
    assert bool(case["recordings"]) == last.recorded
    return case


@EVERY_STEP
@pytest.mark.parametrize("drop", [put_down, lose_the_line])
def test_what_was_said_until_the_hang_up_is_kept_and_a_callback_waits_for_what_is_missing(
    desk: Desk, script: str, count: int, drop: Callable[[Call, list[Said]], str]
) -> None:
    said = SCRIPTS[script][:count]
    drop(desk.phone().dial(), said)
    if not said[-1].begun:
        assert desk.cases() == [] and desk.pending_callbacks() == 0
        return
    kept(desk, said[-1])
    assert desk.pending_callbacks() == (0 if said[-1].pinned else 1)


@EVERY_STEP
def test_a_redial_within_ten_minutes_goes_on_at_the_same_question(
    desk: Desk, script: str, count: int
) -> None:
    said = SCRIPTS[script][:count]
    question = put_down(desk.phone().dial(), said)
    desk.clock.advance(minutes=9, seconds=59)
    again = desk.phone().dial()
    if not said[-1].begun:
        assert any(menu in again.hears for menu in MENU)
        return
    assert any(welcome in again.hears for welcome in WELCOME)
    assert question.splitlines()[-1] in again.hears
    for following in SCRIPTS[script][count:]:
        act(again, following.keys)
    kept(desk, SCRIPTS[script][-1])
    while not again.is_over:
        again.stay_silent()
    assert not again.faults
    assert len(desk.cases()) == 1


@EVERY_STEP
def test_a_redial_later_is_offered_to_complete_what_is_not_settled(
    desk: Desk, script: str, count: int
) -> None:
    said = SCRIPTS[script][:count]
    put_down(desk.phone().dial(), said)
    desk.clock.advance(minutes=10, seconds=1)
    again = desk.phone().dial()
    if not said[-1].begun or said[-1].pinned or script == "voice_mail":
        assert any(menu in again.hears for menu in MENU)
        return
    assert RETURNING in again.hears
    again.press("1")
    while not again.is_over:
        again.stay_silent()
    assert not again.faults
    case = desk.case()
    assert case["status"] == "in_review" and case["stated"].items() >= said[-1].stated.items()


@IN_THE_MIDDLE
def test_nobody_else_gets_to_hear_of_a_call_that_dropped(desk: Desk, script: str, count: int) -> None:
    said = SCRIPTS[script][:count]
    put_down(desk.phone().dial(), said)
    for other in (desk.new_phone(), desk.phone(withheld=True)):
        call = other.dial()
        assert any(menu in call.hears for menu in MENU)
        assert not any(welcome in call.hears for welcome in WELCOME)
        call.hang_up()
    assert len(desk.cases()) == (1 if said[-1].begun else 0)


@IN_THE_MIDDLE
def test_withheld_callers_are_never_joined(desk: Desk, script: str, count: int) -> None:
    said = SCRIPTS[script][:count]
    for _ in range(2):
        call = desk.phone(withheld=True).dial()
        assert any(menu in call.hears for menu in MENU)
        put_down(call, said)
    assert len(desk.cases()) == (2 if said[-1].begun else 0)
    left_a_number = any(one.keys.startswith("138") for one in said)
    assert desk.pending_callbacks() == (2 if left_a_number else 0)


def test_a_call_that_went_on_after_a_drop_is_not_gone_on_with_again(desk: Desk) -> None:
    put_down(desk.phone().dial(), SCRIPTS["pinned"][:2])
    again = desk.phone().dial()
    for said in SCRIPTS["pinned"][2:]:
        act(again, said.keys)
    while not again.is_over:
        again.stay_silent()
    third = desk.phone().dial()
    assert MENU[0] in third.hears and len(desk.cases()) == 1


def test_a_call_whose_case_was_completed_by_text_is_not_gone_on_with(desk: Desk) -> None:
    put_down(desk.phone().dial(), SCRIPTS["pinned"][:2])
    desk.clock.advance(minutes=2)
    desk.phone().text("工号1001")
    assert desk.case()["status"] == "pinned"
    desk.clock.advance(minutes=2)
    call = desk.phone().dial()
    assert MENU[0] in call.hears
    call.press("1")
    call.press("12#")
    assert [case["window"] for case in desk.cases()] == ["3", "12"]


def test_a_returning_caller_who_asks_for_a_person_leaves_a_message_with_the_complaint(desk: Desk) -> None:
    put_down(desk.phone().dial(), SCRIPTS["pinned"][:2])
    desk.clock.advance(hours=1)
    call = desk.phone().dial()
    call.press("0")
    call.say("我想补充")
    while not call.is_over:
        call.stay_silent()
    assert desk.case()["purpose"] == "complaint" and desk.case()["stated"] == WINDOW
    assert desk.case()["status"] == "in_review" and len(desk.case()["recordings"]) == 1


def test_an_offer_not_taken_up_is_made_again_and_the_new_matter_is_its_own_case(desk: Desk) -> None:
    put_down(desk.phone().dial(), SCRIPTS["pinned"][:2])
    desk.clock.advance(hours=1)
    call = desk.phone().dial()
    for keys in ("2", "1", "12#", "1012#", "1"):
        call.press(keys)
    while not call.is_over:
        call.stay_silent()
    assert [case["status"] for case in desk.cases()] == ["identifying", "pinned"]
    desk.clock.advance(hours=1)
    assert RETURNING in desk.phone().dial().hears
