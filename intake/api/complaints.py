"""The operations on cases: create, read, list, add evidence, the timeline, the complainant's number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from sqlalchemy import Row, Select, select

from intake.api.answers import ComplaintPage, Contact, Timeline, TimelineEvent
from intake.api.operations import Answer, Call
from intake.api.problems import Problem
from intake.api.schemas import ContactReason, ListQuery, NewEvidence
from intake.api.shown import CASES, complaint, full, number, visible
from intake.api.stating import form_of, in_words
from intake.cases.conversations import new_token
from intake.cases.decisions import advance, case_by_number
from intake.cases.lifecycle import Event
from intake.cases.model import Channel, ComplaintRow, EventRow
from intake.cases.privacy import CALLER_COLUMN, WISH_COLUMN
from intake.cases.timeline import Happening
from intake.desk.adding import Addition, Effect, add, file_of, scene_of
from intake.directory.model import HallRow

Cases = Select[*tuple[Any, ...]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def found(call: Call) -> Row[*tuple[Any, ...]]:
    """The case of the address. Raises Problem alike for one that isn't and one that is not for the token."""
    query = visible(call.token, CASES.where(ComplaintRow.case_no == call.path["case_no"]))
    row = call.connection.execute(query).one_or_none()
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return row


def read(call: Call) -> Answer:
    """One case."""
    return Answer(body=full(found(call), call.services.sealer, call.texts))


def listed(call: Call) -> Answer:
    """Some cases, a page at a time, by keyset: pages neither repeat nor leave out what stays as it is."""
    wanted = call.asked(ListQuery)
    query = visible(call.token, CASES)
    if wanted.status:
        query = query.where(ComplaintRow.status.in_(wanted.status))
    if wanted.hall is not None:
        query = query.where(HallRow.code == wanted.hall)
    if wanted.window is not None:
        query = query.where(ComplaintRow.window == wanted.window)
    since = wanted.updated_since
    query = newest_first(query, wanted) if since is None else in_order_of_change(query, wanted, since)
    rows = call.connection.execute(query.limit(wanted.limit + 1)).all()
    page = rows[: wanted.limit]
    more = len(rows) > wanted.limit
    return Answer(
        body=ComplaintPage(
            items=[complaint(row, call.services.sealer, call.texts) for row in page],
            next=cursor(page[-1], changes=since is not None) if more else None,
        )
    )


def newest_first(query: Cases, wanted: ListQuery) -> Cases:
    """By id, downwards."""
    if wanted.cursor:
        query = query.where(ComplaintRow.id < int(wanted.cursor.rpartition("-")[2]))
    return query.order_by(ComplaintRow.id.desc())


def in_order_of_change(
    query: Select[*tuple[Any, ...]], wanted: ListQuery, since: datetime
) -> Select[*tuple[Any, ...]]:
    """By when they changed, upwards. Who keeps up begins some minutes before the last change they saw: one
    that was stored late may stand before it."""
    query = query.where(ComplaintRow.updated_at >= min(max(since, EPOCH), LAST))
    if wanted.cursor:
        micros, _, last = wanted.cursor.rpartition("-")
        at = min(EPOCH + int(micros or 0) * MICROSECOND, LAST)
        query = query.where(
            (ComplaintRow.updated_at > at) | ((ComplaintRow.updated_at == at) & (ComplaintRow.id > int(last)))
        )
    return query.order_by(ComplaintRow.updated_at, ComplaintRow.id)


def cursor(row: Row[*tuple[Any, ...]], *, changes: bool) -> str:
    """Where a page ended."""
    return f"{(row.updated_at - EPOCH) // MICROSECOND}-{row.id}" if changes else str(row.id)


def add_evidence(call: Call) -> Answer:
    """Something more about a case, by the rules of a text message; after its check has begun, a note."""
    row, new = found(call), call.sent(NewEvidence)
    if not (new.text or new.window or new.staff_no or new.day):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=[("", "empty")])
    file = file_of(call.services, call.connection, row.case_no, lock=True)
    if file is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    scene = scene_of(call.services, call.connection, file, "", call.at)
    addition = Addition(
        form=form_of(new, new.text or "", scene),
        channel=Channel.WEB,
        event_key=f"api:{new_token()}",
        actor=call.token.actor,
        heard=in_words(new, new.text or ""),
        ids={"token": call.token.name},
    )
    effect, _ = add(call.services, call.connection, file, addition, call.at)
    if effect is Effect.OTHER_CASE:
        raise Problem(HTTPStatus.CONFLICT, "other_case")
    return read(call)


def timeline(call: Call) -> Answer:
    """Every change of a case's status. Who made it and what people wrote about it stays inside."""
    row = found(call)
    rows = call.connection.execute(
        select(EventRow)
        .where(EventRow.complaint_id == row.id, EventRow.from_status != EventRow.to_status)
        .order_by(EventRow.seq)
    )
    return Answer(
        body=Timeline(
            items=[
                TimelineEvent(
                    seq=one.seq,
                    event=one.event,
                    from_status=one.from_status or None,
                    to_status=one.to_status,
                    at=one.at,
                )
                for one in rows
            ]
        )
    )


def contact(call: Call) -> Answer:
    """The complainant's numbers; that they were looked at, and why, goes into the timeline."""
    row, reason = found(call), call.sent(ContactReason).reason
    case = case_by_number(call.connection, row.case_no)
    if case is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    happening = Happening(
        events=(Event.UNMASKED,),
        at=call.at,
        actor=call.token.actor,
        key=call.services.sealer.audit_key,
        data={"reason": reason, "what": "phone"},
    )
    advance(call.connection, case, happening)
    sealer = call.services.sealer
    return Answer(
        body=Contact(
            phone=number(sealer, row.caller_sealed, CALLER_COLUMN),
            other_phone=number(sealer, row.wish_number_sealed, WISH_COLUMN),
        )
    )
