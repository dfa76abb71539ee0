"""Reading the dossier of a claimed callback."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, exists, func, select
from sqlalchemy.orm import aliased

from intake.callbacks.attempts import of_callback
from intake.callbacks.dossier import Claim, Dossier
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import Outcome
from intake.callbacks.service import may_not_call
from intake.cases.model import Channel, ComplaintRow, ConversationRow
from intake.cases.privacy import CALLER_COLUMN, WISH_COLUMN, Sealer
from intake.cases.wishes import has_opted_out
from intake.directory.model import HallRow
from intake.telephony.faults import Kind as Fault
from intake.telephony.model import MessageStatus, OutgoingMessageRow
from intake.telephony.reasons import kind_of
from matching.interview import Wish

OTHERS_WITHIN = timedelta(days=2)  # longer than any spacing within a day, and than a local day
NO_TEXTS = frozenset({Fault.NUMBER, Fault.LANDLINE, Fault.DELIVERY_NEVER})
OF_CASE = (
    select(
        CallbackRow.requested_at,
        CallbackRow.reason,
        CallbackRow.not_before,
        ComplaintRow.case_no,
        ComplaintRow.status,
        ComplaintRow.language,
        ComplaintRow.wish,
        ComplaintRow.wish_number_sealed,
        ComplaintRow.caller_sealed,
        ComplaintRow.preferred,
        HallRow.name.label("hall_name"),
        HallRow.hotline,
        HallRow.timezone,
    )
    .join(ComplaintRow, ComplaintRow.id == CallbackRow.complaint_id)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
)
OUR_CALL = aliased(AttemptRow)
# What the complainant did by themselves: our own calls to them are conversations too.
HEARD = select(
    func.max(ConversationRow.heard_at),
    func.max(ConversationRow.heard_at).filter(
        ConversationRow.channel == Channel.PHONE, ConversationRow.ended.is_(None)
    ),
).where(~exists().where(OUR_CALL.provider_call_id == ConversationRow.provider_id))


def read_dossier(
    connection: Connection, sealer: Sealer, claim: Claim, default_zone: str, now: datetime
) -> Dossier:
    """Everything about a claimed callback. Raises SealError where the number can't be opened."""
    row = connection.execute(OF_CASE.where(CallbackRow.id == claim.id)).one()
    number = number_of(row, sealer)
    index = sealer.index(number) if number else ""
    heard = connection.execute(HEARD.where(ConversationRow.complaint_id == claim.complaint_id)).one()
    return Dossier(
        claim=claim,
        requested_at=row.requested_at,
        reason=row.reason,
        not_before=row.not_before,
        case_no=row.case_no,
        status=row.status,
        language=row.language,
        wish=row.wish,
        preferred=row.preferred,
        hall_name=row.hall_name or "",
        hotline=row.hotline or "",
        timezone=row.timezone or default_zone,
        number=number,
        callee_index=index,
        heard_at=heard[0],
        talking_at=heard[1],
        attempts=of_callback(connection, claim.id),
        others=calls_about_others(connection, claim, index, now),
        texts=texts_of(connection, claim),
        may_not_call=bool(index) and may_not_call(connection, index),
        opted_out=bool(index) and (has_opted_out(connection, index) or takes_none(connection, claim)),
    )


def number_of(row: Row[*tuple[object, ...]], sealer: Sealer) -> str:
    """The number that the complainant wants to be called at; empty for a withheld one."""
    if row.wish is Wish.OTHER_NUMBER and row.wish_number_sealed:
        return sealer.open(row.wish_number_sealed, WISH_COLUMN)
    return sealer.open(row.caller_sealed, CALLER_COLUMN) if row.caller_sealed else ""


def calls_about_others(
    connection: Connection, claim: Claim, callee_index: str, now: datetime
) -> tuple[datetime, ...]:
    """When we lately called the same number about other cases, and its telephone may have rung."""
    rows = connection.execute(
        select(AttemptRow.dialed_at).where(
            AttemptRow.callee_index == callee_index,
            AttemptRow.callback_id != claim.id,
            AttemptRow.dialed_at >= now - OTHERS_WITHIN,
            AttemptRow.outcome.is_distinct_from(Outcome.NOT_PLACED),
        )
    )
    return tuple(sorted(row.dialed_at for row in rows))


def texts_of(connection: Connection, claim: Claim) -> tuple[datetime, ...]:
    """When this callback's texts went out, or will; those that could not be sent don't count."""
    rows = connection.execute(
        select(OutgoingMessageRow.due_at)
        .join(AttemptRow, AttemptRow.text_id == OutgoingMessageRow.id)
        .where(AttemptRow.callback_id == claim.id, OutgoingMessageRow.status != MessageStatus.FAILED)
        .order_by(OutgoingMessageRow.due_at)
    )
    return tuple(row.due_at for row in rows)


def takes_none(connection: Connection, claim: Claim) -> bool:
    """Whether a text of this callback showed that none can arrive: a landline, blocked, filtered."""
    reasons = connection.execute(
        select(OutgoingMessageRow.error_code)
        .join(AttemptRow, AttemptRow.text_id == OutgoingMessageRow.id)
        .where(AttemptRow.callback_id == claim.id, OutgoingMessageRow.error_code.is_not(None))
    ).scalars()
    return any(kind_of(reason or "") in NO_TEXTS for reason in reasons)
