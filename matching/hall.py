"""A hall as the rule sees it: windows, staff and duties of one directory version, indexed and immutable."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from matching.evidence import Part, When
from matching.names import SoundIndex

NOON = time(12)
RECENT = timedelta(days=30)  # how far back an undated window looks (the sample data's README, "gold")


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A window; `label` is text: `3`, `A05`. `former` are labels it bore before and people still use."""

    label: str
    bureau: str = ""
    service: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """A person; in service from `active_from` to `active_to`, both days included.

    `windows`: labels the person is assigned to; only consulted for a window without any roster.
    """

    staff_no: str
    name: str
    bureau: str = ""
    active_from: date = date.min
    active_to: date | None = None
    windows: tuple[str, ...] = ()

    def in_service(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day <= self.active_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One person at one window for one span of time, in the hall's time zone."""

    on: date
    start: time
    end: time
    window: str
    staff_no: str

    def overlaps(self, part: Part | None) -> bool:
        """Whether any of the span lies in that half day; noon divides them."""
        if part is None:
            return True
        return self.start < NOON if part is Part.AM else self.end > NOON

    def begun(self, now: datetime) -> bool:
        """Whether it had begun at `now`, the hall's wall clock."""
        return (self.on, self.start) <= (now.date(), now.time())


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _ordered(duties: Iterable[Duty]) -> dict[str, tuple[Duty, ...]]:
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        found[duty.window].append(duty)
    return {label: tuple(sorted(some, key=lambda d: (d.on, d.start))) for label, some in found.items()}


def _span(when: When | None, now: datetime) -> tuple[tuple[date, time], tuple[date, time]]:
    """The first and the last moment of the days stated, or of the 30 days up to `now`."""
    if when is None:
        return (now.date() - RECENT, time.min), (now.date(), now.time())
    return (when.first, time.min), (when.last, time.max)


@dataclass(frozen=True, kw_only=True)  # no slots: the indexes are made once, on first use
class Hall:
    """One hall in one version of its directory. Building it and its indexes is linear in its data.

    timezone: an IANA name; all days and times of windows and duties are in it.
    """

    code: str
    name: str
    timezone: str
    version: int = 0
    hotline: str = ""
    windows: tuple[Window, ...] = field(default=(), repr=False)
    staff: tuple[Staff, ...] = field(default=(), repr=False)
    duties: tuple[Duty, ...] = field(default=(), repr=False)

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What a reader has made of this hall once, by the reader's own key; goes when the hall goes."""
        return {}

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """The hall's wall clock at an aware moment. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return moment.astimezone(self.zone).replace(tzinfo=None)

    @cached_property
    def window_by_label(self) -> Mapping[str, Window]:
        """Windows by label; a former label leads to its window unless another bears it now."""
        renamed = {label: window for window in self.windows for label in window.former}
        return renamed | {window.label: window for window in self.windows}

    @cached_property
    def staff_by_no(self) -> Mapping[str, Staff]:
        return {person.staff_no: person for person in self.staff}

    @cached_property
    def staff_no_lengths(self) -> frozenset[int]:
        """How many characters the hall's staff numbers have."""
        return frozenset(map(len, self.staff_by_no))

    @cached_property
    def letters_in_staff_no(self) -> bool:
        """Whether somebody's staff number is more than digits, which is all that a key pad has."""
        return any(not number.isdecimal() for number in self.staff_by_no)

    @cached_property
    def staff_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Staff numbers by exact full name."""
        return _gathered((person.name, person.staff_no) for person in self.staff)

    @cached_property
    def names_by_beginning(self) -> Mapping[str, tuple[str, ...]]:
        """Full names by their first two characters."""
        return _gathered((name[:2], name) for name in self.staff_by_name)

    @cached_property
    def sounds(self) -> SoundIndex:
        """The staff's names by how they sound."""
        return SoundIndex(self.staff_by_name)

    @cached_property
    def duties_by_window(self) -> Mapping[str, tuple[Duty, ...]]:
        """Duties by window, in order of time."""
        return _ordered(self.duties)

    @cached_property
    def duties_by_staff(self) -> Mapping[str, tuple[Duty, ...]]:
        """Duties by person, in the roster's order."""
        found: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            found[duty.staff_no].append(duty)
        return {staff_no: tuple(some) for staff_no, some in found.items()}

    @cached_property
    def windows_by_staff(self) -> Mapping[str, frozenset[str]]:
        """Labels of the windows where a person has had any duty."""
        return {
            staff_no: frozenset(duty.window for duty in duties)
            for staff_no, duties in self.duties_by_staff.items()
        }

    @cached_property
    def assigned(self) -> Mapping[str, tuple[str, ...]]:
        """Staff numbers by the window they are assigned to."""
        return _gathered((label, person.staff_no) for person in self.staff for label in person.windows)

    @cached_property
    def _beginnings(self) -> Mapping[str, tuple[tuple[date, time], ...]]:
        return {label: tuple((d.on, d.start) for d in some) for label, some in self.duties_by_window.items()}

    def duties_at(self, label: str, when: When | None, now: datetime) -> tuple[Duty, ...]:
        """Duties at a window on the days and half day of `when`; without it, those that had begun in
        the 30 days up to `now` (the hall's wall clock)."""
        duties = self.duties_by_window.get(label, ())
        first, last = _span(when, now)
        begun = self._beginnings.get(label, ())
        found = duties[bisect_left(begun, first) : bisect_right(begun, last)]
        if when is None or when.part is None:
            return found
        return tuple(duty for duty in found if duty.overlaps(when.part))

    def ever_at_window(self, label: str, now: datetime) -> frozenset[str]:
        """Staff numbers of whoever had begun any duty there by `now`, however long ago."""
        begun = bisect_right(self._beginnings.get(label, ()), (now.date(), now.time()))
        return frozenset([duty.staff_no for duty in self.duties_by_window.get(label, ())[:begun]])

    def at_window(self, label: str, when: When | None, now: datetime) -> frozenset[str]:
        """Staff numbers of whoever was there; where the window has no roster, whoever is assigned to it."""
        if label not in self.duties_by_window:
            return frozenset(self.assigned.get(label, ()))
        return frozenset([duty.staff_no for duty in self.duties_at(label, when, now)])

    def windows_of(self, staff_no: str, when: When | None, now: datetime) -> frozenset[str]:
        """Labels of the windows where somebody was on duty, on the days that `duties_at` counts."""
        first, last = _span(when, now)
        part = when.part if when else None
        own = self.duties_by_staff.get(staff_no, ())
        return frozenset([d.window for d in own if first <= (d.on, d.start) <= last and d.overlaps(part)])
