"""What every prompt says now, side by side in the languages, and which of them somebody looks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.console.prompts.steps import step_of, steps
from intake.prompts.kept import fits
from intake.prompts.model import Place, PromptKind, Version
from intake.prompts.policy import PRIVACY, may_be_recorded, spoken_seconds
from intake.words import LANGUAGES, Words, words


class Source(StrEnum):
    """Where what is heard comes from; OUTDATED: a change that newer software can't say any more."""

    BUILT_IN = "built_in"
    FOLDER = "folder"
    TEXT = "text"
    RECORDING = "recording"
    ALL_HALLS = "all_halls"
    OUTDATED = "outdated"


class Which(StrEnum):
    """Which prompts are listed."""

    ALL = ""
    CHANGED = "changed"
    RECORDING = "recording"
    RECORDABLE = "recordable"
    PRIVACY = "privacy"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a prompt says in one language. seconds: of the recording, else a guess. sound: a file name.

    is_changed: in the very place that is looked at.
    """

    place: Place
    words: str
    sound: str | None
    source: Source
    seconds: float
    version: Version | None

    @property
    def is_changed(self) -> bool:
        return self.source in {Source.TEXT, Source.RECORDING, Source.OUTDATED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A prompt in all languages. at: the key of the words that say when it is heard."""

    key: str
    step: str
    told: tuple[Told, ...]

    @property
    def is_recordable(self) -> bool:
        return may_be_recorded(self.key)

    @property
    def is_private(self) -> bool:
        return self.key in PRIVACY

    @property
    def is_changed(self) -> bool:
        return any(one.is_changed for one in self.told)


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What holds, and what is looked for. recorded: the prompts that recordings of the folder replace."""

    versions: Mapping[Place, Version]
    recorded: Mapping[tuple[str, str], str]
    hall_id: int | None = None
    text: str = ""
    which: Which = Which.ALL


def told(looked: Looked, key: str, language: str) -> Told:
    """What the prompt says in calls of the hall that is looked at."""
    place = Place(key=key, language=language, hall_id=looked.hall_id)
    own = holding(looked.versions.get(place))
    for_all = None
    if looked.hall_id is not None:
        for_all = holding(looked.versions.get(Place(key=key, language=language)))
    version = own if own and fits(own) else for_all if for_all and fits(for_all) else None
    text = version.words if version else words(language)(key)
    return Told(
        place=place,
        words=text,
        sound=version.sound if version else None,
        source=source_of(own, version, is_file=(language, key) in looked.recorded),
        seconds=version.seconds if version and version.seconds else spoken_seconds(text, language),
        version=looked.versions.get(place),
    )


def holding(version: Version | None) -> Version | None:
    """A version that replaces something."""
    return version if version and version.kind is not PromptKind.BUILT_IN else None


def source_of(own: Version | None, version: Version | None, *, is_file: bool) -> Source:
    """own: what was set in this place. version: what is heard."""
    if own and not fits(own):
        return Source.OUTDATED
    if version is None:
        return Source.FOLDER if is_file else Source.BUILT_IN
    return Source(version.kind.value) if version is own else Source.ALL_HALLS


def listed(looked: Looked, key: str) -> Listed:
    """The prompt in all languages."""
    said = tuple(told(looked, key, language) for language in LANGUAGES)
    return Listed(key=key, step=step_of()[key], told=said)


def found(looked: Looked, telling: Words) -> Iterator[tuple[str, list[Listed]]]:
    """By step the prompts that are looked for, without empty steps."""
    for step, keys in steps().items():
        fitting = [one for key in keys if is_wanted(one := listed(looked, key), looked, telling)]
        if fitting:
            yield step, fitting


def is_wanted(one: Listed, looked: Looked, telling: Words) -> bool:
    """Whether it is among those that are looked for. The text is searched in all that the page says of it."""
    wanted = {
        Which.ALL: True,
        Which.CHANGED: one.is_changed,
        Which.RECORDING: any(said.sound for said in one.told),
        Which.RECORDABLE: one.is_recordable,
        Which.PRIVACY: one.is_private,
    }
    about = " ".join([one.key, heard_when(one, telling), *(said.words for said in one.told)])
    return wanted[looked.which] and looked.text.casefold() in about.casefold()


def heard_when(one: Listed, telling: Words) -> str:
    """When it is heard: in words of its own, else of its step."""
    own = f"console.prompts.at.{one.key}"
    return telling(own if own in telling else f"console.prompts.when_{one.step}")


def by_place(versions: Iterable[Version]) -> dict[Place, Version]:
    return {one.place: one for one in versions}
