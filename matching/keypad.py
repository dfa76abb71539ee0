"""Window labels and staff numbers on a key pad: a caller keys digits, letters are settled by a menu."""

from __future__ import annotations

from matching.hall import Hall

LONGEST_ENTRY = 8


def digits_of(label: str) -> str:
    """The digits of a label as keyed, without leading zeros: `A05` gives `5`."""
    return "".join(c for c in label if c.isascii() and c.isdigit()).lstrip("0")


def windows_for_digits(digits: str, hall: Hall) -> tuple[str, ...]:
    """Labels of the windows that the keyed digits can mean: 5 gives 5, A05, B05; 05 gives the same.

    Plain numbers come first, then letters in order. Empty for anything that is no window's number.
    """
    keyed = digits.lstrip("0")
    if not keyed or len(digits) > LONGEST_ENTRY:
        return ()
    fitting = [window.label for window in hall.windows if digits_of(window.label) == keyed]
    return tuple(sorted(fitting, key=lambda label: (not label.isdigit(), label)))


def staff_for_digits(digits: str, hall: Hall) -> tuple[str, ...]:
    """Staff numbers that the keyed digits can mean: 009 gives 009, S009, T009, and not S09 or S9.

    The number of digits alone comes first. Linear in the staff; empty for anything that is nobody's number.
    """
    if not digits or len(digits) > LONGEST_ENTRY:
        return ()
    fitting = [no for no in hall.staff_by_no if "".join(filter(str.isdecimal, no)) == digits]
    return tuple(sorted(fitting, key=lambda no: (not no.isdecimal(), no)))
