"""The interview's table: which function hears which step, and how an interview begins and goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matching.interview import identify as about
from matching.interview import menus
from matching.interview.called import (
    as_incoming,
    asking_for_a_person,
    hear_call_later,
    hear_called,
    hear_follow_up,
)
from matching.interview.halls import hear_hall
from matching.interview.state import Answer, Heard, Interview, Purpose, Reached, Scene, Step
from matching.interview.steps import go, note, to_person
from matching.interview.tell import hear_words

REPEAT, PERSON = "*", "0"
NO_PERSON_FROM = {Step.STATEMENT, Step.VOICE_MAIL, Step.PERSON, Step.DONE, Step.TELL}

HEARING: dict[Step, Callable[[Interview, Answer, Scene], Heard]] = {
    Step.MENU: menus.hear_menu,
    Step.RETURNING: menus.hear_returning,
    Step.RATING: menus.hear_rating,
    Step.CASE_NO: menus.hear_case_no,
    Step.STATUS: menus.hear_status,
    Step.HALL: hear_hall,
    Step.WINDOW: about.hear_window,
    Step.WINDOW_CHOICE: about.hear_window_choice,
    Step.STAFF_NO: about.hear_staff_no,
    Step.STAFF_NO_CHOICE: about.hear_staff_no_choice,
    Step.DAY: about.hear_day,
    Step.PART: about.hear_part,
    Step.READ_BACK: about.hear_read_back,
    Step.STATEMENT: menus.hear_recording,
    Step.VOICE_MAIL: menus.hear_recording,
    Step.CALLBACK: menus.hear_callback,
    Step.CALLBACK_NUMBER: menus.hear_callback_number,
    Step.CALLBACK_PART: menus.hear_callback_part,
    Step.PERSON: menus.hear_person,
    Step.TELL: hear_words,
    Step.CALLED: hear_called,
    Step.CALL_LATER: hear_call_later,
    Step.FOLLOW_UP: hear_follow_up,
}


def begin(language: str, unfinished: Interview | None = None) -> Interview:
    """A call's first question. With an unfinished case it is whether to complete that one first."""
    if unfinished is None:
        return Interview(step=Step.MENU, language=language)
    return go(as_incoming(unfinished), Step.RETURNING, language=language, purpose=Purpose.NONE)


def resume(interview: Interview) -> Interview:
    """The same question again after the line dropped; a call that was being connected goes to voice mail.

    Whoever rings back after a call of ours begins anew, unless they had confirmed that it was for them.
    """
    incoming = as_incoming(interview)
    if interview.called and (interview.reached is not Reached.CONFIRMED or interview.finding):
        unfinished = incoming if incoming.purpose is Purpose.COMPLAINT else None
        return replace(begin(interview.language, unfinished), note=note("greeting"))
    if interview.step is Step.PERSON:
        return go(incoming, Step.VOICE_MAIL, note("welcome_back"))
    return replace(incoming, tries=0, note=note("welcome_back"))


def hear(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """The interview after an answer. `*` repeats, `0` reaches a person; a finished one stays as it is."""
    if interview.step is Step.DONE:
        return Heard(interview)
    if answer.keys == REPEAT:
        return Heard(replace(interview, note=interview.note if interview.step is Step.STATUS else None))
    if answer.keys == PERSON and interview.step not in NO_PERSON_FROM:
        return Heard(to_person(menus.about_the_unfinished(asking_for_a_person(interview)), scene))
    return HEARING[interview.step](interview, answer, scene)
