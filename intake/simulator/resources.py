"""Calls, messages and recordings as the REST face describes them: the provider's field names and forms.

Times are RFC 2822 in UTC, lengths whole seconds as text. A call that is only dialled is `queued` still.
"""

from datetime import datetime
from email.utils import format_datetime

from intake.simulator.carrier import Carrier
from intake.simulator.forms import API_VERSION, segments
from intake.simulator.states import UNDER_WAY, CallState
from intake.simulator.store import KeptCall, KeptMessage, KeptRecording

Json = dict[str, object]


def call_json(carrier: Carrier, call: KeptCall) -> Json:
    """The Call resource."""
    is_over = call.status not in UNDER_WAY
    return {
        "account_sid": carrier.account.sid,
        "annotation": None,
        "answered_by": call.answered_by,
        "api_version": API_VERSION,
        "caller_name": None,
        "date_created": format_datetime(call.placed_at),
        "date_updated": format_datetime(call.updated_at),
        "direction": call.direction,
        "duration": str(call.seconds) if is_over else None,
        "end_time": _time(call.ended_at),
        "forwarded_from": None,
        "from": call.caller,
        "from_formatted": call.caller,
        "group_sid": None,
        "parent_call_sid": None,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "sid": call.sid,
        "start_time": _time(call.started_at),
        "status": call_status(call),
        "subresource_uris": {},
        "to": call.called,
        "to_formatted": call.called,
        "uri": f"/{API_VERSION}/Accounts/{carrier.account.sid}/Calls/{call.sid}.json",
    }


def call_status(call: KeptCall) -> CallState:
    return CallState.QUEUED if call.status == CallState.INITIATED else call.status


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else format_datetime(moment)


def message_json(carrier: Carrier, message: KeptMessage) -> Json:
    """The Message resource."""
    at = format_datetime(message.at)
    return {
        "account_sid": carrier.account.sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": at,
        "date_sent": None if message.status == "queued" else at,
        "date_updated": at,
        "direction": message.direction,
        "error_code": None,
        "error_message": None,
        "from": message.sender,
        "messaging_service_sid": None,
        "num_media": str(message.media),
        "num_segments": str(segments(message.body)),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {},
        "to": message.to,
        "uri": f"/{API_VERSION}/Accounts/{carrier.account.sid}/Messages/{message.sid}.json",
    }


def recording_json(carrier: Carrier, kept: KeptRecording) -> Json:
    """The Recording resource."""
    at = format_datetime(kept.started_at)
    return {
        "account_sid": carrier.account.sid,
        "api_version": API_VERSION,
        "call_sid": kept.call_sid,
        "channels": 1,
        "conference_sid": None,
        "date_created": at,
        "date_updated": at,
        "duration": str(kept.seconds),
        "encryption_details": None,
        "error_code": None,
        "media_url": carrier.account.recording_url(kept.sid),
        "price": None,
        "price_unit": "USD",
        "sid": kept.sid,
        "source": "RecordVerb",
        "start_time": at,
        "status": "completed",
        "subresource_uris": {},
        "uri": f"/{API_VERSION}/Accounts/{carrier.account.sid}/Recordings/{kept.sid}.json",
    }
