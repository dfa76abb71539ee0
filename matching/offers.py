"""Near misses: values easily taken for the stated one. They are offered as a question, never taken."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from matching.evidence import Kind
from matching.fit import Fit
from matching.names import loosely_alike, sound_alike

MOST_OFFERS = 3
LONGEST_NUMBER = 8  # a longer "number" was never a slip of one digit
LOOK_ALIKE = frozenset({"68", "38", "17", "06", "39", "56", "08", "09"})
SOUND_ALIKE = frozenset({"17", "69", "19", "04", "16"})


def offers(kind: Kind, fit: Fit) -> tuple[str, ...]:
    """The near misses for the stated values of one kind, best first, among those whom the rest allows."""
    if kind not in fit.stated:
        return ()
    if kind not in fit.kept:
        fit.kept[kind] = _offers(kind, fit)
    return fit.kept[kind]


def _offers(kind: Kind, fit: Fit) -> tuple[str, ...]:
    allowed = fit.without(kind)
    if kind is Kind.WINDOW:
        return _near_windows(fit, allowed)
    if kind is Kind.NAME:
        return _near_names(fit, allowed)
    return _near_numbers(fit, allowed) if kind is Kind.STAFF_NO else ()


@lru_cache(maxsize=65_536)
def nearness(stated: str, other: str) -> int | None:
    """How easily one number is taken for the other: 0 is easiest, None is not a near miss.

    0 swapped neighbours, 1 a digit that looks or sounds like it, 2 one digit off, 3 one too many or too few.
    """
    if stated == other or max(len(stated), len(other)) > LONGEST_NUMBER:
        return None
    if abs(len(stated) - len(other)) == 1:
        long, short = sorted((stated, other), key=len, reverse=True)
        return 3 if any(long[:i] + long[i + 1 :] == short for i in range(len(long))) else None
    if len(stated) != len(other):
        return None
    off = [i for i, (a, b) in enumerate(zip(stated, other, strict=True)) if a != b]
    if len(off) == 1:
        pair = "".join(sorted((stated[off[0]], other[off[0]])))
        if pair in LOOK_ALIKE | SOUND_ALIKE:
            return 1
        return 2 if len(stated) > 1 else None
    swapped = len(off) == 2 and off[1] == off[0] + 1
    return 0 if swapped and stated[off[0]] == other[off[1]] and stated[off[1]] == other[off[0]] else None


def _near(stated: str, others: Iterable[str]) -> list[str]:
    near = {other: how for other in others if (how := nearness(stated, other)) is not None}
    return sorted(near, key=lambda other: (near[other], other))


def _near_numbers(fit: Fit, allowed: frozenset[str]) -> tuple[str, ...]:
    stated = [claim.value for claim in fit.of(Kind.STAFF_NO)]
    if len(stated) > 1:
        return tuple(value for value in stated if value in allowed)[:MOST_OFFERS]
    return tuple(_near(stated[0], allowed)[:MOST_OFFERS])


def _near_windows(fit: Fit, allowed: frozenset[str]) -> tuple[str, ...]:
    """Windows near the stated one where somebody allowed was on duty; of two stated ones, those that fit."""
    if len(fit.windows) > 1:
        return tuple(label for label in fit.windows if not allowed or _there(label, fit, allowed))[
            :MOST_OFFERS
        ]
    stated, hall = fit.windows[0], fit.hall
    theirs = {label for no in allowed for when in fit.whens for label in hall.windows_of(no, when, fit.now)}
    near = {label: how for label in theirs if (how := _label_nearness(stated, label)) is not None}
    return tuple(sorted(near, key=lambda label: (near[label], label))[:MOST_OFFERS])


def _there(label: str, fit: Fit, allowed: frozenset[str]) -> bool:
    """Whether somebody allowed was on duty at the window under some reading of the time."""
    return any(fit.hall.at_window(label, when, fit.now) & allowed for when in fit.whens)


@lru_cache(maxsize=65_536)
def _label_nearness(stated: str, other: str) -> int | None:
    """As `nearness`; below all of it is the same number in another zone (3 and A03)."""
    if stated != other and _digits(stated) == _digits(other):
        return -1
    return nearness(stated, other)


def _digits(label: str) -> str:
    return label.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").lstrip("0")


def _near_names(fit: Fit, allowed: frozenset[str]) -> tuple[str, ...]:
    near: dict[str, int] = {}
    for claim in fit.of(Kind.NAME):
        for staff_no in allowed:
            person = fit.hall.staff_by_no.get(staff_no)
            if person and person.name != claim.value:
                how = _name_nearness(claim.value, person.name)
                if how is not None:
                    near[staff_no] = min(how, near.get(staff_no, how))
    return tuple(sorted(near, key=lambda staff_no: (near[staff_no], staff_no))[:MOST_OFFERS])


def _name_nearness(stated: str, name: str) -> int | None:
    """0 sounds the same, 1 sounds the same in dialect, 2 one character differs, None is not a near miss."""
    if sound_alike(stated, name):
        return 0
    if loosely_alike(stated, name):
        return 1
    same = len(stated) == len(name) > 2 and sum(a != b for a, b in zip(stated, name, strict=True)) == 1
    return 2 if same else None
