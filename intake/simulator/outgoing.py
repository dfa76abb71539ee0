"""Messages that the product sends over REST: checked as the provider checks them, then delivered.

Provider facts: the first state is `queued` and is told in the reply only; every later state (`sent`,
`delivered`) is a report of its own to StatusCallback. Codes: see `rest`.
"""

from collections.abc import Mapping
from functools import partial

import phonenumbers

from intake.simulator.carrier import Carrier
from intake.simulator.forms import Text, message_status_fields
from intake.simulator.profiles import Profile
from intake.simulator.readers import LONGEST_MESSAGE
from intake.simulator.store import KeptMessage

STATUS_STEPS = ((0.4, "sent"), (0.9, "delivered"))


class Refused(Exception):
    """What the REST face answers instead: HTTP status, the provider's code, its message."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def accept(network: Carrier, profile: Profile, form: Mapping[str, str]) -> KeptMessage:
    """Take a message of ours as the provider would, and let its states follow. Raises Refused."""
    to, sender, body = (form.get(name, "") for name in ("To", "From", "Body"))
    _check_message(network, to, sender, body)
    message = KeptMessage(
        sid=profile.new_sid("SM"),
        direction="outbound-api",
        sender=sender,
        to=to,
        body=body,
        status="queued",
        at=network.clock(),
    )
    network.store.keep_message(message)
    callback = form.get("StatusCallback", "")
    for delay, status in STATUS_STEPS:
        network.afterwards(delay, partial(_advance, network, profile, message, status, callback))
    return message


def _check_message(network: Carrier, to: str, sender: str, body: str) -> None:
    if not to:
        raise Refused(400, 21604, "A 'To' phone number is required.")
    if not sender:
        raise Refused(400, 21603, "A 'From' phone number is required.")
    if not body:
        raise Refused(400, 21602, "Message body is required.")
    if len(body) > LONGEST_MESSAGE:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    if not _is_number(to):
        raise Refused(400, 21211, f"The 'To' number {to} is not a valid phone number.")
    if network.store.has_opted_out(to):
        raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")


def _is_number(text: str) -> bool:
    try:
        return text.startswith("+") and phonenumbers.is_possible_number(phonenumbers.parse(text))
    except phonenumbers.NumberParseException:
        return False


def _advance(network: Carrier, profile: Profile, message: KeptMessage, status: str, callback: str) -> None:
    network.store.set_message_status(message.sid, status)
    if callback:
        text = Text(
            account_sid=network.account.sid,
            sid=message.sid,
            sender=message.sender,
            to=message.to,
            body=message.body,
        )
        network.deliver(callback, message_status_fields(profile, text, status), profile=profile)
