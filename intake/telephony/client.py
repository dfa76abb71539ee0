"""The provider's REST interface: the official client, at the configured address, never without a timeout."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from intake.config import Settings
from intake.errors import SettingsError
from intake.telephony import lists
from intake.telephony.faults import Kind, ProviderFault, Sent, failure, refusal
from intake.telephony.ledger import Ledger
from intake.telephony.lists import ListedCall, ListedMessage, ListedRecording, Wanted
from intake.telephony.media import MediaSource, Sound
from intake.telephony.paging import Query, Reader
from intake.telephony.profile import TWILIO, Capabilities, profile_for

TIMEOUT = 10.0  # seconds; the official client has none of its own

# At INFO the official client logs addresses with their queries, and those hold numbers.
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


@contextmanager
def provider_faults(formless: Kind) -> Iterator[None]:
    """Whatever goes wrong with a request becomes a ProviderFault; `formless` where the answer has no form.

    What it was raised from stays behind: the texts of those errors quote addresses with numbers in them.
    """
    try:
        yield
    except RequestException as error:
        raise failure(error) from None
    except TwilioException as error:
        raise refused(error, formless) from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise ProviderFault(formless) from None


class ProviderClient:
    """One account at the provider. Every method raises ProviderFault or MediaFault.

    ledger: keeps when it answered and what it refused.
    """

    def __init__(
        self,
        client: Client,
        media: MediaSource,
        media_dir: Path,
        profile: Capabilities = TWILIO,
        ledger: Ledger | None = None,
    ) -> None:
        self.ledger = ledger or Ledger(clock=lambda: datetime.now(UTC))
        self._client = client
        self._media = media
        self._profile = profile
        self._reader = Reader(ask=self._ask, account=client.account_sid, profile=profile)
        self.media_dir = media_dir

    def send_message(self, to: str, from_: str, body: str, status_callback: str) -> Sent:
        """Hand over a text message; numbers in E.164. AMBIGUOUS means that it may have been sent."""
        with self.ledger.asking(), provider_faults(Kind.AMBIGUOUS):
            return taken(
                self._client.messages.create(to=to, from_=from_, body=body, status_callback=status_callback)
            )

    def place_call(
        self, to: str, from_: str, url: str, status_callback: str, ring: int, *, detects: bool = False
    ) -> Sent:
        """Have a number called; numbers in E.164, `ring` in seconds, where the service takes it.

        detects: our first words wait until the service has heard whether a machine answered; it tells in
        AnsweredBy, on that request and in the list.
        AMBIGUOUS means that it may have been placed: look for it in the list before asking again.
        """
        offered: dict[str, dict[str, Any]] = {
            "StatusCallbackEvent": {"status_callback_event": list(self._profile.status_events)},
            "Timeout": {"timeout": ring},
            "MachineDetection": {"machine_detection": "Enable"} if detects else {},
        }
        options: dict[str, Any] = {"method": "POST", "status_callback_method": "POST"}
        for name in self._profile.call_options & offered.keys():
            options |= offered[name]
        with self.ledger.asking(), provider_faults(Kind.AMBIGUOUS):
            return taken(
                self._client.calls.create(
                    to=to, from_=from_, url=url, status_callback=status_callback, **options
                )
            )

    def fetch_call(self, provider_id: str) -> ListedCall | None:
        """One call as it stands now; None where the provider has none of this id."""
        try:
            with self.ledger.asking(), provider_faults(Kind.UNREADABLE):
                return lists.call_of(self._ask(self._reader.path("Calls", provider_id), {}))
        except ProviderFault as fault:
            if fault.kind is Kind.ABSENT:
                return None
            raise

    def list_calls(
        self, since: datetime, *, to: str | None = None, from_: str | None = None
    ) -> list[ListedCall]:
        """Every call created from a moment on, oldest first; numbers in E.164."""
        with self.ledger.asking(), provider_faults(Kind.UNREADABLE):
            return lists.calls(self._reader, Wanted(since=since, to=to, from_=from_))

    def list_messages(
        self, since: datetime, *, to: str | None = None, from_: str | None = None
    ) -> list[ListedMessage]:
        """Every message created from a moment on, of either direction, oldest first; numbers in E.164."""
        with self.ledger.asking(), provider_faults(Kind.UNREADABLE):
            return lists.messages(self._reader, Wanted(since=since, to=to, from_=from_))

    def list_recordings(self, since: datetime) -> list[ListedRecording]:
        """Every recording created from a moment on, oldest first."""
        with self.ledger.asking(), provider_faults(Kind.UNREADABLE):
            return lists.recordings(self._reader, Wanted(since=since))

    def list_media(self, message_id: str) -> tuple[str, ...]:
        """The ids of the pictures and the like that came with a message; none where they are gone."""
        try:
            with self.ledger.asking(), provider_faults(Kind.UNREADABLE):
                return lists.media(self._reader, message_id)
        except ProviderFault as fault:
            if fault.kind is Kind.ABSENT:
                return ()
            raise

    def fetch_recording(self, recording_id: str, into: Path) -> Sound:
        """Fetch a recording's sound into a new file."""
        with self.ledger.asking():
            return self._media.fetch(recording_id, into)

    def _ask(self, address: str, query: Query) -> Any:
        """The JSON at an address below the REST address."""
        url = self._client.api.base_url.rstrip("/") + address
        answer = self._client.request("GET", url, params=dict(query), headers={"Accept": "application/json"})
        if answer.status_code != 200:
            raise self._client.api.v2010.exception("GET", "", answer, "")
        return json.loads(answer.text)


def taken(resource: Any) -> Sent:
    """What the provider took, by its id. Raises ProviderFault without one."""
    if not resource.sid:
        raise ProviderFault(Kind.AMBIGUOUS)
    return Sent(provider_id=resource.sid, status=str(resource.status or ""))


def refused(error: TwilioException, formless: Kind) -> ProviderFault:
    """The official client's error by its code and HTTP status; one without a status said nothing we know.

    Some services write the code as text.
    """
    status, code = getattr(error, "status", None), str(getattr(error, "code", None))
    if not isinstance(status, int):
        return ProviderFault(formless)
    return refusal(status, int(code) if code.isdecimal() else None)


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
    return ProviderClient(client, media, settings.media_dir, profile)
