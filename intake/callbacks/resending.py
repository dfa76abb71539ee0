"""Texts after a miss that the carrier could not deliver just then: sent again hours later, a few times.

A telephone that was off may be on again (the provider's 30003, 30005, 30008; research: telephony A6). The
report stays as it is: the same words go out as another message, which takes the first one's place at the
attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, func, select, update

from intake.callbacks.days import Days
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import CallbackStatus
from intake.callbacks.verdict import Rules
from intake.database import Database, UTCDateTime
from intake.errors import CalendarError
from intake.telephony import faults, outbox
from intake.telephony.model import LOST_MESSAGES, MessageStatus, OutgoingMessageRow

AFTER = (timedelta(hours=1), timedelta(hours=3))
LATER = tuple(str(code) for code, kind in faults.CODES.items() if kind is faults.Kind.DELIVERY_LATER)
LOOKED_AT = timedelta(days=1)  # older ones tell nobody anything any more
BATCH = 100
MESSAGE = OutgoingMessageRow
COPIED = (MESSAGE.complaint_id, MESSAGE.purpose, MESSAGE.to_sealed, MESSAGE.body)
# By itself, since the words of the index name columns that other tables have too.
LOST = select(MESSAGE.id).where(LOST_MESSAGES, MESSAGE.error_code.in_(LATER))
UNDELIVERED = (
    select(AttemptRow.id.label("attempt_id"), CallbackRow.kind, MESSAGE.updated_at, *COPIED)
    .join(AttemptRow, AttemptRow.text_id == MESSAGE.id)
    .join(CallbackRow, CallbackRow.id == AttemptRow.callback_id)
    .where(MESSAGE.id.in_(LOST), MESSAGE.status == MessageStatus.UNDELIVERED)
    .where(MESSAGE.updated_at >= bindparam("since", type_=UTCDateTime))
    .where(CallbackRow.status == CallbackStatus.PENDING)
    .order_by(MESSAGE.id)
    .limit(BATCH)
    .with_for_update(of=AttemptRow)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resending:
    """By what rules, and in which zone texts go out."""

    rules: Rules
    zone: ZoneInfo

    def send_again(self, database: Database, now: datetime) -> int:
        """Put in the outbox what may go out once more; says how much."""
        with database.write() as connection:
            rows = connection.execute(UNDELIVERED, {"since": now - LOOKED_AT}).all()
            return sum(self.queue_again(connection, row) for row in rows)

    def queue_again(self, connection: Connection, lost: Row[*tuple[Any, ...]]) -> bool:
        """The same words once more, within the hours of texts; not for ever."""
        alike = (MESSAGE.complaint_id == lost.complaint_id) & (MESSAGE.to_sealed == lost.to_sealed)
        tried = connection.execute(select(func.count(MESSAGE.id)).where(alike)).scalar_one()
        policy = self.rules.policies[lost.kind]
        days = Days(calendar=self.rules.calendar, zone=self.zone, workdays_only=policy.workdays_only)
        if tried > len(AFTER):
            return False
        try:
            at = days.first(lost.updated_at + AFTER[tried - 1], policy.text_hours)
        except CalendarError:
            return False
        copied = {column.key: getattr(lost, column.key) for column in COPIED}
        again = outbox.queue(connection, **copied, at=at)
        connection.execute(update(AttemptRow).where(AttemptRow.id == lost.attempt_id).values(text_id=again))
        return True
