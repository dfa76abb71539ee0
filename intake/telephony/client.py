"""The provider's REST interface: the official client, at the configured address, never without a timeout."""

from __future__ import annotations

import logging
from pathlib import Path

from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from intake.config import Settings
from intake.errors import SettingsError
from intake.telephony.faults import Kind, ProviderFault, Sent, failure, refusal
from intake.telephony.media import MediaSource, Sound
from intake.telephony.profile import Capabilities, profile_for

TIMEOUT = 10.0  # seconds; the official client has none of its own

# At INFO the official client logs addresses with their queries, and those hold numbers.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


class ProviderClient:
    """One account at the provider. Every method raises ProviderFault or MediaFault."""

    def __init__(self, client: Client, media: MediaSource, media_dir: Path) -> None:
        self._client = client
        self._media = media
        self.media_dir = media_dir

    def send_message(self, to: str, from_: str, body: str, status_callback: str) -> Sent:
        """Hand over a text message; numbers in E.164. AMBIGUOUS means that it may have been sent."""
        try:
            message = self._client.messages.create(
                to=to, from_=from_, body=body, status_callback=status_callback
            )
        except RequestException as error:
            raise failure(error) from error
        except TwilioException as error:
            raise refused(error) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ProviderFault(
                Kind.AMBIGUOUS
            ) from error  # it answered with success, but not in its own form
        if not message.sid:
            raise ProviderFault(Kind.AMBIGUOUS)
        return Sent(provider_id=message.sid, status=str(message.status or ""))

    def fetch_recording(self, recording_id: str, into: Path) -> Sound:
        """Fetch a recording's sound into a new file."""
        return self._media.fetch(recording_id, into)


def refused(error: TwilioException) -> ProviderFault:
    """The official client's error by its code and HTTP status; one without a status said nothing we know."""
    status, code = getattr(error, "status", None), getattr(error, "code", None)
    if not isinstance(status, int):
        return ProviderFault(Kind.AMBIGUOUS)
    return refusal(status, code if isinstance(code, int) else None)


def client_for(settings: Settings, profile: Capabilities | None = None) -> ProviderClient:
    """The client for the settings' account. Raises SettingsError where they name none."""
    profile = profile or profile_for(settings)
    for name in ("twilio_account_sid", "twilio_auth_token"):
        if not getattr(settings, name):
            raise SettingsError("telephony.error.account", name=name.upper())
    sid, token, base = settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_base_url
    client = Client(sid, token, http_client=TwilioHttpClient(timeout=TIMEOUT))
    client.api.base_url = base
    media = MediaSource(
        base=base,
        path=profile.media_path,
        suffixes=profile.media_suffixes,
        account=sid,
        token=token,
        hosts=frozenset(host.strip().lower() for host in settings.recording_hosts.split(",") if host.strip()),
        size_limit=settings.recording_size_limit,
    )
    return ProviderClient(client, media, settings.media_dir)
