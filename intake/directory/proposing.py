"""What a directory would become: looked at first, and then made exactly as it was looked at.

Files and changes by hand take this one way: both are tables of lines, and the same rule judges them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection

from intake.directory.changes import HallChange
from intake.directory.checks import refuse_other_halls
from intake.directory.contents import Contents
from intake.directory.faults import Fault, Faults
from intake.directory.importing import find_changes
from intake.directory.planning import Known
from intake.directory.rows import read_entries
from intake.directory.sheets import Source
from intake.directory.store import Origin, store_all
from intake.directory.writing import in_order


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Tables that somebody wants to have, and how far they may go.

    timezone: for new halls that state none. only: code of the one hall that may be changed; None for all.
    cleared: days, by hall, whose roster is to be empty but for the lines that name them. loaded: halls that
    were read in this transaction before.
    """

    source: Source
    timezone: str
    only: str | None = None
    cleared: frozenset[tuple[str, date]] = frozenset()
    loaded: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the tables would change. Nothing may be stored while there are errors."""

    source: Source
    changes: tuple[HallChange, ...]
    errors: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def real(self) -> tuple[HallChange, ...]:
        """The halls that would get another version."""
        return tuple(change for change in self.changes if change)

    @property
    def digest(self) -> str:
        """The same for the same changes to the same versions, and for nothing else."""
        told = hashlib.sha256()
        for change in self.real:
            for part in parts_of(change):
                told.update(part.encode() + b"\n")
        return told.hexdigest()


def propose(connection: Connection, asked: Asked, faults: Faults | None = None) -> Proposal:
    """What the tables would change. faults: what was found in the files before."""
    faults = faults or Faults()
    entries = read_entries(asked.source, faults)
    if asked.only is not None:
        entries = refuse_other_halls(entries, asked.only, faults)
    entries = replace(entries, cleared={*entries.cleared, *asked.cleared})
    changes = find_changes(connection, entries, asked.timezone, faults, asked.loaded)
    return Proposal(
        source=asked.source,
        changes=changes,
        errors=faults.ordered(faults.errors),
        warnings=faults.ordered(faults.warnings),
    )


def make_versions(connection: Connection, proposal: Proposal, origin: Origin) -> None:
    """Store what was proposed, behind `lock_directory`."""
    if proposal.errors:
        raise ValueError("a proposal with errors")
    store_all(connection, proposal.real, origin)


def parts_of(change: HallChange) -> Iterator[str]:
    """Everything that a hall's change consists of, in an order that is always the same."""
    before, after = change.before.contents, change.after.contents
    yield f"{change.code} {change.before.version} {change.before.data!r} {change.after.data!r}"
    for name, table in (("windows", change.windows), ("staff", change.staff)):
        for key in (*table.added, *table.changed, *table.removed):
            yield f"{name} {key} {value(before, name, key)!r} {value(after, name, key)!r}"
    for sign, duties in (("+", change.duties_added), ("-", change.duties_removed)):
        yield from (f"{sign} {duty!r}" for duty in in_order(duties))


def value(contents: Contents, name: str, key: str) -> object:
    table: Mapping[str, object] = getattr(contents, name)
    return table.get(key)


def digest_of(tables: Iterable[Iterable[Iterable[object]]]) -> str:
    """SHA-256 over lines, in hexadecimal digits: what `content_hash` is for a change by hand."""
    told = hashlib.sha256()
    for table in tables:
        for line in table:
            told.update("\t".join(map(str, line)).encode() + b"\n")
    return told.hexdigest()
