"""An interview's next question as a document for the provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from intake.cases import conversations
from intake.cases.conversations import Case, Line
from intake.cases.turns import Answered, Turn, record_turn
from intake.desk.services import Services
from intake.telephony.twiml import Speech
from intake.voice.recorded import sound_address
from intake.voice.script import ENTRY, ONE_KEY, RECORDED, SPOKEN, Facts, Prompt, prompts
from intake.words import words
from matching.hall import Hall
from matching.interview import Interview, Step

RECORD_SILENCE = 5  # seconds of silence that end a recording
DIAL_TIMEOUT = 25  # seconds of ringing before voice mail


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """What a document is made from: the open question and what it is about."""

    interview: Interview
    hall: Hall | None
    case: Case | None
    halls: Mapping[str, str] = field(default_factory=dict)


def answer(services: Services, connection: Connection, line: Line, turn: Turn, saying: Saying) -> str:
    """The document of the next question, stored with the turn that led to it."""
    next_token = conversations.new_token()
    text = document(services, line, saying, next_token)
    answered = Answered(interview=saying.interview, case=saying.case, next_token=next_token, document=text)
    record_turn(connection, line, turn, answered)
    return text


def document(services: Services, line: Line, saying: Saying, step_token: str) -> str:
    """The TwiML of the open question. `step_token` names the address that its answer goes to."""
    interview, settings = saying.interview, services.settings
    facts = Facts(
        hall_name=saying.hall.name if saying.hall else "",
        case_no=saying.case.case_no if saying.case else "",
        withheld=line.caller_index is None,
        halls=saying.halls,
        lettered=saying.hall is not None and saying.hall.letters_in_staff_no,
    )
    said = prompts(interview, facts)
    speeches = [speech(services, interview.language, prompt, line.hall_id) for prompt in said]
    mouth = services.mouths[interview.language]
    action = f"{settings.public_url}/voice/step/{step_token}"
    if interview.step is Step.DONE:
        return mouth.hang_up(speeches)
    if interview.step is Step.PERSON:
        return mouth.dial(speeches, number=settings.operator_number, action=action, timeout=DIAL_TIMEOUT)
    if interview.step in RECORDED:
        return mouth.record(
            speeches,
            action=action,
            status_callback=f"{settings.public_url}/voice/recording/{line.token}",
            limit=settings.statement_limit,
            timeout=RECORD_SILENCE,
        )
    return mouth.gather(
        speeches,
        action=action,
        timeout=settings.key_timeout,
        digits=ENTRY.get(interview.step, ONE_KEY),
        finish=interview.step in ENTRY,
        speech=services.recogniser(interview.language) if interview.step in SPOKEN else None,
    )


def speech(services: Services, language: str, prompt: Prompt, hall_id: int | None = None) -> Speech:
    """A prompt as text, with its recording where one exists; a prompt with values is always spoken.

    What was set in the console comes first, then the recordings of the folder, then what is built in.
    """
    instead = services.prompts.current.find(prompt.key, language, hall_id)
    if instead and instead.sound:
        return Speech(instead.words, sound_address(services.settings, instead.sound))
    if instead:
        return Speech(instead.words.format(**prompt.values))
    audio = None if prompt.values else services.recorded_prompts.get((language, prompt.key))
    return Speech(words(language)(prompt.key, **prompt.values), audio)
