"""Hearing the menus: purpose, rating, case number, statement, call back, person, voice mail."""

from __future__ import annotations

from dataclasses import replace

from matching.interview.state import Answer, Heard, Interview, Note, Purpose, Scene, Step, Wish
from matching.interview.steps import ask_again, go, identify, note, past_statement, to_person, to_voice_mail

OTHER_LANGUAGE = {"zh": "en", "en": "zh"}
DAY_PARTS = {"1": "morning", "2": "afternoon", "3": "evening"}
POOR_RATING = 2  # 1 and 2 are bad ratings and go on as a complaint (the design's call script)


def hear_menu(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """1 complain, 2 rate, 3 my case, 9 the other language. Silence three times leads to a recording."""
    match answer.keys:
        case "1":
            return identify(replace(interview, purpose=Purpose.COMPLAINT), scene)
        case "2":
            return Heard(go(interview, Step.RATING))
        case "3":
            return Heard(go(interview, Step.CASE_NO))
        case "9":
            return Heard(go(interview, Step.MENU, language=OTHER_LANGUAGE[interview.language]))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(to_voice_mail(interview, note("go_on")))


def hear_returning(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """1 completes the unfinished case, 2 leaves it as it is and starts anew."""
    if answer.keys == "1":
        known = replace(about_the_unfinished(interview), given_up=frozenset(), confirmed=False)
        return identify(known, scene)
    fresh = Interview(step=Step.MENU, language=interview.language)
    if answer.keys == "2":
        return Heard(fresh)
    if answer.keys == "9":
        return Heard(replace(interview, language=OTHER_LANGUAGE[interview.language]))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(fresh)


def about_the_unfinished(interview: Interview) -> Interview:
    """At the offer to complete a case, the interview about that case; any other as it is."""
    return replace(interview, purpose=Purpose.COMPLAINT) if interview.step is Step.RETURNING else interview


def hear_rating(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Five levels, 5 very satisfied to 1 very dissatisfied (GB/T 39734); 1 and 2 go on as a complaint."""
    if answer.keys in {"1", "2", "3", "4", "5"}:
        rating = int(answer.keys)
        if rating > POOR_RATING:
            purpose = interview.purpose if interview.called else Purpose.RATING
            return Heard(go(interview, Step.DONE, purpose=purpose, rating=rating))
        return identify(replace(interview, purpose=Purpose.COMPLAINT, rating=rating), scene, note("sorry"))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(to_voice_mail(interview, note("go_on")))


def hear_case_no(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """A case number; its status is told, three misses lead to a person."""
    if scene.case_status:
        told = note("status", case_no=answer.keys, status=scene.case_status)
        return Heard(go(interview, Step.STATUS, told))
    if again := ask_again(interview, note("no_such_case" if answer.keys else "not_heard")):
        return Heard(again)
    return Heard(to_person(interview, scene))


def hear_recording(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """The complaint or message in the caller's own voice; `#` without a word goes on without one."""
    if interview.called and interview.step is Step.VOICE_MAIL and answer.recorded:
        return Heard(go(interview, Step.DONE, note("message_kept")))
    if answer.recorded or answer.finished or answer.keys:
        return Heard(past_recording(interview, scene))
    if again := ask_again(interview, note("nothing_recorded")):
        return Heard(again)
    return Heard(past_recording(interview, scene, note("go_on")))


def past_recording(interview: Interview, scene: Scene, remark: Note | None = None) -> Interview:
    """After the complaint or a message. A call of ours ends after a message: whose it is may be unknown."""
    if interview.called and interview.step is Step.VOICE_MAIL:
        return go(interview, Step.DONE)
    return past_statement(interview, scene, remark)


def hear_callback(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """1 yes (not for a withheld number), 2 another number, 3 no."""
    match answer.keys:
        case "1" if not scene.withheld:
            return Heard(go(interview, Step.CALLBACK_PART, wish=Wish.YES))
        case "2":
            return Heard(go(interview, Step.CALLBACK_NUMBER))
        case "3":
            return Heard(go(interview, Step.DONE, wish=Wish.NO))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(go(interview, Step.DONE))


def hear_callback_number(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Another number, if it is one that we may call."""
    if scene.number_ok:
        return Heard(go(interview, Step.CALLBACK_PART, wish=Wish.OTHER_NUMBER))
    if again := ask_again(interview, note("number_refused" if answer.keys else "not_heard")):
        return Heard(again)
    return Heard(go(interview, Step.DONE, note("go_on")))


def hear_callback_part(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """The time of day that suits best."""
    if answer.keys in DAY_PARTS:
        return Heard(go(interview, Step.DONE, preferred=DAY_PARTS[answer.keys]))
    if again := ask_again(interview, unheard(answer)):
        return Heard(again)
    return Heard(go(interview, Step.DONE))


def hear_person(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """Back from the attempt to connect: done if a person took the call, else voice mail."""
    if answer.connected:
        return Heard(go(interview, Step.DONE))
    return Heard(to_voice_mail(interview, note("no_person")))


def hear_status(interview: Interview, answer: Answer, scene: Scene) -> Heard:
    """After the status was told there is nothing more to ask."""
    return Heard(go(interview, Step.DONE))


def unheard(answer: Answer) -> Note:
    """Nothing pressed, or a key that this menu doesn't have."""
    return note("no_such_key" if answer.keys else "not_heard")
