"""Changing the directory in the console: proposed, judged by the one rule, stored, written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection

from intake.console.access import Viewer
from intake.console.disclosure import Access, note_access
from intake.console.halls.own import own_faults
from intake.console.halls.scope import only_code
from intake.directory.changes import HallChange, TableChange
from intake.directory.faults import Faults
from intake.directory.planning import Known
from intake.directory.proposing import Asked, Proposal, make_versions, propose
from intake.directory.sheets import Source
from intake.directory.store import Origin


class Deed(StrEnum):
    """What is written down in the access log."""

    CHANGED = "directory_changed"
    TAKEN_OUT = "directory_downloaded"


@dataclass(frozen=True, kw_only=True, slots=True)
class Directing:
    """Somebody looks after the directory, at a moment, in a transaction. timezone: for new halls.

    loaded: halls that were read in this transaction before.
    """

    connection: Connection
    viewer: Viewer
    now: datetime
    timezone: str
    loaded: tuple[Known, ...] = ()

    def propose(
        self, source: Source, faults: Faults | None = None, cleared: frozenset[tuple[str, date]] = frozenset()
    ) -> Proposal:
        """What the tables would change in the viewer's halls, with everything that speaks against it."""
        asked = Asked(
            source=source,
            timezone=self.timezone,
            only=only_code(self.connection, self.viewer),
            cleared=cleared,
            loaded={known.code: known for known in self.loaded},
        )
        found = propose(self.connection, asked, faults)
        return replace(found, errors=(*found.errors, *own_faults(self.viewer, found.real)))

    def carry_out(self, proposal: Proposal) -> None:
        """Store what was proposed, behind `lock_directory`, and write it down.

        Raises ValueError for a proposal with errors."""
        source = proposal.source
        origin = Origin(
            source=source.name,
            content_hash=source.content_hash,
            imported_at=self.now,
            actor=self.viewer.login,
        )
        make_versions(self.connection, proposal, origin)
        for change in proposal.real:
            self.note(Deed.CHANGED, " ".join(described(change, self.viewer.staff_no)))

    def note(self, deed: Deed, told: str) -> None:
        """Write it down. told: codes and counts, never names or numbers."""
        note_access(self.connection, self.viewer, Access(None, deed.value, told), self.now)


def described(change: HallChange, own: str | None) -> Iterator[str]:
    """A change in codes and counts, as the log keeps it; whether whoever made it is staff here themselves."""
    yield f"{change.code} {change.before.version}->{change.version}:"
    if change.hall_changed:
        yield "hall"
    for name, table in (("windows", change.windows), ("staff", change.staff)):
        if table:
            yield f"{name}={counted(table)}"
    if change.days:
        added, removed = len(change.duties_added), len(change.duties_removed)
        yield f"roster=+{added}-{removed} days={change.days[0]}..{change.days[-1]}"
    if own and any(duty.staff_no == own for duty in change.duties_added | change.duties_removed):
        yield "own"


def counted(table: TableChange) -> str:
    return f"+{len(table.added)}~{len(table.changed)}-{len(table.removed)}"
