"""Texts that people sent and that never came in: the server was down, and the provider tries only once.

They are brought in by the very use case of the webhook, in order and at the time that the provider gives,
and answered by a text of their own, since nobody waits for the webhook's answer any more. There is no reply
to what is half a day old, nor where the sender has been heard of since. The account is taken to be the
hotline's alone: what is sent to any of its numbers is meant for it, as by the webhooks.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from intake.cases.conversations import Line
from intake.cases.model import TurnRow
from intake.cases.turns import stored_answer
from intake.database import Database
from intake.desk.services import Services
from intake.errors import PayloadError
from intake.reconcile.provider import GRACE, Lists, chunks, text_time
from intake.reconcile.report import Mark, Marks
from intake.sms.payloads import Message, parse_message
from intake.sms.service import Reply, event_key, take_message
from intake.telephony import outbox
from intake.telephony.lists import ListedMessage

UNDER_WAY = "receiving"

log = logging.getLogger(__name__)


def bring_in(services: Services, provider: Lists, since: datetime, now: datetime) -> Marks:
    """Compare incoming messages, and take those that are missing. Raises ProviderFault with nothing done."""
    listed = [one for one in provider.list_messages(since) if one.is_incoming]
    known = stored(services.database, listed)
    missing = [one for one in listed if one.provider_id not in known]
    due = [one for one in missing if one.status != UNDER_WAY and now - one.created_at >= GRACE]
    media = {one.provider_id: provider.list_media(one.provider_id) for one in due if one.media}
    marks = Marks({Mark.SEEN: len(listed), Mark.KNOWN: len(known)})
    marks.update(take(services, one, media.get(one.provider_id, ()), now) for one in due)
    return marks


def stored(database: Database, listed: Iterable[ListedMessage]) -> set[str]:
    """The provider's ids of those that are here."""
    ids = {event_key(one.provider_id): one.provider_id for one in listed}
    found: set[str] = set()
    with database.read() as connection:
        for keys in chunks(ids):
            query = select(TurnRow.event_key).where(TurnRow.event_key.in_(keys))
            found |= {ids[key] for key in connection.scalars(query)}
    return found


def take(services: Services, listed: ListedMessage, media: tuple[str, ...], now: datetime) -> Mark:
    """Store one message as its webhook would have, unless that came meanwhile."""
    then = replace(services, clock=lambda: listed.created_at)

    def reply_late(connection: Connection, line: Line, reply: Reply) -> bool:
        zone = ZoneInfo(services.settings.timezone)
        return answer(connection, line, reply, text_time(listed.created_at, now, zone), listed.created_at)

    def work(connection: Connection) -> Mark:
        if stored_answer(connection, event_key(listed.provider_id)) is not None:
            return Mark.KNOWN
        take_message(then, connection, message_of(listed, media), reply_late)
        return Mark.BROUGHT_IN

    try:
        return services.database.retrying(work)
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001 - what is wrong with one message must not hold up the others
        log.error("a message could not be brought in: %s", type(error).__name__)
        return Mark.DOUBTFUL


def message_of(listed: ListedMessage, media: tuple[str, ...]) -> Message:
    """The message as the webhook's form would have given it. Raises PayloadError."""
    if not listed.provider_id:
        raise PayloadError("payload.error.missing", field="sid")
    form = {"MessageSid": listed.provider_id, "From": listed.from_, "To": listed.to, "Body": listed.body}
    form |= {f"MediaUrl{place}": name for place, name in enumerate(media)}
    return parse_message(form | {"NumMedia": str(len(media))})


def answer(connection: Connection, line: Line, reply: Reply, due: datetime | None, sent_at: datetime) -> bool:
    """Queue the reply as a text of its own. False where it would come too late, or answer what is past."""
    if due is None or line.caller_sealed is None or line.heard_at > sent_at:
        return False
    outbox.queue(
        connection,
        complaint_id=reply.case.id if reply.case else None,
        purpose="reply",
        to_sealed=line.caller_sealed,
        body=reply.text,
        at=due,
    )
    return True
