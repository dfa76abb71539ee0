"""The documents that the telephone service executes, built only with the official library's classes.

No other part of the house writes mark-up. Every document stays within the profile's mark-up; text is cleaned
of whatever XML 1.0 can't carry, which the library would let through; every Gather is followed by a Redirect,
so that silence never ends a call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from intake.config import Settings
from intake.telephony.profile import Capabilities, profile_for
from intake.words import CHINESE, ENGLISH

LONGEST_SPEECH = 2000
LONGEST_MESSAGE = 1600  # the provider's limit of a message body
LONGEST_HINTS = 500
SPEECH_TIMEOUT = "auto"
FINISH = "#"
PLACE = "\u200e"  # stands for an address; nothing that is said contains it, as `clean` takes it out
# Everything outside XML 1.0's Char, and the controls that turn the direction of writing.
UNSPEAKABLE = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str, limit: int = LONGEST_SPEECH) -> str:
    """The text without what can't be said or stored in XML, at most `limit` characters."""
    return UNSPEAKABLE.sub("", text)[:limit]


@dataclass(frozen=True, slots=True)
class Speech:
    """One thing to say; `audio` is the absolute address of its recording, which is played instead."""

    text: str
    audio: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tongue:
    """How a language is spoken: the voice, empty for the service's own, and its language tag."""

    voice: str
    language: str


def tongue(pair: str) -> Tongue:
    """`Polly.Zhiyu/cmn-CN` as voice and language; `/zh-CN` names no voice."""
    voice, _, language = pair.rpartition("/")
    return Tongue(voice=voice, language=language)


@dataclass(frozen=True, slots=True)
class Mouth:
    """Says things in one language on one service. Addresses are absolute; every method gives a document."""

    profile: Capabilities
    tongue: Tongue

    def gather(  # noqa: PLR0913 - one argument for each thing that a caller's key can mean
        self,
        speeches: Iterable[Speech],
        *,
        action: str,
        timeout: int,
        digits: int,
        finish: bool,
        speech: str | None = None,
        hints: str = "",
    ) -> str:
        """Say, and wait for at most `digits` keys, `#` ending them if `finish`; `timeout` in seconds.

        speech: the recogniser's language; it counts only where the service recognises speech. Silence is
        reported to `action` too.
        """
        options = {
            "input": "dtmf",
            "timeout": timeout,
            "num_digits": digits,
            "finish_on_key": FINISH if finish else "",
            **self.recogniser(speech, hints),
        }
        asked = gathering(self, tuple(speeches), tuple(options.items()))
        return asked.replace(PLACE, escape(action, {'"': "&quot;"}))

    def recogniser(self, language: str | None, hints: str) -> dict[str, Any]:
        """The attributes that let speech stand beside keys, where the service offers it."""
        if not language or not self.profile.speech_input:
            return {}
        cleaned = clean(hints, LONGEST_HINTS) or None
        return {
            "input": "dtmf speech",
            "language": language,
            "hints": cleaned,
            "speech_timeout": SPEECH_TIMEOUT,
        }

    def record(
        self, speeches: Iterable[Speech], *, action: str, status_callback: str, limit: int, timeout: int
    ) -> str:
        """Say, then record at most `limit` seconds, ended by `#` or `timeout` seconds of silence.

        Where nothing is recorded some services go on with the document, so it ends with a Redirect.
        """
        response = VoiceResponse()
        self.say(response, speeches)
        events = (
            {"recording_status_callback_event": "completed absent"} if self.profile.reports_absent else {}
        )
        response.record(
            action=action,
            method="POST",
            max_length=limit,
            timeout=timeout,
            play_beep=True,
            finish_on_key=FINISH,
            recording_status_callback=status_callback,
            recording_status_callback_method="POST",
            **events,
        )
        response.redirect(action, method="POST")
        return document(response)

    def dial(self, speeches: Iterable[Speech], *, number: str, action: str, timeout: int) -> str:
        """Say, then connect to a number in E.164, ringing for `timeout` seconds. Raises ValueError where that
        is not in the profile.
        """
        if not self.profile.dial:
            raise ValueError(self.profile.name)
        response = VoiceResponse()
        self.say(response, speeches)
        response.dial(number, action=action, method="POST", timeout=timeout)
        return document(response)

    def hang_up(self, speeches: Iterable[Speech]) -> str:
        """Say, and end the call."""
        response = VoiceResponse()
        self.say(response, speeches)
        response.hangup()
        return document(response)

    def redirect(self, address: str) -> str:
        """Go on at another address."""
        response = VoiceResponse()
        response.redirect(address, method="POST")
        return document(response)

    def silence(self) -> str:
        """No answer to a message."""
        return document(MessagingResponse())

    def message(self, text: str) -> str:
        """A text message in answer to one; nothing where the text is empty."""
        response = MessagingResponse()
        if body := clean(text, LONGEST_MESSAGE).strip():
            response.message(body)
        return document(response)

    def say(self, parent: VoiceResponse | Gather, speeches: Iterable[Speech]) -> None:
        """Add what is to be heard: the recording where there is one, else the text."""
        voice = self.tongue.voice if self.profile.say_voice and self.tongue.voice else None
        for speech in speeches:
            if speech.audio:
                parent.play(speech.audio)
            elif text := clean(speech.text).strip():
                parent.say(text, voice=voice, language=self.tongue.language)


@lru_cache(maxsize=512)
def gathering(mouth: Mouth, speeches: tuple[Speech, ...], options: tuple[tuple[str, object], ...]) -> str:
    """A Gather and its Redirect with `PLACE` for an address; kept, since many calls ask the same."""
    response = VoiceResponse()
    gather = response.gather(action=PLACE, method="POST", action_on_empty_result=True, **dict(options))
    mouth.say(gather, speeches)
    response.redirect(PLACE, method="POST")
    return document(response)


def document(response: TwiML) -> str:
    """The answer's body, declaration first and nothing before it: a blank there would drop the call."""
    return str(response.to_xml())


def mouths(settings: Settings) -> Mapping[str, Mouth]:
    """A mouth for each language of the catalogues."""
    profile = profile_for(settings)
    pairs = {CHINESE: settings.voice_zh, ENGLISH: settings.voice_en}
    return {language: Mouth(profile, tongue(pair)) for language, pair in pairs.items()}
