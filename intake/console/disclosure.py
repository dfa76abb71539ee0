"""Showing what is masked: only with a reason, and never without a trace in two places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, exists, insert, select

from intake.cases.lifecycle import Event
from intake.cases.model import ComplaintRow
from intake.cases.privacy import CALLER_COLUMN, NAME_COLUMN, WISH_COLUMN
from intake.console.access import Viewer
from intake.console.case_tables import AccessRow
from intake.console.contact_view import opened
from intake.console.sight import person_of, visible
from intake.desk.acting import stated
from intake.desk.rulings import Ruling
from intake.desk.services import Services
from intake.errors import RulingError

ONCE_IN = timedelta(hours=1)  # a page or a player asks for the same thing many times


class Masked(StrEnum):
    """What may be shown: the number that was displayed, the one to be called instead, the name."""

    NUMBER = "number"
    OTHER_NUMBER = "other_number"
    NAME = "name"


COLUMNS = {
    Masked.NUMBER: (ComplaintRow.caller_sealed, CALLER_COLUMN),
    Masked.OTHER_NUMBER: (ComplaintRow.wish_number_sealed, WISH_COLUMN),
    Masked.NAME: (ComplaintRow.complainant_sealed, NAME_COLUMN),
}


def ruling_of(services: Services, connection: Connection, viewer: Viewer, now: datetime) -> Ruling:
    """The viewer as somebody who decides: with their account, and blind to what concerns them."""
    return Ruling(
        connection,
        now,
        viewer.login,
        services.sealer.audit_key,
        account_id=viewer.account_id,
        own=person_of(viewer),
    )


@dataclass(frozen=True, slots=True)
class Access:
    """What was looked at, such as `number`, `recording`, `export`; complaint_id None for many at once."""

    complaint_id: int | None
    what: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What somebody wants to see, and why."""

    case_no: str
    what: Masked
    reason: str


def unmask(services: Services, connection: Connection, viewer: Viewer, look: Look, now: datetime) -> str:
    """The number in E.164, or the name, after the look was written down. Whoever calls has checked the right.

    Raises RulingError without a reason, for a case that is not for the viewer, where there is no number.
    """
    why, case_no = stated(look.reason), look.case_no
    column, name = COLUMNS[look.what]
    found = connection.execute(
        visible(viewer, select(ComplaintRow.id, column).where(ComplaintRow.case_no == case_no))
    ).first()
    if found is None:
        raise RulingError("callbacks.error.no_case", case_no=case_no)
    number = opened(services, found[1], name)
    if not number:
        raise RulingError("desk.error.no_number")
    ruling = ruling_of(services, connection, viewer, now)
    ruling.remark(ruling.case(case_no), Event.UNMASKED, {"what": look.what.value, "reason": why})
    note_access(connection, viewer, Access(found[0], look.what.value, why), now)
    return number


def note_access(connection: Connection, viewer: Viewer, access: Access, now: datetime) -> None:
    """Write down that somebody saw or took out personal data."""
    values = {"account_id": viewer.account_id, "complaint_id": access.complaint_id, "what": access.what}
    connection.execute(insert(AccessRow), values | {"reason": access.reason, "at": now})


def is_noted(connection: Connection, viewer: Viewer, complaint_id: int, what: str, now: datetime) -> bool:
    """Whether it was written down within the last hour that they saw this of the case."""
    known = exists().where(
        AccessRow.account_id == viewer.account_id,
        AccessRow.complaint_id == complaint_id,
        AccessRow.what == what,
        AccessRow.at > now - ONCE_IN,
    )
    return bool(connection.execute(select(known)).scalar())
