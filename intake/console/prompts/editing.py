"""Changing a prompt: another text, a recording, back to an earlier version or to what is built in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.console.access import Viewer
from intake.console.disclosure import Access, note_access
from intake.database import Database
from intake.errors import PromptError
from intake.prompts.model import Place, PromptKind, Version
from intake.prompts.policy import check_text, check_transcript
from intake.prompts.sound import read_sound
from intake.prompts.store import add_version, history, keep_sound
from intake.telephony.twiml import clean
from intake.words import words

CHANGED = "prompt_changed"
ALL = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class Editing:
    """Somebody changes the prompt of a place, in a transaction. seen: the id of the version that they saw, 0
    for none. All raise PromptError: for what can't be said, and where somebody else was faster."""

    database: Database
    connection: Connection
    viewer: Viewer
    now: datetime
    place: Place
    seen: int

    def say(self, typed: str) -> None:
        """Speak another text."""
        built_in, holds = words(self.place.language)(self.place.key), self.in_turn()
        text = tidied(typed)
        check_text(text, built_in)
        is_built_in = self.place.hall_id is None and text == built_in
        known = holds.words if holds else built_in if self.place.hall_id is None else None
        if text == known and (holds is None or holds.kind is not PromptKind.RECORDING):
            raise PromptError("prompts.error.unchanged")
        self.keep(PromptKind.BUILT_IN if is_built_in else PromptKind.TEXT, text)

    def play(self, data: bytes, transcript: str) -> None:
        """Play a recording, in which these words are said."""
        self.in_turn()
        said = tidied(transcript)
        check_transcript(self.place.key, said)
        self.keep(PromptKind.RECORDING, said, keep_sound(self.connection, data, read_sound(data), self.now))

    def go_back(self, version_id: int | None) -> None:
        """Back to a version of before; None: to what is heard where nothing was set."""
        holds = self.in_turn()
        if version_id is None:
            if holds is None:
                raise PromptError("prompts.error.unchanged")
            self.keep(PromptKind.BUILT_IN, words(self.place.language)(self.place.key))
            return
        past = {one.id: one for one in history(self.connection, self.place)}
        if version_id not in past or version_id == self.seen:
            raise PromptError("prompts.error.unchanged")
        again = past[version_id]
        if again.kind is PromptKind.RECORDING:
            if again.sound is None:
                raise PromptError("prompts.error.deleted")
            check_transcript(self.place.key, again.words)
        elif again.kind is PromptKind.TEXT:
            check_text(again.words, words(self.place.language)(self.place.key))
        self.keep(again.kind, again.words, again.sound)

    def in_turn(self) -> Version | None:
        """What was set here and holds, from now on changed by nobody else.

        One at a time for all prompts, so that whoever sees a number has seen all smaller ones.
        """
        self.database.one_at_a_time(self.connection, CHANGED)
        past = history(self.connection, self.place)
        if (past[0].id if past else 0) != self.seen:
            raise PromptError("prompts.error.changed")
        return past[0] if past and past[0].kind is not PromptKind.BUILT_IN else None

    def keep(self, kind: PromptKind, text: str, sound: str | None = None) -> None:
        """Another version, written down with who made it, and without its words."""
        version = Version(
            id=0, place=self.place, kind=kind, words=text, sound=sound, seconds=None, rate=None,
            channels=None, account_id=self.viewer.account_id, at=self.now,
        )  # fmt: skip
        add_version(self.connection, version)
        hall = self.place.hall_id if self.place.hall_id is not None else ALL
        told = f"{self.place.key} {self.place.language} hall={hall} {kind.value}"
        note_access(self.connection, self.viewer, Access(None, CHANGED, told), self.now)


def tidied(typed: str) -> str:
    """In one line, without what can't be said."""
    return clean(" ".join(typed.split()), len(typed))
