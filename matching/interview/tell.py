"""Hearing a text message: everything in it counts, whatever was asked; then the one best question."""

from __future__ import annotations

from dataclasses import replace

from matching.evidence import IDENTIFIERS, Evidence, Kind, Source
from matching.extract import Reading, read
from matching.interview.called import as_incoming
from matching.interview.halls import hear_hall_in_words
from matching.interview.state import Answer, Heard, Interview, Purpose, Scene, Step
from matching.interview.steps import TRIES, doubt, kinds, note, restate, weigh
from matching.pinning import Decision, Outcome, decide

MOST_QUESTIONS = 6  # in all; a person with neither number would else be asked a dozen times
YES = frozenset({"是", "是的", "对", "对的", "嗯", "没错", "yes", "y"})
ASKED_IN_TEXT = (Kind.WINDOW, Kind.STAFF_NO, Kind.NAME, Kind.WHEN)


def hear_words(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """The interview after a message. A message that pins alone, against the open case, is another case."""
    interview = as_incoming(interview)
    if scene.hall is None:
        return hear_hall_in_words(interview, answer, scene)
    reading = read(
        answer.words,
        source=Source.SMS,
        hall=scene.hall,
        received_at=scene.at,
        asked=interview.asked,
    )
    stated = accept_offer(interview, answer) or merge(interview, reading)
    stated = replace(stated, purpose=purpose_of(interview, reading))
    if stated.purpose is Purpose.OTHER:
        return Heard(replace(stated, step=Step.DONE, asked=None, note=None))
    decision = weigh(stated, scene)
    if is_other_case(interview, reading, decision, scene):
        return Heard(interview, other_case=True)
    return ask_next(stated, reading, decision)


def amends(interview: Interview, answer: Answer, scene: Scene) -> bool:
    """Whether a message that comes after the case was complete corrects it, or says what it lacked.

    A message that takes back what this case states, or only corrects, belongs to it; one that takes back
    something else, or would pin alone, is a matter of its own.
    """
    if scene.hall is None or not interview.evidence:
        return False
    reading = read(answer.words, source=Source.SMS, hall=scene.hall, received_at=scene.at)
    if reading.retracted:
        return any(known(item, interview.evidence) for item in reading.retracted)
    identifiers = [item for item in reading.evidence if item.kind in IDENTIFIERS]
    if reading.correction or not identifiers:
        return bool(identifiers)
    stated = kinds(interview.evidence)
    if any(item.kind in stated and not known(item, interview.evidence) for item in identifiers):
        return False
    pins = [decide(some, scene.hall, scene.at).outcome for some in (interview.evidence, reading.evidence)]
    return Outcome.PIN not in pins


def purpose_of(interview: Interview, reading: Reading) -> Purpose:
    """What the message is. Once a complaint, always a complaint: later small talk doesn't take it back."""
    if interview.purpose in {Purpose.COMPLAINT, Purpose.PRAISE, Purpose.RATING}:
        return interview.purpose
    return Purpose(reading.kind)


def accept_offer(interview: Interview, answer: Answer) -> Interview | None:
    """A plain yes to the near miss that was offered; anything else is read like any message."""
    said = answer.words.strip().rstrip("。.!！").lower()
    if not interview.offer or interview.asked is None or said not in YES:
        return None
    kind = Kind.STAFF_NO if interview.asked is Kind.NAME else interview.asked
    return restate(interview, Evidence(kind=kind, source=Source.SMS, value=interview.offer, raw=answer.words))


def merge(interview: Interview, reading: Reading) -> Interview:
    """What was stated before and now. A correction or the answer asked for replaces; the rest adds up."""
    replacing = kinds(reading.evidence) if reading.correction else {interview.asked}
    answers = tuple(item for item in reading.evidence if item.kind in replacing)
    merged = restate(interview, *answers) if answers else interview
    merged = replace(merged, evidence=tuple(i for i in merged.evidence if not known(i, reading.retracted)))
    added = tuple(
        item for item in reading.evidence if item not in answers and not known(item, merged.evidence)
    )
    merged = replace(
        merged, evidence=merged.evidence + added, given_up=merged.given_up - kinds(reading.evidence)
    )
    if reading.unknown and interview.asked and interview.asked not in kinds(reading.evidence):
        merged = replace(merged, given_up=merged.given_up | {interview.asked})
    return merged


def known(item: Evidence, evidence: tuple[Evidence, ...]) -> bool:
    return any(
        (item.kind, item.value, item.when) == (other.kind, other.value, other.when) for other in evidence
    )


def is_other_case(interview: Interview, reading: Reading, decision: Decision | None, scene: Scene) -> bool:
    """Whether the message is about somebody else than the open case, so that mixing them would harm both.

    It is when it contradicts the case and would pin on its own, or names two identifiers that all differ.
    """
    if not interview.evidence or reading.correction or scene.hall is None:
        return False
    if decision and decision.outcome is Outcome.PIN:
        return False
    before = {(item.kind, item.value) for item in interview.evidence}
    now = {(item.kind, item.value) for item in reading.evidence if item.kind in IDENTIFIERS}
    contradicted = {kind for kind, _ in now - before} & {kind for kind, _ in before}
    if not contradicted:
        return False
    stranger = len({kind for kind, _ in now}) > 1 and not now & before
    return stranger or decide(reading.evidence, scene.hall, scene.at).outcome is Outcome.PIN


def ask_next(interview: Interview, reading: Reading, decision: Decision | None) -> Heard:
    """Done when pinned or when every question was tried; else the question that splits what is left best."""
    if decision is None or decision.outcome is Outcome.PIN:
        return Heard(replace(interview, step=Step.DONE, asked=None, confirmed=True, note=None), decision)
    was_asked = interview.asked is not None and not reading.unknown
    kind = best_question(interview, decision)
    if kind is None:
        return Heard(replace(interview, step=Step.DONE, asked=None, note=None), decision)
    offers = decision.ask.offers if decision.ask and decision.ask.kind is kind else ()
    asked = replace(
        interview,
        step=Step.TELL,
        asked=kind,
        asked_times=(*interview.asked_times, kind),
        offer=offers[0] if offers else "",
        note=doubt(decision) if reading.evidence or not was_asked else note("not_understood"),
    )
    return Heard(asked, decision)


def best_question(interview: Interview, decision: Decision) -> Kind | None:
    """The rule's own question first, then the others; none that was given up or asked three times."""
    if len(interview.asked_times) >= MOST_QUESTIONS:
        return None
    order = (decision.ask.kind, *ASKED_IN_TEXT) if decision.ask else ASKED_IN_TEXT
    stated = kinds(interview.evidence)
    for kind in order:
        usable = kind not in interview.given_up and interview.asked_times.count(kind) < TRIES
        if usable and (kind not in stated or (decision.ask and kind is decision.ask.kind)):
            return kind
    return None
