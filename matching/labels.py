"""What a number states in this hall: a window by its label, or a staff number."""

from __future__ import annotations

from matching.evidence import Kind
from matching.hall import Hall


def by_shape(digits: str, hall: Hall) -> Kind:
    """A staff number where the hall has such a one, or where it has that length and no window has it."""
    if label_for(digits, hall) in hall.window_by_label:
        return Kind.WINDOW
    return (
        Kind.STAFF_NO if digits in hall.staff_by_no or len(digits) in hall.staff_no_lengths else Kind.WINDOW
    )


def label_for(stated: str, hall: Hall) -> str:
    """The directory's label for a stated one (5 for 05, A05 for A5); as stated where there is none."""
    if stated in hall.window_by_label:
        return stated
    letter = stated[:1] if stated[:1].isalpha() else ""
    digits = stated[len(letter) :].lstrip("0")
    for padding in range(4):
        label = letter + "0" * padding + digits
        if label in hall.window_by_label:
            return label
    return letter + (digits.rjust(2, "0") if letter else digits)
