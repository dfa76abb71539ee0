"""How far a call has come, in the provider's words.

Source: the provider's `call_enum_status` (OpenAPI); `initiated` is told in events only, the resource says
`queued` until it rings.
"""

from enum import StrEnum


class CallState(StrEnum):
    """The provider's words for a call's status."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


UNDER_WAY = frozenset({CallState.QUEUED, CallState.INITIATED, CallState.RINGING, CallState.IN_PROGRESS})

EVENTS = {
    CallState.INITIATED: "initiated",
    CallState.RINGING: "ringing",
    CallState.IN_PROGRESS: "answered",
}
FINAL_EVENT = "completed"


def event_of(state: CallState) -> str:
    """The name under which a caller asks for the event of this state; every end is `completed`."""
    return EVENTS.get(state, FINAL_EVENT)
