"""Messages that the product sends over REST: checked as the provider checks them, then delivered.

Provider facts: the first state is `queued` and is told in the reply only; every later state (`sent`,
`delivered`) is a report of its own to StatusCallback. Codes: 21604 no To, 21603 no From, 21602 no text, 21211
To is no number, 21610 the recipient opted out, 21617 text too long.
"""

from collections.abc import Mapping
from functools import partial

from intake.simulator.carrier import Carrier
from intake.simulator.forms import Text, message_status_fields
from intake.simulator.ordering import is_number
from intake.simulator.profiles import Profile
from intake.simulator.readers import LONGEST_MESSAGE
from intake.simulator.refusal import Refused, malformed
from intake.simulator.store import KeptMessage

STATUS_STEPS = ((0.4, "sent"), (0.9, "delivered"))


def accept(carrier: Carrier, profile: Profile, form: Mapping[str, str]) -> KeptMessage:
    """Take a message of ours as the provider would, and let its states follow. Raises Refused."""
    to, sender, body = (form.get(name, "") for name in ("To", "From", "Body"))
    _check_message(carrier, profile, to, sender, body)
    message = KeptMessage(
        sid=profile.new_sid("SM"),
        direction="outbound-api",
        sender=sender,
        to=to,
        body=body,
        status="queued",
        at=carrier.clock(),
    )
    carrier.store.keep_message(message)
    callback = form.get("StatusCallback", "")
    for delay, status in STATUS_STEPS:
        carrier.afterwards(delay, partial(_advance, carrier, profile, message, status, callback))
    return message


def _check_message(carrier: Carrier, profile: Profile, to: str, sender: str, body: str) -> None:
    if not to:
        raise malformed(21604, "A 'To' phone number is required.")
    if not sender:
        raise malformed(21603, "A 'From' phone number is required.")
    if not body:
        raise malformed(21602, "Message body is required.")
    if len(body) > LONGEST_MESSAGE:
        raise malformed(21617, "The concatenated message body exceeds the 1600 character limit.")
    if not is_number(to):
        raise malformed(21211, f"The 'To' number {to} is not a valid phone number.")
    if profile.keeps_opt_outs and carrier.store.has_opted_out(to):
        raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")


def _advance(carrier: Carrier, profile: Profile, message: KeptMessage, status: str, callback: str) -> None:
    carrier.store.set_message_status(message.sid, status)
    if callback:
        text = Text(
            account_sid=carrier.account.sid,
            sid=message.sid,
            sender=message.sender,
            to=message.to,
            body=message.body,
        )
        carrier.deliver(callback, message_status_fields(profile, text, status), profile=profile)
