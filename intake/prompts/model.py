"""The tables of call prompts: every version of a prompt, and the recordings that versions are played from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from intake.database import Base, UTCDateTime, status_type


class PromptKind(StrEnum):
    """What callers hear: a text that is spoken, a recording, or again what is built in."""

    TEXT = "text"
    RECORDING = "recording"
    BUILT_IN = "built_in"


class SoundFormat(StrEnum):
    """What a recording's bytes are; also the end of its address."""

    WAV = "wav"
    MP3 = "mp3"


class PromptSoundRow(Base):
    """A recording, once for equal bytes. digest: SHA-256 in hex, which is its public name."""

    __tablename__ = "prompt_sound"

    digest: Mapped[str] = mapped_column(primary_key=True)
    format: Mapped[SoundFormat] = mapped_column(status_type(SoundFormat, "format"))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    seconds: Mapped[float] = mapped_column(Float)
    rate: Mapped[int]
    channels: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class PromptVersionRow(Base):
    """A change of a prompt; the newest of its place holds. Append-only, ids in the order of commits.

    hall_id: None for all halls. words: the text, or a recording's words; those built in at the time. sound:
    the recording's digest; None once it was deleted, years after it was last heard.
    """

    __tablename__ = "prompt_version"
    __table_args__ = (Index("ix_prompt_version_place", "key", "language", "hall_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    language: Mapped[str]
    key: Mapped[str]
    kind: Mapped[PromptKind] = mapped_column(status_type(PromptKind, "kind"))
    words: Mapped[str] = mapped_column(Text)
    sound: Mapped[str | None] = mapped_column(ForeignKey("prompt_sound.digest"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a prompt is heard: in which language, in calls of one hall or (None) of all."""

    key: str
    language: str
    hall_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A version of a prompt. sound: the file name of its recording. seconds, rate, channels: of it."""

    id: int
    place: Place
    kind: PromptKind
    words: str
    sound: str | None
    seconds: float | None
    rate: int | None
    channels: int | None
    account_id: int
    at: datetime
