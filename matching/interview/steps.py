"""Moves that every question shares: go on, ask again, give up, find the next question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from matching.evidence import IDENTIFIERS, Evidence, Kind
from matching.interview.state import Heard, Interview, Note, Purpose, Scene, Step
from matching.pinning import Decision, Outcome, decide

# What is said of the rule's reasons. Nobody is told of a person that they have left.
DOUBTS = {
    "window_unknown": "unknown_window",
    "staff_no_unknown": "unknown_staff_no",
    "name_unknown": "unknown_name",
    "nobody_there": "nobody_there",
    "not_in_service": "not_then",
    "name_not_in_service": "not_then",
    "contradiction": "contradicts",
}
UNFITTING = frozenset({"nobody_there", "not_then", "contradicts"})
HALLS_IN_MENU = 9  # more than a key pad can offer are left to an operator
TRIES = 3  # the design: every step has three tries, then moves on


def note(code: str, **values: str) -> Note:
    return Note(code=code, values=tuple(sorted(values.items())))


def go(interview: Interview, step: Step, remark: Note | None = None, **changes: Any) -> Interview:
    """The interview at another question, with a fresh count of tries."""
    return replace(interview, step=step, tries=0, choices=(), offer="", note=remark, **changes)


def ask_again(interview: Interview, remark: Note, **changes: Any) -> Interview | None:
    """The same question once more with a remark, or None when the tries are used up."""
    if interview.tries + 1 >= TRIES:
        return None
    return replace(interview, tries=interview.tries + 1, note=remark, **changes)


def kinds(evidence: Iterable[Evidence]) -> set[Kind]:
    return {item.kind for item in evidence}


def restate(interview: Interview, *stated: Evidence) -> Interview:
    """The interview with these statements in place of earlier ones of the same kind."""
    replaced = kinds(stated)
    kept = tuple(item for item in interview.evidence if item.kind not in replaced)
    return replace(interview, evidence=kept + stated, given_up=interview.given_up - replaced)


def without(interview: Interview, kind: Kind) -> Interview:
    """The interview with this kind given up: neither stated nor to be asked again."""
    kept = tuple(item for item in interview.evidence if item.kind is not kind)
    return replace(interview, evidence=kept, given_up=interview.given_up | {kind})


def weigh(interview: Interview, scene: Scene) -> Decision | None:
    """What the evidence gives now; None while no hall is known to look it up in."""
    return decide(interview.evidence, scene.hall, scene.at) if scene.hall else None


def doubt(decision: Decision | None) -> Note | None:
    """What to say about what was stated: unknown to the directory, or not fitting together."""
    for why in decision.reasons if decision else ():
        if code := DOUBTS.get(why.code):
            return Note(code=code, values=why.values)
    return None


def identify(interview: Interview, scene: Scene, remark: Note | None = None) -> Heard:
    """On to whatever still has to be said about window and person; then the read-back or the statement."""
    decision = weigh(interview, scene)
    step = missing(interview, scene, decision)
    if remark is None and step in {Step.DAY, Step.READ_BACK}:
        found = doubt(decision)
        remark = found if found and found.code in UNFITTING else None
    if step is Step.STATEMENT:
        return Heard(to_statement(interview, scene, remark), decision)
    choices = tuple(scene.halls) if step is Step.HALL else ()
    return Heard(replace(go(interview, step, remark), choices=choices), decision)


def missing(interview: Interview, scene: Scene, decision: Decision | None) -> Step:
    """The next question about window and person: window, staff number, then the day if a day can help.

    Before them the hall, where the number dialled doesn't say it and a menu can offer all there are.
    """
    stated = kinds(interview.evidence)
    answered = stated | interview.given_up
    if decision and decision.outcome is Outcome.PIN:
        return Step.READ_BACK
    if scene.hall is None and not interview.hall_asked and 1 < len(scene.halls) <= HALLS_IN_MENU:
        return Step.HALL
    if Kind.WINDOW not in answered:
        return Step.WINDOW
    if Kind.STAFF_NO not in answered:
        return Step.STAFF_NO
    if Kind.WHEN not in answered and knows_window(interview, scene):
        return Step.DAY
    return Step.READ_BACK if stated & IDENTIFIERS else Step.STATEMENT


def knows_window(interview: Interview, scene: Scene) -> bool:
    """Whether a window was stated that the hall has: only then can a day narrow who was there."""
    labels = {item.value for item in interview.evidence if item.kind is Kind.WINDOW}
    return bool(scene.hall and labels & scene.hall.window_by_label.keys())


def to_statement(interview: Interview, scene: Scene, remark: Note | None = None) -> Interview:
    """To the complaint itself, or past it where it is on file already."""
    if interview.told:
        return past_statement(interview, scene, remark)
    return go(interview, Step.STATEMENT, remark)


def past_statement(interview: Interview, scene: Scene, remark: Note | None = None) -> Interview:
    """To the question whether we may call back. A call of ours ends instead, and says if all is there now."""
    if not interview.called:
        return go(interview, Step.CALLBACK, remark)
    decision = weigh(interview, scene)
    complete = interview.confirmed and decision is not None and decision.outcome is Outcome.PIN
    return go(interview, Step.DONE, note("completed" if complete else "noted"))


def to_person(interview: Interview, scene: Scene) -> Interview:
    """To a human where one answers now, else to voice mail, which is a case of its own kind."""
    if scene.person_reachable:
        return go(interview, Step.PERSON)
    return to_voice_mail(interview, note("no_person"))


def to_voice_mail(interview: Interview, remark: Note | None = None) -> Interview:
    """To a message: a case of its own, unless the call is ours and so about a case that there is."""
    unknown = interview.purpose is Purpose.NONE and not interview.called
    purpose = Purpose.MESSAGE if unknown else interview.purpose
    return go(interview, Step.VOICE_MAIL, remark, purpose=purpose)
