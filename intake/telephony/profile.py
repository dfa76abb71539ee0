"""What a telephone service can do, as data. Code asks a capability, never the service's name.

Where nothing else is said an answer stays in the mark-up that all compatible services speak: plain text in
Say, keys in Gather, absolute addresses, no pauses, no SSML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.config import Settings

GATHER = frozenset(
    {"input", "action", "method", "timeout", "numDigits", "finishOnKey", "actionOnEmptyResult"}
)
RECORD = frozenset(
    {"action", "method", "maxLength", "timeout", "playBeep", "finishOnKey"}
    | {"recordingStatusCallback", "recordingStatusCallbackMethod"}
)
COMMON_MARK_UP: Mapping[str, frozenset[str]] = {
    "Response": frozenset(),
    "Say": frozenset({"language"}),
    "Play": frozenset(),
    "Gather": GATHER,
    "Record": RECORD,
    "Redirect": frozenset({"method"}),
    "Hangup": frozenset(),
    "Reject": frozenset({"reason"}),
    "Dial": frozenset({"action", "method", "timeout"}),
    "Message": frozenset(),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Capabilities:
    """One service's profile.

    mark_up: the elements it executes and the attributes that each may carry. speech_input: recognises speech
    beside keys. say_voice: takes a voice beside the language. status_events: of an outgoing call, in order.
    call_options: what placing a call takes beyond its numbers and addresses. call_list_filters and the like:
    of the REST lists; none means to page through and filter here. list_page_size: the largest. recording_sid:
    the Record action names the recording. reports_absent: its callback can be asked to report empty
    recordings too. media_path: of a recording below the REST address; media_suffixes: where its sound may be.
    """

    name: str
    mark_up: Mapping[str, frozenset[str]] = field(hash=False)  # a mapping has no hash
    speech_input: bool
    say_voice: bool
    dial: bool
    two_way_sms: bool
    status_events: tuple[str, ...]
    call_options: frozenset[str]
    call_list_filters: frozenset[str]
    message_list_filters: frozenset[str]
    recording_list_filters: frozenset[str]
    list_page_size: int
    recording_sid: bool
    reports_absent: bool
    media_path: str = "/2010-04-01/Accounts/{account}/Recordings/{recording}"
    media_suffixes: tuple[str, ...] = ("", ".wav")

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(self.mark_up)


TWILIO = Capabilities(
    name="twilio",
    mark_up={
        **COMMON_MARK_UP,
        "Say": frozenset({"language", "voice"}),
        "Gather": GATHER | {"language", "hints", "speechTimeout"},
        "Record": RECORD | {"recordingStatusCallbackEvent"},
    },
    speech_input=True,
    say_voice=True,
    dial=True,
    two_way_sms=True,
    status_events=("initiated", "ringing", "answered", "completed"),
    call_options=frozenset({"StatusCallbackEvent", "Timeout", "MachineDetection"}),
    call_list_filters=frozenset({"To", "From", "Status", "StartTime"}),
    message_list_filters=frozenset({"To", "From", "DateSent"}),
    recording_list_filters=frozenset({"DateCreated"}),
    list_page_size=1000,
    recording_sid=True,
    reports_absent=True,
)

COMPATIBLE = Capabilities(
    name="compatible",
    mark_up=COMMON_MARK_UP,
    speech_input=False,
    say_voice=False,
    dial=True,
    two_way_sms=True,
    status_events=("completed",),
    call_options=frozenset(),
    call_list_filters=frozenset(),
    message_list_filters=frozenset(),
    recording_list_filters=frozenset(),
    list_page_size=100,
    recording_sid=False,
    reports_absent=False,
)

PROFILES = {profile.name: profile for profile in (TWILIO, COMPATIBLE)}


def profile_for(settings: Settings) -> Capabilities:
    """The profile that the settings name; they have already refused an unknown one."""
    return PROFILES[settings.provider]
