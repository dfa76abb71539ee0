"""A row as the API shows it: allowlisted, masked, in the request's language."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select

from intake.api.answers import Complaint, FullComplaint, Phone, Stated
from intake.api.tokens import Token
from intake.cases.confidential import is_confidential, leaving
from intake.cases.model import ComplaintRow
from intake.cases.privacy import CALLER_COLUMN, WISH_COLUMN, Sealer
from intake.directory.model import HallRow
from intake.errors import SealError
from intake.words import Words
from matching.evidence import Kind, Part
from matching.interview import Purpose

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])
MASK = "****"
SHOWN_DIGITS = 2
ABOUT_SOMEBODY = frozenset({Purpose.COMPLAINT, Purpose.PRAISE})
ASKED_FOR = (Kind.WINDOW, Kind.STAFF_NO)
CASES = select(ComplaintRow, HallRow.code.label("hall")).outerjoin(
    HallRow, HallRow.id == ComplaintRow.hall_id
)


def visible(token: Token, query: Query) -> Query:
    """A select over complaints without those of other halls than the token's; every select goes through.

    As a sum, so that no database walks all of a hall and sorts it where another order is at hand.
    """
    return query if token.hall_id is None else query.where(ComplaintRow.hall_id + 0 == token.hall_id)


def number(sealer: Sealer, sealed: bytes | None, column: str) -> str | None:
    """A sealed number in E.164; None for none, or one whose key is gone."""
    if sealed is None:
        return None
    try:
        return sealer.open(sealed, column)
    except SealError:
        return None


def masked(sealer: Sealer, row: Row[*tuple[Any, ...]]) -> Phone:
    """Whether there is a number to call, and its last two digits."""
    known = number(sealer, row.wish_number_sealed, WISH_COLUMN) or number(
        sealer, row.caller_sealed, CALLER_COLUMN
    )
    return Phone(known=known is not None, masked=MASK + known[-SHOWN_DIGITS:] if known else None)


def summary(row: Row[*tuple[Any, ...]], sealer: Sealer, texts: Words) -> dict[str, Any]:
    """The fields that every answer about a case has."""
    stated = {item["kind"] for item in row.evidence}
    unsettled = row.staff_no is None or row.window is None
    about = Purpose(row.purpose) in ABOUT_SOMEBODY
    return {
        "case_no": row.case_no,
        "external_no": row.external_no,
        "status": row.status,
        "status_text": texts(f"status.{row.status.value}"),
        "purpose": row.purpose,
        "channel": row.channel,
        "hall": row.hall,
        "window": row.window,
        "staff_no": row.staff_no,
        "attribution": row.attribution,
        "missing": [kind for kind in ASKED_FOR if kind not in stated] if about and unsettled else [],
        "confidential": is_confidential(row.flags),
        "phone": Phone(known=False, masked=None) if is_confidential(row.flags) else masked(sealer, row),
        "received_at": row.received_at,
        "external_received_at": row.external_received_at,
        "updated_at": row.updated_at,
    }


def complaint(row: Row[*tuple[Any, ...]], sealer: Sealer, texts: Words) -> Complaint:
    """A case in a list."""
    return Complaint(**summary(row, sealer, texts))


def full(row: Row[*tuple[Any, ...]], sealer: Sealer, texts: Words) -> FullComplaint:
    """A case by itself."""
    return FullComplaint(
        **summary(row, sealer, texts),
        statement=leaving(row.statement, row.flags),
        stated=[stated(item) for item in row.evidence],
    )


def stated(item: dict[str, Any]) -> Stated:
    """One item of evidence."""
    first, last, part = item.get("when") or (None, None, None)
    return Stated(
        kind=Kind(item["kind"]),
        value=item.get("value"),
        first_day=date.fromisoformat(first) if first else None,
        last_day=date.fromisoformat(last) if last else None,
        part=Part(part) if part else None,
    )
