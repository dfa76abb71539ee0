"""Text messages by their billed length, and numbers as the provider writes them."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from intake.kinds import Destinations

# Domestic carriers bill every text alike, Latin letters too: 70 units, or 67 in each of several parts.
SINGLE_PART = 70
JOINED_PART = 67
ELLIPSIS = "…"

HOME = "CN"
HOME_CODE = 86
SHORTEST_E164 = 9
# Ranges of satellite telephones in the national numbering plan; phonenumbers takes them for mobile.
SATELLITE = ("+861349", "+861740", "+861749")
SHORTEST_SUBSCRIBER = 12  # +86, area code of two or three digits, seven or eight of the subscriber
MOBILE_TYPES = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
FIXED_TYPES = frozenset({PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
WRITTEN = re.compile(r"\+?[0-9][0-9 ()./-]{2,24}")
HOME_MOBILE = re.compile(r"\+861[3-9][0-9]{9}")
# Some services spell these words on a key pad instead of sending them: anonymous, restricted, blocked,
# unknown, unavailable, private.
WITHHELD = frozenset({"266696687", "7378742833", "2562533", "8656696", "86282452253", "7748283"})


def units(text: str) -> int:
    """Length in UCS-2 units: characters outside the basic plane, such as emoji, count two."""
    return len(text) + sum(character > "\uffff" for character in text)


def parts(text: str) -> int:
    """Into how many parts a text is billed; an empty one is still one."""
    length = units(text)
    return 1 if length <= SINGLE_PART else -(-length // JOINED_PART)


def fit(text: str, limit: int = 2) -> str:
    """The text, cut with an ellipsis where it needs more than `limit` parts; never within a character."""
    room = SINGLE_PART if limit == 1 else JOINED_PART * limit
    if units(text) <= room:
        return text
    kept, used = [], 1
    for character in text:
        used += units(character)
        if used > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ELLIPSIS


def caller_number(stated: str) -> str | None:
    """The E.164 number in a form's `From`; None for a withheld one, a name, or a short code.

    A number without a country code is read as a Chinese one.
    """
    cleaned = stated.strip()
    if HOME_MOBILE.fullmatch(cleaned):
        return cleaned
    return parsed_number(cleaned) if WRITTEN.fullmatch(cleaned) and not is_withheld(cleaned) else None


def is_withheld(written: str) -> bool:
    """Whether the digits are one of the words that stand for a withheld number, with or without a `+1`."""
    digits = "".join(filter(str.isdigit, written))
    return digits in WITHHELD or (digits.startswith("1") and digits[1:] in WITHHELD) or not digits.strip("0")


@lru_cache(maxsize=1024)
def parsed_number(written: str) -> str | None:
    """E.164, or None where no number can be read."""
    try:
        number = phonenumbers.parse(written, HOME)
    except NumberParseException:
        return None
    e164 = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    # The tables may not know a new range; but what came with a country code is no short code.
    spelt_out = written.startswith("+") and len(e164) >= SHORTEST_E164
    known = phonenumbers.is_possible_number(number) if spelt_out else phonenumbers.is_valid_number(number)
    return e164 if known else None


@lru_cache(maxsize=1024)
def number_kind(number: str) -> tuple[int, int] | None:
    """Country code and `PhoneNumberType` of a valid E.164 number."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return parsed.country_code or 0, phonenumbers.number_type(parsed)


def is_mobile(number: str | None) -> bool:
    """Whether an E.164 number can take text messages, as far as its range tells."""
    kind = number_kind(number) if number else None
    return kind is not None and kind[1] in MOBILE_TYPES


def callable_number(number: str | None, destinations: Destinations) -> bool:
    """Whether we may dial or text an E.164 number: mobile or geographic in a country that is allowed.

    Never premium, shared-cost, toll-free, satellite or short numbers (research: telephony D4). Where a
    country's numbers don't tell mobile from geographic, either permission is enough.
    """
    kind = number_kind(number) if number else None
    if number is None or kind is None:
        return False
    code, number_type = kind
    if number.startswith(SATELLITE):
        return False
    # An area code before a service number, such as 010-12345, counts as geographic; it reaches no person.
    if code == HOME_CODE and len(number) < SHORTEST_SUBSCRIBER:
        return False
    return (code in destinations.mobile and number_type in MOBILE_TYPES) or (
        code in destinations.fixed and number_type in FIXED_TYPES
    )
