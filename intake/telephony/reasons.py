"""A reason as it is kept with a row, `number 21211`, `30003` or `not_there`, back to what it means."""

from __future__ import annotations

from intake.telephony.faults import CODES, Kind


def kind_of(reason: str) -> Kind | None:
    """The kind of a kept reason: its own word, or that of the provider's code; None for other words."""
    word, _, code = reason.rpartition(" ")
    if word in set(Kind):
        return Kind(word)
    if reason in set(Kind):
        return Kind(reason)
    if code.isdecimal():
        return CODES.get(int(code), Kind.UNLISTED)
    return None


def meaning_of(reason: str) -> tuple[str, str]:
    """The catalogue key of a reason's meaning, and its code, a dash where it has none."""
    kind = kind_of(reason)
    if kind:
        code = reason.rpartition(" ")[2]
        return f"telephony.error.{kind}", code if code.isdecimal() else "–"
    return f"telephony.recording.{reason}", reason
