"""The call script: which prompts belong to a step, and how its answer is given. No words in here, only keys.

Prompts are catalogue keys under `voice.` and `note.`; a recorded prompt has the same key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from intake.callbacks.called import MACHINE
from matching.evidence import Kind, When
from matching.interview import Interview, Reached, Step

ONE_KEY = 1
# Longer than anything that is asked for, so that `#` always ends the entry: a key after the last digit
# that counts would else be taken for the answer to the next question.
ENTRY = {
    Step.WINDOW: 20,
    Step.STAFF_NO: 20,
    Step.CASE_NO: 20,
    Step.DAY: 20,
    Step.CALLBACK_NUMBER: 24,
}
RECORDED = frozenset({Step.STATEMENT, Step.VOICE_MAIL})
SPOKEN = frozenset({Step.WINDOW, Step.STAFF_NO})  # where speech may stand beside keys
DIGITS_APART = frozenset({"unknown_staff_no"})
# Others have no values, so that a recording can stand for them.
NAMES_THE_HALL = frozenset({"greeting", "called_settled"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to say: a catalogue key and its values."""

    key: str
    values: dict[str, str] = field(default_factory=dict)


def digit_by_digit(text: str) -> str:
    """`1024` as `1 0 2 4`: read one at a time, as people check a number."""
    return " ".join(text)


def slowly(case_no: str) -> str:
    """A case number in three groups with a breath between them."""
    return ", ".join(digit_by_digit(case_no[i : i + 3]) for i in range(0, len(case_no), 3))


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What prompts may name: the hall, the case number in full, whether the caller's number is withheld.

    lettered: staff of the hall have numbers with letters.
    """

    hall_name: str
    case_no: str
    withheld: bool
    halls: Mapping[str, str]
    lettered: bool = False


def prompts(interview: Interview, facts: Facts) -> list[Prompt]:
    """Everything to be said at this step, the remark on the last answer first."""
    return [*remark(interview, facts.hall_name), *question(interview, facts)]


def remark(interview: Interview, hall_name: str) -> Iterator[Prompt]:
    """What is said of the last answer before the next question."""
    if interview.note and interview.note.code == "status":
        told = dict(interview.note.values)
        yield Prompt("note.status", {"case_no": slowly(told["case_no"])})
        yield Prompt(f"status.{told['status']}")
    elif interview.note and interview.note.code == MACHINE:
        yield who_calls(hall_name)
    elif interview.note:
        values = dict(interview.note.values)
        if interview.note.code in DIGITS_APART:
            values = {
                key: digit_by_digit(value) if value.isdigit() else value for key, value in values.items()
            }
        if interview.note.code in NAMES_THE_HALL:
            values |= {"hall": hall_name}
        yield Prompt(f"note.{interview.note.code}", values)


def question(interview: Interview, facts: Facts) -> Iterator[Prompt]:
    """The open question, or the farewell."""
    match interview.step:
        case Step.WINDOW_CHOICE | Step.STAFF_NO_CHOICE | Step.HALL:
            yield from choice(interview.step.value, items(interview, facts))
        case Step.STAFF_NO:
            yield staff_no(interview, facts)
        case Step.READ_BACK:
            yield from read_back(interview)
        case Step.CALLBACK if facts.withheld:
            yield Prompt("voice.callback_withheld")
        case Step.CALLED:
            yield from called(facts.hall_name)
        case Step.FOLLOW_UP:
            yield from (Prompt(f"voice.follow_up_{interview.finding}"), Prompt("voice.follow_up"))
        case Step.DONE:
            yield farewell(interview, facts.case_no)
        case step:
            yield Prompt(f"voice.{step.value}")


def called(hall_name: str) -> Iterator[Prompt]:
    """Who calls, and whether it is the right person: the same for everybody who may answer."""
    yield who_calls(hall_name)
    yield Prompt("voice.called")


def who_calls(hall_name: str) -> Prompt:
    """Our first words to whoever or whatever answers."""
    return Prompt("voice.called_from", {"hall": hall_name}) if hall_name else Prompt("voice.called_hotline")


def farewell(interview: Interview, case_no: str) -> Prompt:
    """The end. In a call of ours the case number is only for who confirmed a case of theirs."""
    ours = interview.called
    theirs = not ours or (interview.reached is Reached.CONFIRMED and not interview.finding)
    if case_no and theirs:
        return Prompt("voice.called_done" if ours else "voice.done", {"case_no": slowly(case_no)})
    return Prompt("voice.called_goodbye" if ours else "voice.goodbye")


def staff_no(interview: Interview, facts: Facts) -> Prompt:
    """The question for the staff number, or whether a near miss was meant."""
    if interview.offer:
        return Prompt("voice.offer", {"staff_no": digit_by_digit(interview.offer)})
    return Prompt("voice.staff_no_lettered" if facts.lettered else "voice.staff_no")


def items(interview: Interview, facts: Facts) -> list[str]:
    """What can be chosen, as it is said."""
    if interview.step is Step.HALL:
        return [facts.halls.get(code, code) for code in interview.choices]
    apart = interview.step is Step.STAFF_NO_CHOICE
    return [digit_by_digit(item) if apart else item for item in interview.choices]


def choice(name: str, items: Sequence[str]) -> Iterator[Prompt]:
    """A menu: what it is about, then each item with its key."""
    yield Prompt(f"voice.{name}")
    for key, item in enumerate(items, start=1):
        yield Prompt(f"voice.{name}_item", {"item": item, "key": str(key)})


def read_back(interview: Interview) -> Iterator[Prompt]:
    """What was understood, item by item, so that a wrong one is noticed."""
    yield Prompt("voice.read_back")
    for item in interview.evidence:
        if item.kind is Kind.WHEN and item.when:
            yield read_back_when(item.when)
        elif item.kind is not Kind.WHEN:
            value = digit_by_digit(item.value) if item.kind is Kind.STAFF_NO else item.value
            yield Prompt(f"voice.read_back_{item.kind.value}", {"value": value})
    yield Prompt("voice.right_or_wrong")


def read_back_when(when: When) -> Prompt:
    """The day with its half, or the span of days where a message said no more than that."""
    first, last = when.first, when.last
    values = {"month": str(first.month), "day": str(first.day)}
    if when.day is None:
        values |= {"to_month": str(last.month), "to_day": str(last.day)}
        return Prompt("voice.read_back_days", values)
    part = f"_{when.part.value}" if when.part else ""
    return Prompt(f"voice.read_back_day{part}", values)
