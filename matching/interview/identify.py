"""Hearing the questions about window, staff number and day, by key or by voice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matching.evidence import Evidence, Kind, Part, Source, When
from matching.extract import read
from matching.fit import fit
from matching.interview.state import Answer, Heard, Interview, Scene, Step
from matching.interview.steps import ask_again, go, identify, note, restate, to_statement, weigh, without
from matching.keypad import staff_for_digits, windows_for_digits

YES, NO = "1", "2"
PARTS = {"1": Part.AM, "2": Part.PM}
MOST_CHOICES = 9  # one key each
LONGEST_ENTRY = 32  # longer is no number that anybody keyed on purpose (research: prompt stuffing)


def hear_window(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """A window's digits. Digits that fit several labels lead to a menu; a staff number is taken as one."""
    if answer.words:
        return hear_spoken(interview, answer, scene, Kind.WINDOW)
    if not answer.keys:
        return hear_nothing(interview, answer, scene, Kind.WINDOW)
    digits = answer.keys[:LONGEST_ENTRY]
    if scene.hall is None:
        return identify(restate(interview, keyed(Kind.WINDOW, digits)), scene)
    labels = windows_for_digits(digits, scene.hall)
    if len(labels) == 1:
        return identify(restate(interview, keyed(Kind.WINDOW, labels[0], digits)), scene)
    if labels:
        return Heard(replace(go(interview, Step.WINDOW_CHOICE), choices=labels))
    numbers = staff_for_digits(digits, scene.hall)
    if len(numbers) == 1:
        return identify(restate(interview, keyed(Kind.STAFF_NO, numbers[0], digits)), scene)
    return unknown(restate(interview, keyed(Kind.WINDOW, digits)), scene, Kind.WINDOW, digits)


def hear_window_choice(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Which of the labels that share the keyed digits."""
    return hear_choice(interview, answer, scene, Kind.WINDOW)


def hear_staff_no_choice(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Which of the staff numbers that share the keyed digits."""
    return hear_choice(interview, answer, scene, Kind.STAFF_NO)


def hear_choice(interview: Interview, answer: Answer, scene: Scene, kind: Kind) -> Heard:
    if answer.keys.isdecimal() and 1 <= int(answer.keys[:2]) <= len(interview.choices):
        chosen = interview.choices[int(answer.keys[:2]) - 1]
        return identify(restate(interview, keyed(kind, chosen, answer.keys)), scene)
    if again := ask_again(interview, note("choose")):
        return Heard(again)
    return identify(without(interview, kind), scene)


def hear_staff_no(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """A staff number. One that nobody bears is kept as stated, and its nearest neighbour is offered."""
    if answer.words:
        return hear_spoken(interview, answer, scene, Kind.STAFF_NO)
    if not answer.keys:
        return hear_nothing(interview, answer, scene, Kind.STAFF_NO)
    digits = answer.keys[:LONGEST_ENTRY]
    if interview.offer and digits in {YES, NO}:
        return hear_offer(interview, digits, scene)
    numbers = likely(staff_for_digits(digits, scene.hall), interview, scene) if scene.hall else (digits,)
    if len(numbers) > 1:
        return Heard(replace(go(interview, Step.STAFF_NO_CHOICE), choices=numbers[:MOST_CHOICES]))
    if numbers:
        return identify(restate(interview, keyed(Kind.STAFF_NO, numbers[0], digits)), scene)
    return unknown(restate(interview, keyed(Kind.STAFF_NO, digits)), scene, Kind.STAFF_NO, digits)


def likely(numbers: tuple[str, ...], interview: Interview, scene: Scene) -> tuple[str, ...]:
    """Of numbers that differ in their letters alone, those that fit what else was stated; all, if none does.

    Whatever is left of them is read back or chosen from a menu before it counts.
    """
    if len(numbers) < 2 or scene.hall is None:
        return numbers
    others = [item for item in interview.evidence if item.kind is not Kind.STAFF_NO]
    allowed = fit(others, scene.hall, scene.at).everyone_left
    return tuple(number for number in numbers if number in allowed) or numbers


def hear_offer(interview: Interview, key: str, scene: Scene) -> Heard:
    """Yes takes the near miss as if it had been keyed; no asks for the number again."""
    if key == YES:
        return identify(restate(interview, keyed(Kind.STAFF_NO, interview.offer, key)), scene)
    if again := ask_again(replace(interview, offer=""), note("enter_again")):
        return Heard(again)
    return give_up(interview, scene, Kind.STAFF_NO)


def hear_spoken(interview: Interview, answer: Answer, scene: Scene, kind: Kind) -> Heard:
    """Recognised speech may answer this question or another one; all of it is read back before it counts."""
    if scene.hall is None:
        return hear_nothing(interview, answer, scene, kind)
    reading = read(answer.words, source=Source.SPEECH, hall=scene.hall, received_at=scene.at, asked=kind)
    if reading.evidence:
        return identify(restate(interview, *reading.evidence), scene)
    if reading.unknown:
        return identify(without(interview, kind), scene)
    return hear_nothing(interview, Answer(), scene, kind)


def hear_nothing(interview: Interview, answer: Answer, scene: Scene, kind: Kind) -> Heard:
    """`#` alone says "I don't know"; silence is asked again."""
    if answer.finished:
        return identify(without(interview, kind), scene)
    if again := ask_again(interview, note("not_heard")):
        return Heard(again)
    return give_up(interview, scene, kind)


def give_up(interview: Interview, scene: Scene, kind: Kind) -> Heard:
    """On without this answer. What was stated stays, even if the directory doesn't know it."""
    return identify(replace(interview, given_up=interview.given_up | {kind}), scene, note("go_on"))


def unknown(interview: Interview, scene: Scene, kind: Kind, digits: str) -> Heard:
    """The directory has no such window or staff number: say so, offer the nearest, ask again."""
    decision = weigh(interview, scene)
    ask = decision.ask if decision else None
    offer = ask.offers[0] if ask and ask.kind is kind is Kind.STAFF_NO and ask.offers else ""
    remark = note(f"unknown_{kind.value}", value=digits)
    if again := ask_again(interview, remark, offer=offer):
        return Heard(again, decision)
    return give_up(interview, scene, kind)


def hear_day(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """1 today, 2 yesterday, or month and day as four digits: the latest such day that isn't in the future."""
    today = scene.hall.local(scene.at).date() if scene.hall else scene.at.date()
    if answer.keys and (day := keyed_day(answer.keys, today)):
        when = When(first=day, last=day)
        stated = restate(interview, Evidence(kind=Kind.WHEN, source=Source.KEYS, when=when, raw=answer.keys))
        return Heard(go(stated, Step.PART), weigh(stated, scene))
    if not answer.keys and answer.finished:
        return identify(without(interview, Kind.WHEN), scene)
    if again := ask_again(interview, note("no_such_day" if answer.keys else "not_heard")):
        return Heard(again)
    return give_up(interview, scene, Kind.WHEN)


def keyed_day(keys: str, today: date) -> date | None:
    """The day that the keys stand for, or None for no day or one in the future."""
    if keys in {"1", "2"}:
        return date.fromordinal(today.toordinal() - int(keys) + 1)
    if len(keys) != 4 or not (keys.isascii() and keys.isdecimal()):
        return None
    for year in range(today.year, today.year - 5, -1):  # five years reach a 29 February
        try:
            day = date(year, int(keys[:2]), int(keys[2:]))
        except ValueError:
            continue
        if day <= today:
            return day
    return None


def hear_part(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Morning or afternoon of the day just stated; unknown leaves the whole day."""
    stated = next(item for item in interview.evidence if item.kind is Kind.WHEN)
    if stated.when and (part := PARTS.get(answer.keys)):
        return identify(restate(interview, replace(stated, when=replace(stated.when, part=part))), scene)
    if answer.finished or answer.keys == "#":
        return identify(interview, scene)
    if again := ask_again(interview, note("not_heard")):
        return Heard(again)
    return identify(interview, scene)


def hear_read_back(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Right goes on; wrong starts window and staff number anew; three times wrong goes on unconfirmed."""
    if answer.keys == YES:
        return Heard(to_statement(replace(interview, confirmed=True), scene), weigh(interview, scene))
    if answer.keys == NO:
        return hear_wrong(interview, scene)
    if again := ask_again(interview, note("not_heard")):
        return Heard(again)
    return Heard(to_statement(interview, scene, note("go_on")), weigh(interview, scene))


def hear_wrong(interview: Interview, scene: Scene) -> Heard:
    rejections = interview.rejections + 1
    emptied = replace(interview, evidence=(), given_up=frozenset(), rejections=rejections, confirmed=False)
    if rejections >= 3:
        return Heard(to_statement(emptied, scene, note("go_on")), weigh(emptied, scene))
    return identify(emptied, scene, note("start_again"))


def keyed(kind: Kind, value: str, keys: str = "") -> Evidence:
    return Evidence(kind=kind, source=Source.KEYS, value=value, raw=keys or value)
