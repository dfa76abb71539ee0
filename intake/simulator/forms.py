"""The form fields of every webhook request, per profile, as providers send them.

Twilio fills city, state and postcode only for North American numbers; the country is always there, and
for a withheld number (`+266696687`, which is "ANONYMOUS" on a key pad) it is Lesotho's. Compatible
services send eight fields and CallStatus. Times are RFC 2822 in UTC; CallDuration counts seconds,
Duration begun minutes.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import phonenumbers

from intake.simulator.profiles import Profile

API_VERSION = "2010-04-01"
GSM_PART, GSM_PARTS, UCS_PART, UCS_PARTS = 160, 153, 70, 67
Fields = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parties:
    """Who is connected: account and call by SID, caller and called by number."""

    account_sid: str
    call_sid: str
    caller: str
    called: str
    direction: str = "inbound"


def call_fields(profile: Profile, parties: Parties, status: str) -> Fields:
    """What every voice request carries."""
    fields = {
        "AccountSid": parties.account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": parties.call_sid,
        "CallStatus": status,
        "Called": parties.called,
        "Caller": parties.caller,
        "Direction": parties.direction,
        "From": parties.caller,
        "To": parties.called,
    }
    if profile.rich_fields:
        for name, number in (
            ("Caller", "caller"),
            ("From", "caller"),
            ("Called", "called"),
            ("To", "called"),
        ):
            fields |= _place(name, getattr(parties, number))
    return fields


def _place(name: str, number: str) -> Fields:
    try:
        country = phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        country = ""
    country = country or ("LS" if number.startswith("+266") else "")
    return {f"{name}City": "", f"{name}Country": country, f"{name}State": "", f"{name}Zip": ""}


def status_fields(
    profile: Profile, parties: Parties, status: str, *, at: datetime, seconds: int | None, sip_code: str = ""
) -> Fields:
    """One event of a call, the first unless numbered anew; `seconds` it was connected, at its end only."""
    fields = call_fields(profile, parties, status) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": "0",
        "Timestamp": format_datetime(at),
    }
    if seconds is not None:
        fields["CallDuration"] = str(seconds)
    if sip_code:
        fields["SipResponseCode"] = sip_code
    if not profile.rich_fields:
        return {name: text for name, text in fields.items() if name not in {"Called", "Caller"}}
    return fields if seconds is None else fields | {"Duration": str(-(-seconds // 60))}


def recording_status_fields(
    parties: Parties, *, sid: str, url: str, status: str, seconds: int, started: datetime
) -> Fields:
    """The report on one recording; its length is given only when it is `completed`."""
    fields = {
        "AccountSid": parties.account_sid,
        "CallSid": parties.call_sid,
        "RecordingSid": sid,
        "RecordingUrl": url,
        "RecordingStatus": status,
        "RecordingChannels": "1",
        "RecordingStartTime": format_datetime(started),
        "RecordingSource": "RecordVerb",
        "ErrorCode": "0",
    }
    return fields | ({"RecordingDuration": str(seconds)} if status == "completed" else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text message on its way; `media` holds (address, content type) pairs."""

    account_sid: str
    sid: str
    sender: str
    to: str
    body: str
    media: tuple[tuple[str, str], ...] = ()


def message_fields(profile: Profile, text: Text) -> Fields:
    """A message that comes in."""
    fields = {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "Body": text.body,
        "From": text.sender,
        "MessageSid": text.sid,
        "NumMedia": str(len(text.media)),
        "To": text.to,
    }
    for number, (url, kind) in enumerate(text.media):
        fields |= {f"MediaUrl{number}": url, f"MediaContentType{number}": kind}
    if profile.rich_fields:
        fields |= {"NumSegments": str(segments(text.body)), "SmsStatus": "received"}
        fields |= {"SmsMessageSid": text.sid, "SmsSid": text.sid}
        fields |= _place("From", text.sender) | _place("To", text.to)
    return fields


def message_status_fields(profile: Profile, text: Text, status: str) -> Fields:
    """What became of a message of ours."""
    fields = {
        "AccountSid": text.account_sid,
        "ApiVersion": API_VERSION,
        "From": text.sender,
        "MessageSid": text.sid,
        "MessageStatus": status,
        "To": text.to,
    }
    return fields | ({"SmsSid": text.sid, "SmsStatus": status} if profile.rich_fields else {})


def segments(body: str) -> int:
    """Parts that a text is charged as. Plain ASCII stands for GSM-7 here; anything else is UCS-2."""
    units = len(body) if body.isascii() else len(body.encode("utf-16-be")) // 2
    part, parts = (GSM_PART, GSM_PARTS) if body.isascii() else (UCS_PART, UCS_PARTS)
    return 1 if units <= part else -(-units // parts)
