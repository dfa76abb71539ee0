"""Which texts may stand for a prompt: what they have to name, how long they may be, what they should keep."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from intake.errors import PromptError
from intake.words import CHINESE, ENGLISH, words

ROOMS = ("voice", "note", "status")  # of the catalogues: what is said on the telephone
WRITTEN = frozenset({"note.not_understood", "note.which_hall"})  # said in text messages only
LONGEST_TEXT = 600
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
KEY = re.compile(r"\d")
# Characters a second of a clear, unhurried voice; Chinese by the character, English with its blanks.
PACE = {CHINESE: 4.0, ENGLISH: 14.0}
SHORTEST_PAUSE = 0.3
PAUSES = re.compile(r"[，。：；！？、,.:;!?]")
# What callers must be told: that they are recorded, that they needn't be, and nothing of a case before
# whoever answers a call of ours has said who they are.
PRIVACY = frozenset(
    {
        "note.greeting",
        "note.welcome_back",
        "voice.statement",
        "voice.voice_mail",
        "voice.called_from",
        "voice.called_hotline",
        "voice.called",
        "note.third_party",
        "note.wrong_number",
    }
)


@cache
def prompt_keys() -> tuple[str, ...]:
    """Every prompt of a call, as the catalogues name them, in their order."""
    texts = words(CHINESE).texts
    return tuple(key for key in texts if key.partition(".")[0] in ROOMS and key not in WRITTEN)


def placeholders(text: str) -> frozenset[str]:
    """The names of the values that a text asks for."""
    return frozenset(PLACEHOLDER.findall(text))


def may_be_recorded(key: str) -> bool:
    """Whether a recording may stand for the prompt: not where values are spoken in it."""
    return not placeholders(words(CHINESE)(key))


def check_text(text: str, built_in: str) -> None:
    """Raises PromptError for a text that can't be said in place of the one that is built in."""
    if not text:
        raise PromptError("prompts.error.empty")
    if len(text) > LONGEST_TEXT:
        raise PromptError("prompts.error.long", count=len(text), most=LONGEST_TEXT)
    wanted, given = placeholders(built_in), placeholders(text)
    if wanted - given:
        raise PromptError("prompts.error.lacks", names=named(wanted - given))
    if given - wanted:
        raise PromptError("prompts.error.unknown", names=named(given - wanted))
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        raise PromptError("prompts.error.braces")


def check_transcript(key: str, transcript: str) -> None:
    """Raises PromptError where a recording can't stand for the prompt, or comes without its words."""
    if not may_be_recorded(key):
        raise PromptError("prompts.error.values")
    if not transcript:
        raise PromptError("prompts.error.no_transcript")
    check_text(transcript, "")


def named(names: Iterable[str]) -> str:
    """Placeholders as they are written."""
    return " ".join(f"{{{name}}}" for name in sorted(names))


def keys_lost(text: str, built_in: str) -> str:
    """The digits to press that the built-in text names and this one doesn't."""
    return " ".join(sorted(set(KEY.findall(built_in)) - set(KEY.findall(text))))


def spoken_seconds(text: str, language: str) -> float:
    """Roughly how long a voice takes to say the text."""
    said = PLACEHOLDER.sub("0000", text)
    pauses = PAUSES.findall(said)
    return (len(said) - len(pauses)) / PACE[language] + len(pauses) * SHORTEST_PAUSE
