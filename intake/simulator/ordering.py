"""An order to call somebody, read from the REST form and checked as the provider checks it.

Provider facts: 21201 no To, 21211 To is no number, 21213 no From, 21205 no address or no proper one and no
TwiML; TwiML given inline counts only without an address and has at most 4000 characters; Timeout is 60 s by
default and 600 at most. What a profile does not know is ignored.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import phonenumbers
from werkzeug.datastructures import MultiDict

from intake.simulator.events import Reporting
from intake.simulator.profiles import Profile
from intake.simulator.refusal import malformed
from intake.simulator.states import FINAL_EVENT

LONGEST_TWIML = 4000
RINGS_FOR, LONGEST_RINGING = 60, 600
METHODS = frozenset({"GET", "POST"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """A call that was asked for. `timeout`: seconds that it may ring."""

    to: str
    sender: str
    url: str
    method: str
    twiml: str
    reporting: Reporting
    timeout: int
    detects_machines: bool


def read_order(given: MultiDict[str, str], profile: Profile) -> Order:
    """The order in a form. Raises Refused."""
    form = MultiDict([(name, text) for name, text in given.items(multi=True) if name in profile.order_fields])
    to, sender = form.get("To", ""), form.get("From", "")
    if not to:
        raise malformed(21201, "No 'To' number is specified")
    if not sender:
        raise malformed(21213, "No 'From' number is specified")
    if not is_number(to):
        raise malformed(21211, f"The phone number you are attempting to call, {to}, is not valid.")
    url, twiml = _document(form)
    return Order(
        to=to,
        sender=sender,
        url=url,
        method=_method(form, "Method"),
        twiml=twiml,
        reporting=_reporting(form),
        timeout=_timeout(form.get("Timeout", "")),
        detects_machines=bool(form.get("MachineDetection")),
    )


def is_number(text: str) -> bool:
    """Whether this is a telephone number in E.164."""
    try:
        return text.startswith("+") and phonenumbers.is_possible_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _document(form: MultiDict[str, str]) -> tuple[str, str]:
    """Where the call's first document comes from, or the document; one of both is empty."""
    url, twiml = form.get("Url", ""), form.get("Twiml", "")
    if url and not is_address(url):
        raise malformed(21205, f"Url is not a valid URL: {url}")
    if not url and not twiml:
        raise malformed(21205, "Url parameter is required.")
    if not url and len(twiml) > LONGEST_TWIML:
        raise malformed(20001, f"Twiml may have {LONGEST_TWIML} characters at the most.")
    return url, "" if url else twiml


def _method(form: MultiDict[str, str], name: str) -> str:
    method = form.get(name, "POST").upper()
    if method not in METHODS:
        raise malformed(20001, f"{name} must be GET or POST")
    return method


def _reporting(form: MultiDict[str, str]) -> Reporting:
    url = form.get("StatusCallback", "")
    if url and not is_address(url):
        raise malformed(21609, f"StatusCallback is not a valid URL: {url}")
    events = frozenset(form.getlist("StatusCallbackEvent")) or frozenset({FINAL_EVENT})
    return Reporting(url=url, method=_method(form, "StatusCallbackMethod"), events=events)


def _timeout(text: str) -> int:
    if not text:
        return RINGS_FOR
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= LONGEST_RINGING:
        raise malformed(20001, f"Timeout must be between 1 and {LONGEST_RINGING}")
    return int(text)
