"""What is wrong with a directory file: every fault, named by file, row, column and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.words import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault. `place` is a file or sheet; `row` counts from 1 as spreadsheets do; `column` is as written.

    key: a catalogue key under `directory.fault.`; values fill it.
    """

    place: str
    key: str
    row: int | None = None
    column: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, words: Words) -> str:
        """The fault as a sentence, with its place in front."""
        where = [self.place]
        if self.row is not None:
            where.append(words("directory.fault.row", row=self.row))
        if self.column is not None:
            where.append(words("directory.fault.column", column=self.column))
        reason = words(f"directory.fault.{self.key}", **self.values)
        return words("directory.fault.line", where=words("directory.fault.comma").join(where), reason=reason)


class Faults:
    """Collects errors, which refuse the whole import, and warnings, which don't."""

    def __init__(self) -> None:
        self.errors: list[Fault] = []
        self.warnings: list[Fault] = []

    def error(
        self, place: str, key: str, *, row: int | None = None, column: str | None = None, **values: object
    ) -> None:
        """Note an error."""
        self.errors.append(Fault(place=place, key=key, row=row, column=column, values=values))

    def warn(
        self, place: str, key: str, *, row: int | None = None, column: str | None = None, **values: object
    ) -> None:
        """Note a warning."""
        self.warnings.append(Fault(place=place, key=key, row=row, column=column, values=values))

    def copy(self) -> Faults:
        """The same faults, to which others may be added."""
        copied = Faults()
        copied.errors, copied.warnings = [*self.errors], [*self.warnings]
        return copied

    @staticmethod
    def ordered(faults: list[Fault]) -> tuple[Fault, ...]:
        """Faults by file and row, as one goes through them to mend them."""
        return tuple(sorted(faults, key=lambda fault: (fault.place, fault.row or 0)))
