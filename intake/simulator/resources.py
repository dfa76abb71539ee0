"""Recordings and messages as the REST face describes them: the provider's field names, times RFC 2822."""

from email.utils import format_datetime

from intake.simulator.carrier import Carrier
from intake.simulator.forms import API_VERSION, segments
from intake.simulator.store import KeptMessage, KeptRecording


def message_json(network: Carrier, message: KeptMessage) -> dict[str, object]:
    """The Message resource."""
    at = format_datetime(message.at)
    return {
        "account_sid": network.account.sid,
        "api_version": API_VERSION,
        "body": message.body,
        "date_created": at,
        "date_sent": at if message.status in {"sent", "delivered"} else None,
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
        "uri": f"/{API_VERSION}/Accounts/{network.account.sid}/Messages/{message.sid}.json",
    }


def recording_json(network: Carrier, kept: KeptRecording) -> dict[str, object]:
    """The Recording resource."""
    at = format_datetime(kept.started_at)
    return {
        "account_sid": network.account.sid,
        "api_version": API_VERSION,
        "call_sid": kept.call_sid,
        "channels": 1,
        "conference_sid": None,
        "date_created": at,
        "date_updated": at,
        "duration": str(kept.seconds),
        "encryption_details": None,
        "error_code": None,
        "media_url": network.account.recording_url(kept.sid),
        "price": None,
        "price_unit": "USD",
        "sid": kept.sid,
        "source": "RecordVerb",
        "start_time": at,
        "status": "completed",
        "subresource_uris": {},
        "uri": f"/{API_VERSION}/Accounts/{network.account.sid}/Recordings/{kept.sid}.json",
    }
