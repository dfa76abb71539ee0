"""Whom the evidence fits: each stated identifier as a set of staff, under each reading of the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from matching.evidence import IDENTIFIERS, Evidence, Kind, When
from matching.hall import Duty, Hall, Staff
from matching.names import sound_alike
from matching.once import once

Staffs = frozenset[str]


class Claim(NamedTuple):
    """One stated identifier; `fits` holds the staff numbers it stands for, per reading of the time, and
    `anyone` those of all readings."""

    kind: Kind
    value: str
    by_sound: bool
    fits: tuple[Staffs, ...]
    anyone: Staffs

    @property
    def fits_someone(self) -> bool:
        return bool(self.anyone)


@dataclass(frozen=True, kw_only=True)  # no slots: what follows from the claims is worked out once
class Fit:
    """All that was stated, held against the hall.

    now: the hall's wall clock when the message arrived.
    whens: the readings of the time; None is "no day stated". A sure single day narrows; anything vaguer, or
        two days at once, can only speak against, because a person must then fit every reading.
    left: whom all claims fit together and no surname rules out, one set per reading.
    agreed: somebody is named whom only the roster ties to the rest (`agreement`).
    duties: those at the first stated window, in order, under the last reading of the time.
    """

    hall: Hall
    now: datetime
    claims: tuple[Claim, ...]
    surnames: tuple[Evidence, ...]
    whens: tuple[When | None, ...]
    left: tuple[Staffs, ...]
    duties: tuple[Duty, ...] = ()
    agreed: bool = False

    @once
    def kept(self) -> dict[Kind, tuple[str, ...]]:
        """The near misses of each kind, once they have been looked for."""
        return {}

    @once
    def stated(self) -> frozenset[Kind]:
        return frozenset([claim.kind for claim in self.claims])

    @once
    def conflicts(self) -> tuple[Kind, ...]:
        """Kinds with two different values, never resolved by guessing; names are left to `fits`."""
        if len(self.stated) == len(self.claims):
            return ()
        kinds = (Kind.WINDOW, Kind.STAFF_NO)
        return tuple([kind for kind in kinds if len({c.value for c in self.of(kind)}) > 1])

    @once
    def everyone_left(self) -> Staffs:
        """Whoever is left under any reading of the time."""
        return self.left[0].union(*self.left[1:])

    @once
    def last_duties(self) -> dict[str, Duty]:
        """The last of `duties` of each person, by staff number."""
        return {duty.staff_no: duty for duty in self.duties}

    @once
    def windows(self) -> tuple[str, ...]:
        return tuple([claim.value for claim in self.claims if claim.kind is Kind.WINDOW])

    def of(self, kind: Kind) -> tuple[Claim, ...]:
        return tuple([claim for claim in self.claims if claim.kind is kind])

    def without(self, kind: Kind) -> Staffs:
        """Whom all the other claims allow, under any reading; empty when nothing else was stated."""
        others = [claim for claim in self.claims if claim.kind is not kind]
        left = _left(others, self.surnames, self.hall, len(self.whens)) if others else (frozenset[str](),)
        return left[0].union(*left[1:])


def fit(evidence: Iterable[Evidence], hall: Hall, at: datetime) -> Fit:
    """Hold the evidence against the hall, as of `at` (aware). Order and repetition make no difference."""
    now = hall.local(at)
    items = sorted(evidence, key=lambda item: (item.kind, item.value, item.by_sound))
    whens = _readings(items)
    distinct = dict.fromkeys([(i.kind, i.value.strip(), i.by_sound) for i in items if i.kind in IDENTIFIERS])
    claims = tuple([_claim(kind, value, by_sound, whens, hall, now) for kind, value, by_sound in distinct])
    surnames = tuple(dict.fromkeys([item for item in items if item.kind is Kind.SURNAME and item.value]))
    left = _left(claims, surnames, hall, len(whens))
    window = next((hall.window_by_label.get(c.value) for c in claims if c.kind is Kind.WINDOW), None)
    duties = hall.duties_at(window.label, whens[-1], now) if window else ()
    return Fit(
        hall=hall,
        now=now,
        claims=claims,
        surnames=surnames,
        whens=whens,
        left=left,
        duties=duties,
        agreed=_agreed(items),
    )


def _agreed(items: Sequence[Evidence]) -> bool:
    """Whether something is stated that nothing ties to the complaint, there or anywhere else."""
    agreed = [(item.kind, item.value) for item in items if item.agreed]
    return bool(agreed) and not {(item.kind, item.value) for item in items if not item.agreed}.issuperset(
        agreed
    )


def _claim(
    kind: Kind, value: str, by_sound: bool, whens: Sequence[When | None], hall: Hall, now: datetime
) -> Claim:
    fits = tuple([_fits(kind, value, by_sound, when, hall, now) for when in whens])
    anyone = fits[0].union(*fits[1:]) if len(fits) > 1 else fits[0]
    return Claim(kind=kind, value=value, by_sound=by_sound, fits=fits, anyone=anyone)


def _left(
    claims: Sequence[Claim], surnames: Sequence[Evidence], hall: Hall, readings: int
) -> tuple[Staffs, ...]:
    return tuple([together(claims, surnames, hall, reading) for reading in range(readings)])


def together(claims: Sequence[Claim], surnames: Sequence[Evidence], hall: Hall, reading: int) -> Staffs:
    """Whom all claims fit under one reading of the time and no surname rules out; nobody without claims."""
    if not claims:
        return frozenset()
    fitting = claims[0].fits[reading]
    for claim in claims[1:]:
        fitting &= claim.fits[reading]
    if not surnames:
        return fitting
    return frozenset([no for no in fitting if all(_bears(hall.staff_by_no.get(no), s) for s in surnames)])


def _bears(person: Staff | None, surname: Evidence) -> bool:
    if person is None:
        return True  # on the roster but not in the directory: no name speaks against it
    own = person.name[: len(surname.value)]
    return sound_alike(own, surname.value) if surname.by_sound else own == surname.value


def _readings(items: Sequence[Evidence]) -> tuple[When | None, ...]:
    stated = {item.when for item in items if item.kind is Kind.WHEN and item.when}
    if not stated:
        return (None,)
    refined = {(when.first, when.last) for when in stated if when.part}
    whens = [when for when in stated if when.part or (when.first, when.last) not in refined]
    if len(whens) == 1 and whens[0].sure and whens[0].day:
        return (whens[0],)
    return (None, *sorted(whens, key=lambda when: (when.first, when.last, when.part or "", when.sure)))


def _fits(kind: Kind, value: str, by_sound: bool, when: When | None, hall: Hall, now: datetime) -> Staffs:
    if when and when.first > now.date():
        return frozenset()  # what is complained of can't lie in the future
    if kind is Kind.WINDOW:
        window = hall.window_by_label.get(value)
        return hall.at_window(window.label, when, now) if window else frozenset()
    if kind is Kind.STAFF_NO:
        named: Iterable[str] = (value,) if value in hall.staff_by_no else ()
    else:
        named = hall.sounds.staff_like(value) if by_sound else hall.staff_by_name.get(value, ())
    return frozenset([no for no in named if in_service(hall.staff_by_no[no], when, now)])


def in_service(person: Staff, when: When | None, now: datetime) -> bool:
    """Whether the person was in service on any of the days, or today when none is stated."""
    if when is None:
        return person.in_service(now.date())
    return person.active_from <= when.last and (person.active_to is None or when.first <= person.active_to)
