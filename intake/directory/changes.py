"""What an import changes: the difference between a hall as it is and as it will be. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from intake.directory.contents import natural
from intake.directory.planning import Known, Planned
from matching.hall import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class TableChange:
    """The keys of new, changed and removed rows, and how many stay as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, kw_only=True, slots=True)
class HallChange:
    """All changes of one hall. Without any, the hall keeps its version.

    days: the days whose duties differ from before. covered: how many days the new roster names.
    """

    before: Known
    after: Planned
    windows: TableChange
    staff: TableChange
    duties_added: frozenset[Duty]
    duties_removed: frozenset[Duty]
    duties_unchanged: int
    days: tuple[date, ...]
    covered: int

    @property
    def code(self) -> str:
        return self.after.code

    @property
    def is_new(self) -> bool:
        return self.before.version == 0

    @property
    def hall_changed(self) -> bool:
        return self.before.data != self.after.data

    def __bool__(self) -> bool:
        return bool(
            self.is_new
            or self.hall_changed
            or self.windows
            or self.staff
            or self.duties_added
            or self.duties_removed
        )

    @property
    def version(self) -> int:
        """The hall's version after the import."""
        return self.before.version + bool(self)

    @property
    def rows_added(self) -> int:
        return len(self.windows.added) + len(self.staff.added) + len(self.duties_added)

    @property
    def rows_changed(self) -> int:
        return len(self.windows.changed) + len(self.staff.changed) + self.hall_changed

    @property
    def rows_removed(self) -> int:
        return len(self.windows.removed) + len(self.staff.removed) + len(self.duties_removed)


def compare(before: Known, after: Planned) -> HallChange:
    """The changes of one hall."""
    added = after.contents.duties - before.contents.duties
    removed = before.contents.duties - after.contents.duties
    return HallChange(
        before=before,
        after=after,
        windows=compare_tables(before.contents.windows, after.contents.windows),
        staff=compare_tables(before.contents.staff, after.contents.staff),
        duties_added=added,
        duties_removed=removed,
        duties_unchanged=len(after.contents.duties) - len(added),
        days=tuple(sorted({duty.on for duty in added} | {duty.on for duty in removed})),
        covered=len(after.covered),
    )


def compare_tables(before: Mapping[str, object], after: Mapping[str, object]) -> TableChange:
    """The changes of one table, by key."""
    both = before.keys() & after.keys()
    changed = ordered(key for key in both if before[key] != after[key])
    return TableChange(
        added=ordered(after.keys() - before.keys()),
        changed=changed,
        removed=ordered(before.keys() - after.keys()),
        unchanged=len(both) - len(changed),
    )


def ordered(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=natural))
