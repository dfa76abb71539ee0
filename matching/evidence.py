"""What was stated, from where, and how surely: the only thing that a decision may rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an item of evidence is about. Only the first three are identifiers."""

    WINDOW = "window"
    STAFF_NO = "staff_no"
    NAME = "name"
    SURNAME = "surname"
    WHEN = "when"


IDENTIFIERS = frozenset({Kind.WINDOW, Kind.STAFF_NO, Kind.NAME})


class Source(StrEnum):
    """How the words reached us. Speech is compared by sound, the others by character."""

    KEYS = "keys"
    SMS = "sms"
    SPEECH = "speech"
    OPERATOR = "operator"


class Part(StrEnum):
    """A half day in the hall's own time zone."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """The days (hall's time zone, both ends included) and the half day in which it happened.

    sure: False where the words leave the day open ("the other day", a bare "in the morning").
    """

    first: date
    last: date
    part: Part | None = None
    sure: bool = True

    @property
    def day(self) -> date | None:
        """The one day meant, or None for a span."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One stated item.

    value: the standard form; a window label as in the directory where it is known there (`A05`),
        else as stated; a staff number; a full name or surname in the characters heard.
        Empty for `when`.
    spelled: the characters themselves were stated (弓长张), so that even speech is compared by character.
    agreed: nothing in the message ties it to the complaint; it counts because the roster agrees.
    raw: the words it was read from, and `start`/`end` their place in the text (0, 0 for keys).
    """

    kind: Kind
    source: Source
    value: str = ""
    when: When | None = None
    spelled: bool = False
    agreed: bool = False
    raw: str = ""
    start: int = 0
    end: int = 0

    @property
    def by_sound(self) -> bool:
        """Whether the value may be written otherwise than it was meant."""
        named = self.kind in (Kind.NAME, Kind.SURNAME)
        return named and self.source is Source.SPEECH and not self.spelled
