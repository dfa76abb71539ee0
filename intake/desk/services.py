"""What the rooms work with, made once in `create_app` and handed in: no globals, no hidden clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.callbacks.in_force import InForce
from intake.cases.privacy import Sealer
from intake.config import Settings
from intake.database import Database
from intake.desk.given_up import Box
from intake.directory.calendar import Calendar
from intake.directory.halls import Halls
from intake.prompts.kept import Prompts
from intake.telephony.profile import Capabilities
from intake.telephony.twiml import Mouth
from intake.words import CHINESE, ENGLISH


@dataclass(frozen=True, slots=True)
class Services:
    """The collaborators of every edge. `clock` gives the present as an aware UTC moment.

    settings: what the hotline was started with; in_force: with what was set in the console since.
    mouths: by language. recorded_prompts: address of a recorded prompt by language and key.
    boxes: of what was given up, by kind.
    prompts: what was set in place of them in the console.
    """

    settings: Settings
    in_force: InForce
    database: Database
    halls: Halls
    calendar: Calendar
    sealer: Sealer
    capabilities: Capabilities
    mouths: Mapping[str, Mouth]
    recorded_prompts: Mapping[tuple[str, str], str]
    prompts: Prompts
    clock: Callable[[], datetime]
    boxes: tuple[Box, ...]

    def recogniser(self, language: str) -> str:
        """The language tag for speech recognition; empty for keys only."""
        return {CHINESE: self.settings.speech_zh, ENGLISH: self.settings.speech_en}[language]
