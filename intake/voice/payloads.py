"""The provider's voice forms as typed values. Only named fields count; their sizes are capped before use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from intake.callbacks.endings import Report
from intake.errors import PayloadError
from matching.interview import Answer

LONGEST_ID = 64
LONGEST_KEYS = 32
LONGEST_SPEECH = 2000
LONGEST_WORD = 32
LONGEST_CODE = 5
FINISH = "#"
REPEAT = "*"
NOT_KEYS = re.compile(r"[^0-9*#]")
RECORDING_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
FINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Which call: the provider's id, who calls, the number dialled; numbers as the provider writes them.

    answered_by: what its machine detection heard, where that is on.
    """

    provider_id: str
    caller: str
    dialled: str
    is_over: bool = False
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepForm:
    """An answer to an open question, with what the provider says of a recording or a connected call."""

    provider_id: str
    answer: Answer
    recording_id: str = ""
    recording_seconds: int | None = None
    confidence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingForm:
    """What the provider says of a recording: its id, `completed`, `absent` or another status, its seconds."""

    recording_id: str
    status: str
    seconds: int | None


def call_id(form: Mapping[str, str]) -> str:
    """The call's id. Raises PayloadError without one."""
    provider_id = form.get("CallSid", "").strip()
    if not provider_id or len(provider_id) > LONGEST_ID:
        raise PayloadError("payload.error.missing", field="CallSid")
    return provider_id


def parse_call(form: Mapping[str, str]) -> Call:
    """An incoming call, or a report of its status. Raises PayloadError."""
    return Call(
        provider_id=call_id(form),
        caller=form.get("From", "")[:LONGEST_ID],
        dialled=form.get("To", "")[:LONGEST_ID],
        is_over=form.get("CallStatus") in FINAL,
        answered_by=form.get("AnsweredBy", "")[:LONGEST_WORD],
    )


def parse_step(form: Mapping[str, str]) -> StepForm:
    """An answer. Raises PayloadError. Keys are cleaned of all that no key pad has, and capped."""
    pressed = form.get("Digits", "")
    keys = NOT_KEYS.sub("", pressed[:LONGEST_KEYS])
    keys = keys if keys in {REPEAT, FINISH} else keys.replace(REPEAT, "").replace(FINISH, "")
    recording_id, seconds = recording_of(form)
    bare = keys == FINISH or (not keys and form.get("FinishedOnKey") == FINISH)
    answer = Answer(
        keys="" if bare else keys,
        finished=bare,
        words=form.get("SpeechResult", "")[:LONGEST_SPEECH].strip(),
        recorded=bool(recording_id),
        connected=form.get("DialCallStatus") in {"completed", "answered"},
    )
    return StepForm(
        provider_id=call_id(form),
        answer=answer,
        recording_id=recording_id,
        recording_seconds=seconds,
        confidence=form.get("Confidence", "")[:8],
    )


def parse_recording(form: Mapping[str, str]) -> RecordingForm:
    """What became of a recording. Raises PayloadError without its id."""
    recording_id, seconds = recording_of(form)
    recording_id = recording_id or id_in(form.get("RecordingSid", ""))
    if not recording_id:
        raise PayloadError("payload.error.missing", field="RecordingSid")
    return RecordingForm(
        recording_id=recording_id, status=form.get("RecordingStatus", "completed")[:16], seconds=seconds
    )


def parse_report(form: Mapping[str, str]) -> Report:
    """A status of a call of ours. Raises PayloadError without its id."""
    codes = (form.get("SipResponseCode", ""), form.get("ErrorCode", ""))
    return Report(
        provider_call_id=call_id(form),
        status=form.get("CallStatus", "").strip().lower()[:LONGEST_WORD],
        sequence=form.get("SequenceNumber", "")[:LONGEST_WORD],
        code=next((code for code in codes if code.isdecimal() and len(code) <= LONGEST_CODE), ""),
        answered_by=form.get("AnsweredBy", "")[:LONGEST_WORD],
        at=moment_of(form.get("Timestamp", "")),
    )


def moment_of(stated: str) -> datetime | None:
    """An RFC 2822 moment, as the provider states it; None for anything else."""
    try:
        stated_at = parsedate_to_datetime(stated[:LONGEST_ID])
        return stated_at.astimezone(UTC) if stated_at.tzinfo else None
    except (ValueError, OverflowError):  # the latter: in UTC it is not in any year
        return None


def recording_of(form: Mapping[str, str]) -> tuple[str, int | None]:
    """A recording's id and length in seconds; an empty id where nothing was recorded.

    Some services give only an address: its last segment is taken as the id, never the address itself.
    """
    address = form.get("RecordingUrl", "")
    recording_id = id_in(form.get("RecordingSid", "") or address)
    duration = form.get("RecordingDuration", "")
    seconds = int(duration) if duration.isdecimal() and len(duration) < 7 else None
    return ("" if seconds == 0 else recording_id), seconds


def id_in(text: str) -> str:
    """The id that a text is, or that an address ends with; empty if it has none."""
    tail = text.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0]
    return tail if RECORDING_ID.fullmatch(tail) else ""
