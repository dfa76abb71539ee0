"""Telephone numbers of halls in E.164."""

from __future__ import annotations

import phonenumbers

REGION = "CN"


def e164(text: str) -> str | None:
    """The number in E.164 (`+868722115219`), read as dialled in China; None if no such number can exist."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
