"""What was said about a case, as values: conversations, their turns, the words that count, recordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.cases.model import Channel, Ended
from intake.telephony.model import RecordingStatus
from matching.evidence import Kind as EvidenceKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Words that count, at their place in a text: `text[start:end]`. value: what they were read as."""

    kind: EvidenceKind
    value: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A text and the words in it that count, in order, not overlapping."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnView:
    """One exchange. asked: the step that was open. heard: keys, or words with those that count."""

    seq: int
    at: datetime
    asked: str
    heard: Marked


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingView:
    """A recording; can be played once `is_stored`."""

    id: int
    status: RecordingStatus
    seconds: int | None
    content_type: str | None
    first_seen_at: datetime

    @property
    def is_stored(self) -> bool:
        return self.status is RecordingStatus.STORED


@dataclass(frozen=True, kw_only=True, slots=True)
class ConversationView:
    """A call or a thread of messages about the case. is_ours: a call that we made."""

    id: int
    channel: Channel
    started_at: datetime
    heard_at: datetime
    ended: Ended | None
    is_live: bool
    is_ours: bool
    turns: tuple[TurnView, ...]
    recordings: tuple[RecordingView, ...]
