"""The filters of the provider's lists, by what they say of one resource.

Provider facts: dates are days in UTC, whatever time of day is given; the official client sends the time too,
under the names `StartTime`, `StartTime<` and `StartTime>`. `>` is on or after the day. `<` is before it for
calls and recordings ("on or before midnight of this date"), and includes it for messages. What has not begun
has no start and is not found by one.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from intake.simulator.refusal import malformed
from intake.simulator.resources import call_status
from intake.simulator.store import KeptCall, KeptMessage, KeptRecording

Asked = Mapping[str, str]


def is_wanted_call(call: KeptCall, asked: Asked) -> bool:
    """Filters To, From, Status, StartTime, EndTime. Raises Refused."""
    return (
        _equals(asked, "To", call.called)
        and _equals(asked, "From", call.caller)
        and _equals(asked, "Status", call_status(call))
        and _is_within(asked, "StartTime", call.started_at)
        and _is_within(asked, "EndTime", call.ended_at)
    )


def is_wanted_message(message: KeptMessage, asked: Asked) -> bool:
    """Filters To, From, DateSent. Raises Refused."""
    sent = None if message.status == "queued" else message.at
    return (
        _equals(asked, "To", message.to)
        and _equals(asked, "From", message.sender)
        and _is_within(asked, "DateSent", sent, before_includes_day=True)
    )


def is_wanted_recording(recording: KeptRecording, asked: Asked) -> bool:
    """Filters CallSid, DateCreated. Raises Refused."""
    return _equals(asked, "CallSid", recording.call_sid) and _is_within(
        asked, "DateCreated", recording.started_at
    )


def _equals(asked: Asked, name: str, text: str) -> bool:
    return asked.get(name) in {None, "", text}


def _is_within(asked: Asked, name: str, at: datetime | None, *, before_includes_day: bool = False) -> bool:
    on, before, after = (_day(asked, name + sign) for sign in ("", "<", ">"))
    if (on, before, after) == (None, None, None):
        return True
    if at is None:
        return False
    day = at.astimezone(UTC).date()
    return (
        (on is None or day == on)
        and (after is None or day >= after)
        and (before is None or day < before or (before_includes_day and day == before))
    )


def _day(asked: Asked, name: str) -> date | None:
    text = asked.get(name, "")
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise malformed(20001, f"{name} is no date: YYYY-MM-DD") from error
