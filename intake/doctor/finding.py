"""What the doctor finds: how bad, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from intake.words import Words


class Level(StrEnum):
    """How bad it is. `fail` makes the command exit with 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One finding. `key` is a catalogue key under `doctor.`; unless all is well, `KEY.mend` is the remedy."""

    level: Level
    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, words: Words) -> str:
        """What was found."""
        return words(f"doctor.{self.key}", **self.values)

    def mend(self, words: Words) -> str:
        """How to mend it; empty when there is nothing to mend."""
        return "" if self.level is Level.OK else words(f"doctor.{self.key}.mend", **self.values)


def ok(key: str, **values: object) -> Finding:
    return Finding(level=Level.OK, key=key, values=values)


def warn(key: str, **values: object) -> Finding:
    return Finding(level=Level.WARN, key=key, values=values)


def fail(key: str, **values: object) -> Finding:
    return Finding(level=Level.FAIL, key=key, values=values)
