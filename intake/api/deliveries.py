"""Events on their way to hooks: noted as rows, claimed with a lease, sent, tried again, or dead.

At least once: whoever dies after sending and before noting it leaves the row to be sent again, under the same
id. Nobody waits for a receiver within a transaction.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from intake.api.courier import SECRET_COLUMN, Courier, Outcome
from intake.api.model import DeliveryRow, DeliveryStatus, HookRow, RequestRow, TokenRow
from intake.api.policy import KEPT_FOR, wait_after
from intake.cases.model import ComplaintRow, EventRow
from intake.cases.privacy import Sealer
from intake.database import Database
from intake.desk.throttle import forget
from intake.directory.model import HallRow
from intake.errors import SealError

LEASE = timedelta(minutes=2)
BATCH = 20  # sent in one run
SCANNED = 500  # events noted for one hook in one run
SETTLED_AFTER = timedelta(minutes=5)  # longer than any transaction of ours

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A delivery that is ours until the lease ends."""

    id: int
    claim: str
    ref: str
    hook_id: int
    url: str
    secret_sealed: bytes
    attempts: int
    body: bytes


def deliver_due(database: Database, sealer: Sealer, courier: Courier, clock: Callable[[], datetime]) -> int:
    """Note what happened for every hook, and send what is due; says how many receivers took one.

    The scheduler's job, every few seconds, in any number of schedulers at once.
    """
    with database.write() as connection:
        database.one_at_a_time(connection, "api hooks")
        for hook in live_hooks(connection):
            note_events(connection, hook, clock())
    taken = 0
    for _ in range(BATCH):
        with database.write() as connection:
            claim = claim_next(connection, clock())
        if claim is None:
            break
        outcome = send(sealer, courier, claim, clock())
        with database.write() as connection:
            settle(connection, claim, outcome, clock())
        taken += outcome.taken
    return taken


def clear(database: Database, now: datetime) -> int:
    """Delete answers kept for repeated requests and counts that are over; says how many rows."""
    with database.write() as connection:
        old = delete(RequestRow).where(RequestRow.at < now - KEPT_FOR)
        return connection.execute(old).rowcount + forget(connection, now)


def live_hooks(connection: Connection) -> list[Row[*tuple[Any, ...]]]:
    """Hooks that were not ended, of tokens that were not revoked."""
    query = (
        select(HookRow.__table__, TokenRow.hall_id)
        .join(TokenRow, TokenRow.id == HookRow.token_id)
        .where(HookRow.ended_at.is_(None), TokenRow.revoked_at.is_(None))
    )
    return list(connection.execute(query))


def note_events(connection: Connection, hook: Row[*tuple[Any, ...]], now: datetime) -> None:
    """A delivery for every event that has none.

    Ids are given before commits: an event with a lower id may come to light after one with a higher. So
    everything above the last settled id is looked at again, and an id is settled only after a while.
    """
    wanted = (
        select(EventRow.id)
        .join(ComplaintRow, ComplaintRow.id == EventRow.complaint_id)
        .where(
            EventRow.id > hook.scanned_to,
            EventRow.from_status != EventRow.to_status,
            ~exists().where(DeliveryRow.hook_id == hook.id, DeliveryRow.event_id == EventRow.id),
        )
        .order_by(EventRow.id)
        .limit(SCANNED)
    )
    if hook.kinds:
        wanted = wanted.where(EventRow.event.in_(hook.kinds))
    if hook.hall_id is not None:
        wanted = wanted.where(ComplaintRow.hall_id == hook.hall_id)
    found = [row.id for row in connection.execute(wanted)]
    if found:
        connection.execute(insert(DeliveryRow), [new_delivery(hook.id, event, now) for event in found])
    if now - hook.ceiling_at >= SETTLED_AFTER and len(found) < SCANNED:
        newest = connection.scalar(select(func.max(EventRow.id))) or 0
        values = {"scanned_to": hook.ceiling, "ceiling": newest, "ceiling_at": now}
        connection.execute(update(HookRow).where(HookRow.id == hook.id).values(values))


def new_delivery(hook_id: int, event_id: int, now: datetime) -> dict[str, Any]:
    return {
        "ref": secrets.token_urlsafe(16),
        "hook_id": hook_id,
        "event_id": event_id,
        "status": DeliveryStatus.PENDING,
        "attempts": 0,
        "due_at": now,
        "fault": "",
        "created_at": now,
    }


DUE = (
    select(DeliveryRow.id)
    .join(HookRow, HookRow.id == DeliveryRow.hook_id)
    .join(TokenRow, TokenRow.id == HookRow.token_id)
    .where(
        DeliveryRow.status == DeliveryStatus.PENDING,
        HookRow.ended_at.is_(None),
        TokenRow.revoked_at.is_(None),
    )
    .order_by(DeliveryRow.due_at, DeliveryRow.id)
    .limit(1)
    .with_for_update(of=DeliveryRow, skip_locked=True)
)
CLAIMED = (
    select(
        DeliveryRow.__table__,
        HookRow.url,
        HookRow.secret_sealed,
        EventRow.event,
        EventRow.seq,
        EventRow.at,
        EventRow.from_status,
        EventRow.to_status,
        ComplaintRow.case_no,
        ComplaintRow.external_no,
        HallRow.code.label("hall"),
    )
    .join(HookRow, HookRow.id == DeliveryRow.hook_id)
    .join(EventRow, EventRow.id == DeliveryRow.event_id)
    .join(ComplaintRow, ComplaintRow.id == EventRow.complaint_id)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
)


def claim_next(connection: Connection, now: datetime) -> Claim | None:
    """Take the next due delivery until the lease ends."""
    found = connection.scalar(DUE.where(DeliveryRow.due_at <= now))
    if found is None:
        return None
    token = secrets.token_hex(8)
    values = {"claim": token, "due_at": now + LEASE, "attempts": DeliveryRow.attempts + 1}
    connection.execute(update(DeliveryRow).where(DeliveryRow.id == found).values(values))
    row = connection.execute(CLAIMED.where(DeliveryRow.id == found)).one()
    return Claim(
        id=row.id,
        claim=token,
        ref=row.ref,
        hook_id=row.hook_id,
        url=row.url,
        secret_sealed=row.secret_sealed,
        attempts=row.attempts,
        body=body_of(row),
    )


def body_of(row: Row[Any]) -> bytes:
    """What the hook is sent: `intake.api.answers.Pushed`, of which the API's document is made.

    Written out, so that the background work needn't load what the API checks its requests with.
    """
    told = {
        "id": row.ref,
        "type": "complaint.event",
        "event": row.event,
        "at": row.at.isoformat().replace("+00:00", "Z"),
        "case_no": row.case_no,
        "external_no": row.external_no,
        "hall": row.hall,
        "seq": row.seq,
        "from_status": row.from_status or None,
        "to_status": row.to_status,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def send(sealer: Sealer, courier: Courier, claim: Claim, now: datetime) -> Outcome:
    """One try."""
    try:
        secret = sealer.open(claim.secret_sealed, SECRET_COLUMN)
    except SealError:
        return Outcome(code=None, fault="secret")
    return courier.send(claim.url, secret, claim.ref, claim.body, now)


def settle(connection: Connection, claim: Claim, outcome: Outcome, now: datetime) -> None:
    """Note what came of a try, unless the lease has ended and somebody else has it."""
    values: dict[str, Any] = {"claim": None, "code": outcome.code, "fault": outcome.fault}
    wait = wait_after(claim.attempts)
    if outcome.taken:
        values |= {"status": DeliveryStatus.DELIVERED, "delivered_at": now}
    elif wait is None or outcome.gone:
        values |= {"status": DeliveryStatus.DEAD}
        log.error("event %s is not taken by its hook: %s", claim.ref, outcome.fault)
    else:
        values |= {"due_at": now + wait}
    held = (DeliveryRow.id == claim.id) & (DeliveryRow.claim == claim.claim)
    connection.execute(update(DeliveryRow).where(held).values(values))
    if outcome.gone:
        connection.execute(update(HookRow).where(HookRow.id == claim.hook_id).values(ended_at=now))


def job(
    database: Database, sealer: Sealer, clock: Callable[[], datetime], courier: Courier | None = None
) -> Callable[[], int]:
    """The scheduler's job."""
    sent_by = courier or Courier()
    return lambda: deliver_due(database, sealer, sent_by, clock)
