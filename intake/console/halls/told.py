"""A change of the directory as a page shows it: row by row, what was and what will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from intake.directory.changes import HallChange, TableChange
from intake.directory.columns import HALLS, STAFF, WINDOWS, Table
from intake.directory.contents import natural
from intake.directory.writing import hall_line, heads, person_line, window_line
from matching.hall import Duty

MOST = 200  # rows of a table, and duties, that are told one by one
ADDED, CHANGED, ENDED = "added", "changed", "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One cell: the column by our name, and what it held and will hold."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line: added, changed or ended. key: label or staff number. name: of the person."""

    kind: str
    key: str
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One span at one window on one day: who was to be there, and who is."""

    kind: str
    on: date
    window: str
    old: Duty | None
    new: Duty | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """All changes of a hall. more: how many shifts are not told one by one. names: by staff number."""

    code: str
    name: str
    is_new: bool
    before: int
    version: int
    hall: tuple[Field, ...]
    windows: tuple[Row, ...]
    staff: tuple[Row, ...]
    shifts: tuple[Shift, ...]
    more: int
    counts: Mapping[str, tuple[int, int, int]]
    days: tuple[date, ...]
    names: Mapping[str, str]


def tell(change: HallChange, names: Mapping[str, str] | None = None) -> Told:
    """One hall's change. names: of people whom the change itself doesn't hold."""
    before, after, code = change.before.contents, change.after.contents, change.code
    people = {**before.staff, **after.staff}
    old_windows, new_windows = (
        {key: window_line(code, one) for key, one in side.windows.items()} for side in (before, after)
    )
    old_staff, new_staff = (
        {key: person_line(code, one) for key, one in side.staff.items()} for side in (before, after)
    )
    known = dict(names or {}) | {key: person.name for key, person in people.items()}
    shifts = sorted(shifts_of(change), key=place_of)
    hall = (hall_line(code, change.before.data), hall_line(code, change.after.data))
    return Told(
        code=code,
        name=change.after.data.name,
        is_new=change.is_new,
        before=change.before.version,
        version=change.version,
        hall=tuple(fields(HALLS, *hall, skip=("hall",))) if change.hall_changed or change.is_new else (),
        windows=tuple(rows(WINDOWS, change.windows, old_windows, new_windows, {})),
        staff=tuple(rows(STAFF, change.staff, old_staff, new_staff, known)),
        shifts=tuple(shifts[:MOST]),
        more=max(0, len(shifts) - MOST),
        counts={"windows": counts(change.windows), "staff": counts(change.staff), "roster": amounts(shifts)},
        days=change.days,
        names=known,
    )


def counts(table: TableChange) -> tuple[int, int, int]:
    """Added, changed, ended."""
    return len(table.added), len(table.changed), len(table.removed)


def amounts(shifts: Iterable[Shift]) -> tuple[int, int, int]:
    kinds = [one.kind for one in shifts]
    return kinds.count(ADDED), kinds.count(CHANGED), kinds.count(ENDED)


def rows(
    table: Table,
    change: TableChange,
    old: Mapping[str, tuple[str, ...]],
    new: Mapping[str, tuple[str, ...]],
    names: Mapping[str, str],
) -> Iterator[Row]:
    """The rows of a table that differ, up to MOST of them."""
    kinds = ((ADDED, change.added), (CHANGED, change.changed), (ENDED, change.removed))
    told = [(kind, key) for kind, keys in kinds for key in keys][:MOST]
    for kind, key in told:
        cells = fields(table, old.get(key, ()), new.get(key, ()), skip=(table.columns[1].name, "hall"))
        yield Row(kind=kind, key=key, name=names.get(key, ""), fields=tuple(cells))


def fields(
    table: Table, old: tuple[str, ...], new: tuple[str, ...], skip: tuple[str, ...]
) -> Iterator[Field]:
    """The cells that differ; of a row that is new or ended those that hold anything."""
    for name, was, will in zip_longest(heads(table), old, new, fillvalue=""):
        if was != will and name not in skip:
            yield Field(name=name, old=was, new=will)


def place_of(shift: Shift) -> tuple[object, ...]:
    """Where a shift stands: by day, window and start."""
    known = [duty for duty in (shift.new, shift.old) if duty]
    return shift.on, natural(shift.window), known[0].start, known[0].staff_no


def shifts_of(change: HallChange) -> Iterator[Shift]:
    """Duties that end and begin, those of one window and one start as one."""
    old: dict[object, list[Duty]] = {}
    new: dict[object, list[Duty]] = {}
    for kept, duties in ((old, change.duties_removed), (new, change.duties_added)):
        for duty in sorted(duties, key=lambda one: one.staff_no):
            kept.setdefault((duty.on, duty.window, duty.start), []).append(duty)
    for place in {**old, **new}:
        for was, will in zip_longest(old.get(place, ()), new.get(place, ())):
            kind = ADDED if was is None else ENDED if will is None else CHANGED
            one = will or was
            yield Shift(kind=kind, on=one.on, window=one.window, old=was, new=will)
