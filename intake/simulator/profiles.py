"""What telephone providers do differently, as data.

TWILIO: SIDs are a two-letter prefix and 32 hex digits; many geographic fields on every request; a
header `I-Twilio-Idempotency-Token` stable over the copies of one event; speech beside keys; an empty
recording makes no action request and the call goes on with the next verb; a Record cut by hanging up
still asks its action with `Digits=hangup`; `recordingStatusCallback` reports `completed` unless
`recordingStatusCallbackEvent` asks for `absent` too; a withheld number arrives as `+266696687`.

COMPATIBLE, after the self-hosted Somleng (somleng/somleng-switch `execute_twiml.rb`,
`execute_gather.rb`, `execute_record.rb`): SIDs are UUIDs; eight fields and CallStatus, nothing else;
keys only; an empty Gather asks its action without any `Digits`; Record always asks its action, with
RecordingUrl and RecordingDuration alone; one status event, the last, with SequenceNumber 0; an unknown
verb ends the call; no retry. A withheld number arrives as `anonymous`. REST (somleng/somleng
`phone_call_request_schema.rb`, `complete_phone_call_job.rb`, `request_errors_serializer.rb`): what it doesn't
know it ignores, lists take no filters, a faulty request is 422 with code "20422", codes are text, a declined
call (SIP 603) counts as not answered.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from intake.simulator.states import CallState

COMMON_VERBS = frozenset({"Say", "Play", "Gather", "Record", "Redirect", "Hangup", "Reject", "Dial"})
KEY_GATHER = frozenset(
    {"input", "action", "method", "timeout", "numDigits", "finishOnKey", "actionOnEmptyResult"}
)
COMMON_RECORD = frozenset(
    {
        "action",
        "method",
        "maxLength",
        "timeout",
        "playBeep",
        "finishOnKey",
        "recordingStatusCallback",
        "recordingStatusCallbackMethod",
    }
)
COMMON_ORDER = frozenset({"To", "From", "Url", "Method", "Twiml", "StatusCallback", "StatusCallbackMethod"})


def prefixed_sid(prefix: str) -> str:
    """`CA` and 32 hex digits."""
    return prefix + uuid.uuid4().hex


def uuid_sid(prefix: str) -> str:
    """A bare UUID: nothing of the kind of resource shows."""
    return str(uuid.uuid4())


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """One provider's habits. Sets name TwiML verbs, attributes, or form fields as they are sent.

    order_fields: what it knows of a call that is ordered over REST. refuses_as: the status and the one code
    for faulty requests, None for a code of its own each. declined_as: how a call ends that is turned down.
    """

    name: str
    new_sid: Callable[[str], str]
    withheld_number: str
    rich_fields: bool
    idempotency_header: bool
    gather_attributes: frozenset[str]
    record_attributes: frozenset[str]
    record_action_fields: frozenset[str]
    verbs: frozenset[str] = COMMON_VERBS
    speech: bool
    says_finishing_key: bool
    sends_empty_digits: bool
    asks_action_for_empty_recording: bool
    asks_action_after_hang_up: bool
    reports_absent_recordings: bool = False
    keeps_opt_outs: bool
    connect_retries: int
    shortest_recording: int = 1
    order_fields: frozenset[str]
    status_events: frozenset[str]
    filters_lists: bool
    refuses_as: tuple[int, int] | None = None
    codes_as_text: bool = False
    declined_as: CallState


TWILIO = Profile(
    name="twilio",
    new_sid=prefixed_sid,
    withheld_number="+266696687",
    rich_fields=True,
    idempotency_header=True,
    gather_attributes=KEY_GATHER | {"language", "hints", "speechTimeout"},
    record_attributes=COMMON_RECORD | {"recordingStatusCallbackEvent"},
    record_action_fields=frozenset({"RecordingUrl", "RecordingDuration", "RecordingSid", "Digits"}),
    speech=True,
    says_finishing_key=True,
    sends_empty_digits=True,
    asks_action_for_empty_recording=False,
    asks_action_after_hang_up=True,
    keeps_opt_outs=True,
    connect_retries=1,
    order_fields=COMMON_ORDER | {"StatusCallbackEvent", "Timeout", "MachineDetection"},
    status_events=frozenset({"initiated", "ringing", "answered", "completed"}),
    filters_lists=True,
    declined_as=CallState.BUSY,
)

COMPATIBLE = Profile(
    name="compatible",
    new_sid=uuid_sid,
    withheld_number="anonymous",
    rich_fields=False,
    idempotency_header=False,
    gather_attributes=KEY_GATHER,
    record_attributes=COMMON_RECORD,
    record_action_fields=frozenset({"RecordingUrl", "RecordingDuration"}),
    speech=False,
    says_finishing_key=False,
    sends_empty_digits=False,
    asks_action_for_empty_recording=True,
    asks_action_after_hang_up=False,
    keeps_opt_outs=False,
    connect_retries=0,
    order_fields=COMMON_ORDER,
    status_events=frozenset({"completed"}),
    filters_lists=False,
    refuses_as=(422, 20422),
    codes_as_text=True,
    declined_as=CallState.NO_ANSWER,
)

PROFILES = {profile.name: profile for profile in (TWILIO, COMPATIBLE)}
