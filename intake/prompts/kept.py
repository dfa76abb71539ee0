"""What prompts say in place of what is built in, kept in this process: no turn of a call waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from intake.database import Database
from intake.errors import PromptError
from intake.prompts.model import Place, PromptKind, Version
from intake.prompts.policy import check_text, check_transcript, prompt_keys
from intake.prompts.store import latest, newest
from intake.words import LANGUAGES, words

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds after which a process looks whether anything was changed elsewhere
UNREAD = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Instead:
    """What is said in place of the built-in text. sound: the file name of a recording of the words."""

    words: str
    sound: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PromptSet:
    """All that holds at one time. number: of the latest change. label: names the set for ever, built-in texts
    included, such as `12-3f9a`."""

    number: int = UNREAD
    label: str = ""
    instead: Mapping[Place, Instead] = field(default_factory=dict)

    def find(self, key: str, language: str, hall_id: int | None) -> Instead | None:
        """What the hall says, else what all halls say; None for what is built in."""
        if not self.instead:
            return None
        own = self.instead.get(Place(key=key, language=language, hall_id=hall_id)) if hall_id else None
        return own or self.instead.get(Place(key=key, language=language))


def fingerprint(recorded: Iterable[tuple[str, str]]) -> str:
    """Four digits that differ when the built-in texts do, or what recordings of the folder replace."""
    texts = [words(language)(key) for language in sorted(LANGUAGES) for key in prompt_keys()]
    files = [f"{language}/{key}" for language, key in sorted(recorded)]
    return sha256("\n".join(texts + files).encode()).hexdigest()[:4]


def fits(version: Version) -> bool:
    """Whether it may be said now: later software may ask for other values than those when it was written."""
    try:
        if version.kind is PromptKind.RECORDING:
            check_transcript(version.place.key, version.words)
        else:
            check_text(version.words, words(version.place.language)(version.place.key))
    except (PromptError, KeyError):
        return False
    return True


def replacing(versions: Iterable[Version]) -> Iterator[tuple[Place, Instead]]:
    """Those of the versions that replace what is built in."""
    for one in versions:
        if one.kind is not PromptKind.BUILT_IN and fits(one):
            yield one.place, Instead(words=one.words, sound=one.sound)


class Prompts:
    """The prompts that this process knows of. `current` never waits; `refresh` looks at most every `EVERY`
    seconds, outside of any transaction of its caller, and takes one small query where nothing was changed."""

    def __init__(self, database: Database, mark: str = "", seconds: Callable[[], float] = monotonic) -> None:
        self.current = PromptSet(label=f"0-{mark}")
        self._database = database
        self._mark = mark
        self._seconds = seconds
        self._due = 0.0
        self._reading = Lock()

    def refresh(self, *, at_once: bool = False) -> None:
        """Take over what was changed, by whichever process. A store that is away leaves all as it was."""
        # Only one looks; the others go on with what is known, unless nobody has looked yet.
        wait = at_once or not self._due
        if not wait and self._seconds() < self._due:
            return
        if not self._reading.acquire(blocking=wait):
            return
        try:
            if at_once or self._seconds() >= self._due:
                self._due = self._seconds() + EVERY
                self._look()
        except DBAPIError as error:
            log.warning("prompts not read: %s", type(error.orig).__name__)
        finally:
            self._reading.release()

    def _look(self) -> None:
        with self._database.read() as connection:
            if newest(connection) != self.current.number:
                self.current = self._read(connection)

    def _read(self, connection: Connection) -> PromptSet:
        versions = latest(connection)
        number = max((one.id for one in versions), default=0)
        instead = dict(replacing(versions))
        return PromptSet(number=number, label=f"{number}-{self._mark}", instead=instead)
