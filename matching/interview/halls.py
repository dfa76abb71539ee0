"""Which hall is meant, where the number dialled doesn't say: by a menu on the phone, by name in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from matching.interview.state import Answer, Heard, Interview, Purpose, Scene, Step
from matching.interview.steps import ask_again, identify, note

MOST_ASKED = 2
# What halls' names have in common and people leave out.
COMMON_PARTS = (
    "政务服务中心",
    "政务服务大厅",
    "办事大厅",
    "服务大厅",
    "服务中心",
    "便民中心",
    "大厅",
    "市",
    "县",
    "区",
)


def hear_hall(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """A hall by its key. Unknown, or not answered, leaves the case to an operator."""
    if answer.keys.isdecimal() and 1 <= int(answer.keys[:2]) <= len(interview.choices):
        hall = interview.choices[int(answer.keys[:2]) - 1]
        return identify(replace(interview, hall=hall, hall_asked=MOST_ASKED), scene)
    if again := ask_again(interview, note("choose" if answer.keys else "not_heard")):
        return Heard(again)
    return identify(replace(interview, hall_asked=MOST_ASKED), scene, note("go_on"))


def hear_hall_in_words(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """A hall by its name; asked for twice, then left to an operator."""
    purpose = Purpose.COMPLAINT if interview.purpose is Purpose.NONE else interview.purpose
    kept = replace(interview, purpose=purpose, asked=None, note=None)
    named = halls_named(answer.words, scene.halls)
    if len(named) == 1:
        return Heard(replace(kept, hall=named[0]))
    if not scene.halls or interview.hall_asked >= MOST_ASKED:
        return Heard(replace(kept, step=Step.DONE))
    remark = note("which_hall")
    return Heard(replace(kept, step=Step.TELL, hall_asked=interview.hall_asked + 1, note=remark))


def halls_named(text: str, halls: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the halls whose name, or what is particular in it, stands in the text; whole names first."""
    whole = tuple(code for code, name in halls.items() if name in text)
    if whole:
        return whole
    return tuple(code for code, name in halls.items() if len(short := particular(name)) > 1 and short in text)


def particular(name: str) -> str:
    """A hall's name without what all halls' names have in common: 大理市政务服务中心 gives 大理."""
    for part in COMMON_PARTS:
        name = name.removesuffix(part)
    return name
