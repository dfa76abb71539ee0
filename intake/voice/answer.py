"""An interview's next question as a document for the provider."""

from __future__ import annotations

from dataclasses import dataclass

from intake.desk.services import Services
from intake.telephony.twiml import Speech
from intake.voice.script import ENTRY, ONE_KEY, RECORDED, SPOKEN, Prompt, prompts
from intake.words import words
from matching.interview import Interview, Step

RECORD_SILENCE = 5  # seconds of silence that end a recording
DIAL_TIMEOUT = 25  # seconds of ringing before voice mail


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """What a document is made from."""

    interview: Interview
    hall_name: str
    case_no: str
    withheld: bool


def document(services: Services, saying: Saying, step_token: str, line_token: str) -> str:
    """The TwiML of the open question. `step_token` names the address that its answer goes to."""
    interview = saying.interview
    said = prompts(interview, hall_name=saying.hall_name, case_no=saying.case_no, withheld=saying.withheld)
    speeches = [speech(services, interview.language, prompt) for prompt in said]
    mouth = services.mouths[interview.language]
    action = f"{services.settings.public_url}/voice/step/{step_token}"
    if interview.step is Step.DONE:
        return mouth.hang_up(speeches)
    if interview.step is Step.PERSON:
        number = services.settings.operator_number
        return mouth.dial(speeches, number=number, action=action, timeout=DIAL_TIMEOUT)
    if interview.step in RECORDED:
        return mouth.record(
            speeches,
            action=action,
            status_callback=f"{services.settings.public_url}/voice/recording/{line_token}",
            limit=services.settings.statement_limit,
            timeout=RECORD_SILENCE,
        )
    return mouth.gather(
        speeches,
        action=action,
        timeout=services.settings.key_timeout,
        digits=ENTRY.get(interview.step, ONE_KEY),
        finish=interview.step in ENTRY,
        speech=services.recogniser(interview.language) if interview.step in SPOKEN else None,
    )


def speech(services: Services, language: str, prompt: Prompt) -> Speech:
    """A prompt as text, with its recording where one exists; a prompt with values is always spoken."""
    audio = None if prompt.values else services.recorded_prompts.get((language, prompt.key))
    return Speech(words(language)(prompt.key, **prompt.values), audio)
