"""A call of ours: is it the right person, when does it suit, what came of the case and how was it handled.

Until key 1 the case's purpose stands in `about` alone, so that nothing of the case changes, and nothing that
is said depends on the case: whoever answers, a stranger or a machine, hears the same.
"""

from __future__ import annotations

from dataclasses import replace

from matching.evidence import Kind
from matching.interview.identify import unknown
from matching.interview.menus import DAY_PARTS, OTHER_LANGUAGE, POOR_RATING, unheard
from matching.interview.state import Answer, Heard, Interview, Purpose, Reached, Scene, Step
from matching.interview.steps import ask_again, go, identify, note, weigh

HANDLED = "handled"
FINDINGS = frozenset({"substantiated", "partly", "unsubstantiated", "undetermined", HANDLED})
NOT_THEM = {"2": Reached.THIRD_PARTY, "4": Reached.WRONG_NUMBER, "5": Reached.REFUSED}
# As good as not stated. One of them is asked for anew, the other stands in the read-back.
ASKED_ANEW = {
    "window_unknown": (Kind.WINDOW, Step.WINDOW),
    "staff_no_unknown": (Kind.STAFF_NO, Step.STAFF_NO),
}


def call_back(language: str, unfinished: Interview, told: bool) -> Interview:
    """The first question of a callback, about a case as the latest conversation left it.

    told: what happened is on file. Evidence, hall, wish, preferred time and rating stay as they are.
    """
    purpose = as_incoming(unfinished).purpose
    about = Purpose.COMPLAINT if purpose is Purpose.NONE else purpose
    return go(
        replace(unfinished, asked=None, asked_times=()),
        Step.CALLED,
        language=language,
        purpose=Purpose.NONE,
        called=True,
        reached=Reached.NOBODY,
        about=about,
        told=told,
        finding="",
        handling_rating=None,
    )


def follow_up(language: str, finding: str) -> Interview:
    """The first question of a follow-up. A finding that isn't one of `FINDINGS` is told as `handled`.

    Its purpose stays none to the end: a decided case doesn't change by it. The rating is `handling_rating`.
    """
    told = finding if finding in FINDINGS else HANDLED
    return Interview(step=Step.CALLED, language=language, called=True, told=True, finding=told)


def as_incoming(interview: Interview) -> Interview:
    """The same interview where the person gets in touch: no call of ours any more, the purpose as it was."""
    if not interview.called:
        return interview
    purpose = interview.about if interview.purpose is Purpose.NONE else interview.purpose
    return replace(
        interview,
        purpose=purpose,
        called=False,
        reached=Reached.NOBODY,
        about=Purpose.NONE,
        finding="",
        handling_rating=None,
    )


def asking_for_a_person(interview: Interview) -> Interview:
    """Who presses 0 before saying who they are is somebody who wants a person; after it, still themselves."""
    unsaid = interview.called and interview.reached is not Reached.CONFIRMED
    return replace(interview, reached=Reached.PERSON) if unsaid else interview


def hear_called(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """1 it is me, 2 not here, 3 another time, 4 wrong number, 5 no more calls, 9 the other language.

    Silence three times may be a machine: the call ends and says nothing more.
    """
    if answer.keys == "1":
        return go_on(replace(interview, reached=Reached.CONFIRMED), scene)
    if reached := NOT_THEM.get(answer.keys):
        return Heard(go(interview, Step.DONE, note(reached.value), reached=reached))
    if answer.keys == "3":
        return Heard(go(interview, Step.CALL_LATER, reached=Reached.LATER))
    if answer.keys == "9":
        return Heard(replace(interview, language=OTHER_LANGUAGE[interview.language], note=None))
    if again := ask_again(interview, note("no_such_key" if answer.keys else "called_again")):
        return Heard(again)
    return Heard(go(interview, Step.DONE, note("nobody")))


def go_on(confirmed: Interview, scene: Scene) -> Heard:
    """It is they: the outcome, or whatever is still missing. A message on the voice mail meets the menu."""
    if confirmed.finding:
        return Heard(go(confirmed, Step.FOLLOW_UP))
    known = replace(
        confirmed,
        purpose=confirmed.about,
        given_up=frozenset(),
        rejections=0,
        hall_asked=0,
        confirmed=False,
    )
    if known.purpose is Purpose.MESSAGE:
        return Heard(go(known, Step.MENU, note("called_menu")))
    return ask_missing(known, scene)


def ask_missing(known: Interview, scene: Scene) -> Heard:
    """What the directory doesn't know is asked for anew, then what is missing; else all is read back."""
    decision = weigh(known, scene)
    for why in decision.reasons if decision else ():
        if why.code in ASKED_ANEW:
            kind, step = ASKED_ANEW[why.code]
            return unknown(go(known, step), scene, kind, dict(why.values).get("value", ""))
    heard = identify(known, scene)
    if heard.interview.note:
        return heard
    return Heard(replace(heard.interview, note=note("called_thanks")), heard.decision)


def hear_call_later(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """1 morning, 2 afternoon, 3 evening; without an answer we call another time all the same."""
    if answer.keys in DAY_PARTS:
        return Heard(go(interview, Step.DONE, note("call_later"), preferred=DAY_PARTS[answer.keys]))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(go(interview, Step.DONE, note("call_later")))


def hear_follow_up(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Five levels, 5 very satisfied to 1 very dissatisfied (GB/T 39734). Silence is no rating."""
    if answer.keys in {"1", "2", "3", "4", "5"}:
        rating = int(answer.keys)
        thanks = note("rated_poor" if rating <= POOR_RATING else "rated")
        return Heard(go(interview, Step.DONE, thanks, handling_rating=rating))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(go(interview, Step.DONE, note("not_rated")))
