"""Calls of ours in tests: a case, the call about it, keys pressed, and what is said."""

from __future__ import annotations

from matching.evidence import Evidence, Kind, Source
from matching.interview import Answer, Heard, Interview, Purpose, Scene, Step, call_back, hear
from tests.unit.matching.cast import AT, HALL

SILENCE, DONT_KNOW, RECORDED = Answer(), Answer(finished=True), Answer(recorded=True)
SPECIAL = {"": SILENCE, "#": DONT_KNOW, "rec": RECORDED, "connected": Answer(connected=True)}
SCENE = Scene(hall=HALL, at=AT)
STAFFED = Scene(hall=HALL, at=AT, person_reachable=True)
NOWHERE = Scene(hall=None, at=AT, halls={"T": "天河", "Y": "云岭"})
# Where everybody of the cast sits: 1042 at window 2, 1003 at window 5.
WINDOW = Evidence(kind=Kind.WINDOW, source=Source.KEYS, value="2", raw="2")
STAFF_NO = Evidence(kind=Kind.STAFF_NO, source=Source.KEYS, value="1042", raw="1042")


def a_case(*evidence: Evidence, **changes: object) -> Interview:
    """A complaint whose line dropped at the question for the staff number."""
    fields: dict[str, object] = {
        "step": Step.STAFF_NO,
        "language": "zh",
        "purpose": Purpose.COMPLAINT,
        "evidence": evidence,
    }
    return Interview(**(fields | changes))  # type: ignore[arg-type]


def a_callback(*evidence: Evidence, told: bool = True, **changes: object) -> Interview:
    return call_back("zh", a_case(*evidence, **changes), told)


def heard(interview: Interview, *keys: str, scene: Scene = SCENE) -> Heard:
    """After these answers: keys, `""` for silence, `#` for it alone, `rec` for a recording."""
    after = Heard(interview)
    for pressed in keys:
        after = hear(after.interview, SPECIAL.get(pressed, Answer(keys=pressed)), scene)
    return after


def pressed(interview: Interview, *keys: str, scene: Scene = SCENE) -> Interview:
    return heard(interview, *keys, scene=scene).interview


def remark(interview: Interview) -> str:
    return interview.note.code if interview.note else ""
