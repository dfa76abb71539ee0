"""The operations on hooks: register, list, end, look at deliveries, send a dead one again."""

from __future__ import annotations

import base64
import secrets
from http import HTTPStatus
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from intake.api.addresses import target_of
from intake.api.answers import CreatedHook, Delivery, DeliveryPage, Hook, HookList
from intake.api.courier import SECRET_COLUMN, SECRET_PREFIX
from intake.api.given_up import from_the_beginning
from intake.api.model import DeliveryRow, DeliveryStatus, HookRow
from intake.api.operations import Answer, Call
from intake.api.policy import MOST_HOOKS
from intake.api.problems import Problem
from intake.api.schemas import DeliveryQuery, NewHook
from intake.cases.model import ComplaintRow, EventRow

KEY_BYTES = 24


def register(call: Call) -> Answer:
    """A hook for what happens from now on, with its secret. Raises Problem for an address of no use."""
    new = call.sent(NewHook)
    if target_of(new.url) is None:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", errors=[("/url", "address")])
    if len(own_hooks(call)) >= MOST_HOOKS:
        raise Problem(HTTPStatus.CONFLICT, "hooks")
    secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    newest = call.connection.scalar(select(func.max(EventRow.id))) or 0
    values = {
        "ref": secrets.token_urlsafe(16),
        "token_id": call.token.id,
        "url": new.url,
        "secret_sealed": call.services.sealer.seal(secret, SECRET_COLUMN),
        "kinds": sorted({event.value for event in new.events}),
        "created_at": call.at,
        "scanned_to": newest,
        "ceiling": newest,
        "ceiling_at": call.at,
    }
    shown = (HookRow.ref, HookRow.url, HookRow.kinds, HookRow.created_at)
    row = call.connection.execute(insert(HookRow).values(values).returning(*shown)).one()
    return Answer(code=HTTPStatus.CREATED, body=CreatedHook(**fields(row), secret=secret))


def own_hooks(call: Call) -> list[Row[*tuple[Any, ...]]]:
    """The hooks of this token that were not ended."""
    query = select(HookRow.__table__).where(HookRow.token_id == call.token.id, HookRow.ended_at.is_(None))
    return list(call.connection.execute(query.order_by(HookRow.id)))


def fields(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {"id": row.ref, "url": row.url, "events": row.kinds, "created_at": row.created_at}


def listed(call: Call) -> Answer:
    """The hooks of this token."""
    return Answer(body=HookList(items=[Hook(**fields(row)) for row in own_hooks(call)]))


def one(call: Call) -> Row[*tuple[Any, ...]]:
    """The hook of the address. Raises Problem, alike for another token's."""
    row = next((row for row in own_hooks(call) if row.ref == call.path["hook_id"]), None)
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return row


def end(call: Call) -> Answer:
    """Send nothing more to a hook, what was still to be sent neither."""
    row = one(call)
    call.connection.execute(update(HookRow).where(HookRow.id == row.id).values(ended_at=call.at))
    return Answer(code=HTTPStatus.NO_CONTENT)


def deliveries(call: Call) -> Answer:
    """What was or is to be sent to a hook, newest first."""
    hook, wanted = one(call), call.asked(DeliveryQuery)
    query = (
        select(DeliveryRow.__table__, EventRow.event, ComplaintRow.case_no)
        .join(EventRow, EventRow.id == DeliveryRow.event_id)
        .join(ComplaintRow, ComplaintRow.id == EventRow.complaint_id)
        .where(DeliveryRow.hook_id == hook.id)
        .order_by(DeliveryRow.id.desc())
        .limit(wanted.limit + 1)
    )
    if wanted.status:
        query = query.where(DeliveryRow.status == wanted.status)
    if wanted.cursor:
        query = query.where(DeliveryRow.id < int(wanted.cursor))
    rows = call.connection.execute(query).all()
    page, more = rows[: wanted.limit], len(rows) > wanted.limit
    following = str(page[-1].id) if more else None
    return Answer(body=DeliveryPage(items=[delivery(row) for row in page], next=following))


def delivery(row: Row[*tuple[Any, ...]]) -> Delivery:
    pending = row.status is DeliveryStatus.PENDING
    return Delivery(
        id=row.ref,
        event=row.event,
        case_no=row.case_no,
        status=row.status,
        attempts=row.attempts,
        code=row.code,
        fault=row.fault,
        created_at=row.created_at,
        due_at=row.due_at if pending else None,
        delivered_at=row.delivered_at,
    )


def send_again(call: Call) -> Answer:
    """Try a delivery from the beginning, whatever became of it."""
    hook = one(call)
    row = DeliveryRow
    again = update(row).where(row.hook_id == hook.id, row.ref == call.path["delivery_id"])
    if call.connection.execute(again.values(from_the_beginning(call.at))).rowcount == 0:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return Answer(code=HTTPStatus.NO_CONTENT)
