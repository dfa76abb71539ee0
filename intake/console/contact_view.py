"""How a complainant may be reached and what they are called, masked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from intake.cases.confidential import is_confidential
from intake.cases.privacy import CALLER_COLUMN, NAME_COLUMN, WISH_COLUMN
from intake.console.case_parts import ContactView
from intake.desk.asking import address_of, no_call, no_text
from intake.desk.services import Services
from intake.errors import SealError
from intake.telephony.text import HOME_CODE

HIDDEN = "*"
LAST_SHOWN = 4
NAME_STARS = 2
SHORTEST = 8  # digits; of a shorter number nothing is shown
UNREADABLE = "desk.error.sealed"


def contact_of(services: Services, connection: Connection, row: Row[*tuple[Any, ...]]) -> ContactView:
    """The complainant's numbers, masked, and why they can't be called or texted."""
    try:
        address = address_of(services, row)
        calls, texts = no_call(services, connection, address), no_text(services, connection, address)
        number = opened(services, row.caller_sealed, CALLER_COLUMN)
        other = opened(services, row.wish_number_sealed, WISH_COLUMN)
        name = opened(services, row.complainant_sealed, NAME_COLUMN)
    except SealError:
        calls = texts = UNREADABLE
        number = other = name = ""
    return ContactView(
        number=masked(number),
        other_number=masked(other),
        name=masked_name(name, wholly=is_confidential(row.flags)),
        wish=row.wish,
        preferred=row.preferred,
        no_text=texts,
        no_call=calls,
    )


def opened(services: Services, sealed: bytes | None, column: str) -> str:
    """The number in E.164; empty for none. Raises SealError."""
    return services.sealer.open(sealed, column) if sealed else ""


def masked_name(name: str, *, wholly: bool) -> str:
    """The first character and as many stars for every name; wholly: no character at all."""
    return f"{'' if wholly else name[0]}{HIDDEN * NAME_STARS}" if name else ""


def masked(number: str) -> str:
    """138****8888: the last four digits, and the first three of a Chinese mobile number (domain 9.28)."""
    digits = number.removeprefix(f"+{HOME_CODE}")
    if len(digits) < SHORTEST:
        return HIDDEN * len(digits)
    at_home = digits != number and digits.startswith("1")
    first = digits[:3] if at_home else ""
    hidden = HIDDEN * (len(digits) - len(first) - LAST_SHOWN)
    return f"{first}{hidden}{digits[-LAST_SHOWN:]}"
