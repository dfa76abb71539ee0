"""What the provider's refusals and failures mean, as data.

Codes: the provider's error dictionary (twilio.com/docs/api/errors). A code that is not listed is permanent
and an operator's matter, never a reason to try again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from requests.exceptions import ConnectTimeout, RequestException, SSLError
from urllib3.exceptions import NewConnectionError
from urllib3.exceptions import SSLError as SecureLayerError

from intake.errors import TelephonyError


class Kind(StrEnum):
    """What to do about a fault.

    THROTTLED and NOT_PLACED: nothing happened, try the same again later. AMBIGUOUS: it may have happened,
    find out before trying again. CONFIGURATION: nothing will go out until somebody mends it; the attempt does
    not count. NUMBER, CONSENT, LANDLINE: never again for this number; a landline can still be called.
    DELIVERY_LATER, DELIVERY_NEVER: the carrier did not deliver. ABSENT: no such resource. UNREADABLE: a list
    that isn't in the provider's form, or doesn't end; it says nothing. UNLISTED: unknown.
    """

    THROTTLED = "throttled"
    NOT_PLACED = "not_placed"
    AMBIGUOUS = "ambiguous"
    CONFIGURATION = "configuration"
    NUMBER = "number"
    CONSENT = "consent"
    LANDLINE = "landline"
    DELIVERY_LATER = "delivery_later"
    DELIVERY_NEVER = "delivery_never"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    UNLISTED = "unlisted"


RETRIED = frozenset(
    {Kind.THROTTLED, Kind.NOT_PLACED, Kind.CONFIGURATION, Kind.DELIVERY_LATER, Kind.UNREADABLE}
)
"""After these the same may be tried again without asking anybody; CONFIGURATION once it is mended."""

CODES: dict[int, Kind] = {
    10004: Kind.NOT_PLACED,  # too many calls at once
    20003: Kind.CONFIGURATION,  # authentication
    20404: Kind.ABSENT,
    20429: Kind.THROTTLED,
    21211: Kind.NUMBER,  # invalid To
    21214: Kind.NUMBER,  # To can't be reached
    21217: Kind.NUMBER,  # To is not a number
    13224: Kind.NUMBER,  # To is not routable
    21210: Kind.CONFIGURATION,  # From is not verified
    21212: Kind.CONFIGURATION,  # From is no number that can be used
    21215: Kind.CONFIGURATION,  # country not permitted for calls
    13227: Kind.CONFIGURATION,  # the same, found out while dialling
    32205: Kind.CONFIGURATION,  # the same
    21219: Kind.CONFIGURATION,  # trial account: To is not verified for calls
    21408: Kind.CONFIGURATION,  # country not permitted for messages
    21606: Kind.CONFIGURATION,  # From can't send
    21608: Kind.CONFIGURATION,  # trial account: To is not verified
    21612: Kind.CONFIGURATION,  # no route from From to To
    21610: Kind.CONSENT,  # the recipient has opted out
    21614: Kind.LANDLINE,  # To is no mobile number
    22005: Kind.NOT_PLACED,  # queue of calls is full
    30003: Kind.DELIVERY_LATER,  # unreachable handset
    30005: Kind.DELIVERY_LATER,  # unknown handset
    30008: Kind.DELIVERY_LATER,  # unknown
    30004: Kind.DELIVERY_NEVER,  # blocked
    30006: Kind.DELIVERY_NEVER,  # landline or carrier without texts
    30007: Kind.DELIVERY_NEVER,  # filtered
}

STATUSES: dict[int, Kind] = {
    401: Kind.CONFIGURATION,
    403: Kind.CONFIGURATION,
    404: Kind.ABSENT,
    408: Kind.AMBIGUOUS,
    429: Kind.THROTTLED,
}


class ProviderFault(TelephonyError):
    """A refusal or failure of the provider. `code` is its own, None where it gave none."""

    def __init__(self, kind: Kind, *, code: int | None = None, status: int | None = None) -> None:
        permanent = kind not in RETRIED and kind is not Kind.AMBIGUOUS
        super().__init__(f"telephony.error.{kind}", permanent=permanent, code=code or status or "")
        self.kind = kind
        self.code = code
        self.status = status

    @property
    def reason(self) -> str:
        """Kind and number, as it is kept with a row: `number 21211`."""
        return f"{self.kind} {self.code or self.status or ''}".strip()


class MediaFault(TelephonyError):
    """The sound can't be had now, or (permanent) ever. `reason` is kept with the recording.

    counted: whether the try counts; it does not where the fault is ours to mend.
    """

    def __init__(self, reason: str, *, permanent: bool = False, counted: bool = True) -> None:
        super().__init__(f"telephony.recording.{reason}", permanent=permanent)
        self.reason = reason
        self.counted = counted


def refusal(status: int, code: int | None) -> ProviderFault:
    """What an answer that is no success means, by the provider's code or else by the HTTP status."""
    kind = CODES.get(code) if code else None
    if kind is None and status >= 500:
        kind = Kind.AMBIGUOUS
    if kind is None and (code is None or code == status):
        kind = STATUSES.get(status)
    return ProviderFault(kind or Kind.UNLISTED, code=code, status=status)


def failure(error: RequestException) -> ProviderFault:
    """What it means that no answer came: ambiguous, unless nothing can have been sent."""
    unsent = isinstance(error, ConnectTimeout | SSLError) or any(
        isinstance(cause, NewConnectionError | SecureLayerError) for cause in causes(error)
    )
    return ProviderFault(Kind.NOT_PLACED if unsent else Kind.AMBIGUOUS)


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was raised from, wherever the libraries keep it."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop()
        if isinstance(found, BaseException) and not any(found is one for one in seen):
            seen.append(found)
            waiting += [found.__cause__, found.__context__, getattr(found, "reason", None), *found.args]
    yield from seen


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """The provider took a message or call: its id and its first status, of which no callback tells."""

    provider_id: str
    status: str
