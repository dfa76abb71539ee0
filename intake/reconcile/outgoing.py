"""Texts of ours: those of unknown fate are looked for at the provider, and statuses that never came are read.

A text that may have been sent is matched by its number, its words and its time. Found: it is bound to what
was found. Surely absent ten minutes later, and asked for once more by its number: it never went out and is
sent once again. Where the provider has more of the same than we know of, or fewer, nobody can tell which is
which, and an operator looks.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from intake.cases.privacy import CALLER_COLUMN
from intake.database import Database
from intake.desk.services import Services
from intake.errors import SealError
from intake.reconcile.provider import Lists, chunks, text_time
from intake.reconcile.report import Mark, Marks
from intake.telephony import delivery, outbox
from intake.telephony.lists import ListedMessage, is_same
from intake.telephony.model import MessageStatus, OutgoingMessageRow

LOOKED_FOR = timedelta(days=7)  # afterwards a message of unknown fate stays one
SKEW = timedelta(minutes=10)  # between clocks, and within one batch of sending
SETTLED_AFTER = timedelta(minutes=10)
ANSWERS = "outbound-reply"  # written into the answer to a webhook, never queued here

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """A message that is being sent, or of which nobody knows whether it was."""

    id: int
    number: str
    body: str
    status: MessageStatus
    created_at: datetime
    updated_at: datetime


def settle(services: Services, provider: Lists, since: datetime, now: datetime) -> Marks:
    """Compare outgoing messages. Raises ProviderFault; what was settled before it stays so."""
    outbox.abandon_overdue(services.database, now)
    doubts, unopened = in_doubt(services, now)
    start = min([since, *(one.created_at - SKEW for one in doubts)])
    listed = [one for one in provider.list_messages(start) if not one.is_incoming]
    known = statuses(services.database, listed)
    marks = Marks({Mark.SEEN: len(listed), Mark.KNOWN: len(known), Mark.DOUBTFUL: unopened})
    marks[Mark.MENDED] += refresh(services.database, listed, known, now)
    loose = unbound(listed, known)
    for alike in grouped(doubts):
        found = candidates(alike, loose)
        if any(one.status is MessageStatus.SENDING for one in alike):
            continue
        if len(found) == len(alike):
            bind(services.database, alike, found, now)
            marks[Mark.MENDED] += len(alike)
        elif found:
            log.error("%s messages may be any of %s at the provider", len(alike), len(found))
            marks[Mark.DOUBTFUL] += len(alike)
        elif all(now - one.updated_at >= SETTLED_AFTER for one in alike):
            marks[Mark.MENDED] += try_again(services, provider, alike, now)
    return marks


def in_doubt(services: Services, now: datetime) -> tuple[list[Doubt], int]:
    """What is under way or of unknown fate, oldest first, and how many have a number that can't be opened."""
    row = OutgoingMessageRow
    waiting = row.status.in_((MessageStatus.UNKNOWN, MessageStatus.SENDING))
    query = select(row.id, row.to_sealed, row.body, row.status, row.created_at, row.updated_at)
    with services.database.read() as connection:
        rows = connection.execute(
            query.where(waiting, row.created_at >= now - LOOKED_FOR).order_by(row.id)
        ).all()
    doubts, unopened = [], 0
    for one in rows:
        try:
            number = services.sealer.open(one.to_sealed, CALLER_COLUMN)
        except SealError:
            unopened += 1
            continue
        doubts.append(
            Doubt(
                id=one.id, number=number, body=one.body.strip(), status=one.status,
                created_at=one.created_at, updated_at=one.updated_at,
            )
        )  # fmt: skip
    return doubts, unopened


def statuses(database: Database, listed: Iterable[ListedMessage]) -> dict[str, MessageStatus]:
    """Where those listed stand here, by the provider's id."""
    row = OutgoingMessageRow
    known: dict[str, MessageStatus] = {}
    with database.read() as connection:
        for ids in chunks(one.provider_id for one in listed):
            query = select(row.provider_message_id, row.status).where(row.provider_message_id.in_(ids))
            known |= {str(name): status for name, status in connection.execute(query).all()}
    return known


def refresh(
    database: Database, listed: Iterable[ListedMessage], known: dict[str, MessageStatus], now: datetime
) -> int:
    """Take the list's word as a report where it is further on; says how often it was."""
    behind = [one for one in listed if one.provider_id in known and is_behind(known[one.provider_id], one)]
    if behind:
        with database.write() as connection:
            for one in behind:
                delivery.note_status(
                    connection, one.provider_id, one.status, error_code=one.error_code, token="", at=now
                )
    return len(behind)


def is_behind(status: MessageStatus, listed: ListedMessage) -> bool:
    reported = delivery.REPORTED.get(listed.status)
    return reported is not None and delivery.RANK[reported] > delivery.RANK[status]


def grouped(doubts: Iterable[Doubt]) -> list[list[Doubt]]:
    """Messages with the same words to the same number, which can't be told apart."""
    groups: dict[tuple[str, str], list[Doubt]] = defaultdict(list)
    for one in doubts:
        groups[one.number, one.body].append(one)
    return list(groups.values())


def unbound(listed: Iterable[ListedMessage], known: Collection[str]) -> list[ListedMessage]:
    """Those that we sent by a request and that are bound to no message here."""
    return [
        one
        for one in listed
        if not one.is_incoming and one.direction != ANSWERS and one.provider_id not in known
    ]


def candidates(alike: Sequence[Doubt], loose: Iterable[ListedMessage]) -> list[ListedMessage]:
    """What is listed and may be one of these, oldest first."""
    first, last = min(one.created_at for one in alike) - SKEW, max(one.updated_at for one in alike) + SKEW
    return [
        one
        for one in loose
        if one.body.strip() == alike[0].body
        and first <= one.created_at <= last
        and is_same(one.to, alike[0].number)
    ]


def bind(database: Database, alike: Sequence[Doubt], found: Sequence[ListedMessage], now: datetime) -> None:
    """Each message is one of those found; of several alike it doesn't matter which."""
    with database.write() as connection:
        for one, listed in zip(alike, found, strict=True):
            delivery.bind(connection, one.id, listed.provider_id, now)
            delivery.note_status(
                connection, listed.provider_id, listed.status, error_code=listed.error_code, token="", at=now
            )


def try_again(services: Services, provider: Lists, alike: Sequence[Doubt], now: datetime) -> int:
    """Absent from the list: asked for by the number too, then sent once more or given up; says how many."""
    start = min(one.created_at for one in alike) - SKEW
    listed = provider.list_messages(start, to=alike[0].number)
    if candidates(alike, unbound(listed, statuses(services.database, listed))):
        return 0  # it has come into the list since; the next comparison settles it
    zone = ZoneInfo(services.settings.timezone)
    settled = 0
    with services.database.write() as connection:
        for one in alike:
            due = text_time(one.created_at, now, zone)
            again = due is not None and outbox.queue_again(connection, one.id, due, now)
            settled += again or outbox.give_up(connection, one.id, now)
    return settled
