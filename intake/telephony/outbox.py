"""Outgoing text messages: queued in the transaction of their cause, sent afterwards, never twice on a guess.

A message is claimed and committed as `sending` before the provider is called. Whoever dies in between leaves
it to become `unknown`: it may have been sent, so it is not sent again; the provider's report, whose address
names the message, settles it, or else the provider's list (intake/reconcile).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, insert, select, update

from intake.database import Database
from intake.errors import PayloadError, SealError
from intake.kinds import Destinations
from intake.telephony.delivery import advance, bind, note_status
from intake.telephony.faults import Kind, ProviderFault, Sent
from intake.telephony.model import MessageStatus, OutgoingMessageRow
from intake.telephony.text import callable_number

LEASE = timedelta(minutes=5)
BATCH = 20
MENDING_DELAY = timedelta(minutes=10)
DELAYS = [timedelta(seconds=seconds) for seconds in (15, 60, 300, 900, 3600, 7200)]
LONGEST_FIELD = 64
NEVER_SENT = "never_sent"
TOKEN = "message"  # noqa: S105 - the name of a parameter of our status address

log = logging.getLogger(__name__)


class Messenger(Protocol):
    """What sending needs of the provider's client."""

    def send_message(self, to: str, from_: str, body: str, status_callback: str) -> Sent: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """From whom messages come, in E.164, where reports on them go to, and whom we may text."""

    number: str
    status_url: str
    destinations: Destinations


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A message that is ours to send."""

    id: int
    to_sealed: bytes
    body: str
    token: str
    attempts: int
    lease: datetime


QUEUE = insert(OutgoingMessageRow).returning(OutgoingMessageRow.id)


def queue(
    connection: Connection,
    *,
    complaint_id: int | None,
    purpose: str,
    to_sealed: bytes,
    body: str,
    at: datetime,
) -> int:
    """Put a message in the outbox; it goes out if this transaction commits. Returns its id."""
    values = {
        "complaint_id": complaint_id, "purpose": purpose, "to_sealed": to_sealed, "body": body,
        "token": secrets.token_urlsafe(16), "status": MessageStatus.QUEUED, "attempts": 0,
        "due_at": at, "created_at": at, "updated_at": at,
    }  # fmt: skip
    return connection.execute(QUEUE, values).scalar_one()


def send_due(
    database: Database,
    client: Messenger,
    open_number: Callable[[bytes], str],
    sender: Sender,
    now: datetime,
    opted_out: Callable[[Connection, bytes], None] = lambda *_: None,
) -> int:
    """Send what is due; says how many the provider took. Stops at a fault that would meet every message.

    opted_out: notes that the provider says that a number, sealed, wants no texts.
    """
    abandon_overdue(database, now)
    taken = 0
    # One at a time: were this process to die, only the message at the provider would be in doubt.
    for _ in range(BATCH):
        claim = claim_next(database, now)
        if claim is None:
            break
        try:
            sent = send(client, open_number, sender, claim)
        except ProviderFault as fault:
            with database.write() as connection:
                record_fault(connection, claim, fault, now)
                if fault.kind is Kind.CONSENT:
                    opted_out(connection, claim.to_sealed)
            if fault.kind is Kind.CONFIGURATION:
                break
        else:
            with database.write() as connection:
                bind(connection, claim.id, sent.provider_id, now)
                advance(connection, claim.id, sent.status, "", now)
            taken += 1
    return taken


def send(client: Messenger, open_number: Callable[[bytes], str], sender: Sender, claim: Claim) -> Sent:
    """Hand one message to the provider, unless its number is none that we may text. Raises ProviderFault."""
    try:
        number = open_number(claim.to_sealed)
    except SealError as error:
        raise ProviderFault(Kind.CONFIGURATION) from error
    if not callable_number(number, sender.destinations):
        raise ProviderFault(Kind.NUMBER)
    status_callback = f"{sender.status_url}?{TOKEN}={claim.token}"
    return client.send_message(number, sender.number, claim.body, status_callback)


def abandon_overdue(database: Database, now: datetime) -> None:
    """Whoever was sending these is gone; nobody knows whether they went out."""
    row = OutgoingMessageRow
    overdue = (row.status == MessageStatus.SENDING) & (row.lease_until <= now)
    values = {"status": MessageStatus.UNKNOWN, "lease_until": None, "updated_at": now}
    with database.write() as connection:
        abandoned = connection.execute(update(row).where(overdue).values(values)).rowcount
    if abandoned:
        log.error("%s messages may or may not have been sent", abandoned)


def claim_next(database: Database, now: datetime) -> Claim | None:
    """Take the next due message and commit it as being sent."""
    row = OutgoingMessageRow
    due = select(row.id).where(row.status == MessageStatus.QUEUED, row.due_at <= now).order_by(row.due_at)
    values = {"status": MessageStatus.SENDING, "lease_until": now + LEASE, "updated_at": now}
    with database.write() as connection:
        row_id = connection.scalar(due.limit(1).with_for_update(skip_locked=True))
        if row_id is None:
            return None
        found = connection.execute(
            update(row)
            .where(row.id == row_id)
            .values(values | {"attempts": row.attempts + 1})
            .returning(row.id, row.to_sealed, row.body, row.token, row.attempts)
        ).one()
    return Claim(
        id=found[0], to_sealed=found[1], body=found[2], token=found[3], attempts=found[4], lease=now + LEASE
    )


def record_fault(connection: Connection, claim: Claim, fault: ProviderFault, now: datetime) -> None:
    """What a fault makes of the message; a report that came meanwhile knows better and stays."""
    log.warning("message %s: %s", claim.id, fault.reason)
    row = OutgoingMessageRow
    held = (row.id == claim.id) & (row.status == MessageStatus.SENDING) & (row.lease_until == claim.lease)
    connection.execute(update(row).where(held).values(after_fault(claim, fault, now)))


def after_fault(claim: Claim, fault: ProviderFault, now: datetime) -> dict[str, Any]:
    """The row's new values."""
    values: dict[str, Any] = {"lease_until": None, "updated_at": now, "error_code": fault.reason}
    spread = timedelta(seconds=claim.id % 10)  # so that a throttled crowd does not come back as one
    if fault.kind is Kind.AMBIGUOUS:
        return values | {"status": MessageStatus.UNKNOWN}
    if fault.kind in {Kind.CONFIGURATION, Kind.THROTTLED}:
        delay = MENDING_DELAY if fault.kind is Kind.CONFIGURATION else DELAYS[1]
        uncounted = {"attempts": claim.attempts - 1, "due_at": now + delay + spread}
        return values | {"status": MessageStatus.QUEUED} | uncounted
    if fault.kind is Kind.NOT_PLACED and claim.attempts <= len(DELAYS):
        return values | {"status": MessageStatus.QUEUED, "due_at": now + DELAYS[claim.attempts - 1] + spread}
    return values | {"status": MessageStatus.FAILED}


def queue_again(connection: Connection, row_id: int, at: datetime, now: datetime) -> bool:
    """Send a message of unknown fate after all: the provider's list proves that it has none such.

    Once: this uses up every further try. Says whether the message was still of unknown fate.
    """
    row = OutgoingMessageRow
    values = {"status": MessageStatus.QUEUED, "attempts": len(DELAYS), "due_at": at, "updated_at": now}
    values["settled_at"] = None
    untried = lost(row_id) & (row.attempts <= len(DELAYS))
    return connection.execute(update(row).where(untried).values(values)).rowcount == 1


def give_up(connection: Connection, row_id: int, now: datetime) -> bool:
    """A message that certainly never went out is not tried any more. Says whether its fate was unknown."""
    values = {"status": MessageStatus.FAILED, "error_code": NEVER_SENT, "updated_at": now}
    return connection.execute(update(OutgoingMessageRow).where(lost(row_id)).values(values)).rowcount == 1


def lost(row_id: int) -> ColumnElement[bool]:
    """The message, as long as nothing has been heard of it."""
    row = OutgoingMessageRow
    return (row.id == row_id) & (row.status == MessageStatus.UNKNOWN) & row.provider_message_id.is_(None)


def receive_status(database: Database, form: Mapping[str, str], at: datetime, token: str = "") -> None:
    """A report from the provider. `token`: the status address's parameter `message`. Raises PayloadError."""
    provider_id = (form.get("MessageSid") or form.get("SmsSid") or "").strip()
    status = (form.get("MessageStatus") or form.get("SmsStatus") or "").strip().lower()
    for field, value in (("MessageSid", provider_id), ("MessageStatus", status)):
        if not value or len(value) > LONGEST_FIELD:
            raise PayloadError("payload.error.missing", field=field)
    error_code = form.get("ErrorCode", "")[:LONGEST_FIELD]
    with database.write() as connection:
        note_status(
            connection, provider_id, status, error_code=error_code, token=token[:LONGEST_FIELD], at=at
        )
