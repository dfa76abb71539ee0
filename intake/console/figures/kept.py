"""Reading counts: days that were counted already from the table, all others from the cases themselves.

What is in the table is of all cases (`tallying.py`). A viewer whom some of these concern must not learn of
them, so those are taken off. They are counted in the same way and beforehand, for each person among the staff
who looks at figures; where they are not yet, now, by the same rule of sight. So it takes the same steps
whether there is such a case or not. Days of which a case changed since they were counted, and what was kept
from somebody whose roster changed since, are not taken from the table (`cover.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from intake.cases.model import ComplaintRow
from intake.console.among import among
from intake.console.figures.cells import HALL, PERSON, Cells, Conditions, Count, Tally, count_days
from intake.console.figures.counting import Span, in_hall
from intake.console.figures.cover import Cover, cover_of
from intake.console.figures.measures import Measures
from intake.console.figures.model import TallyRow, TallySpanRow
from intake.console.figures.settled import NAMES, SETTLED
from intake.console.figures.slices import Slices, whole
from intake.console.figures.sums import summed
from intake.console.sight import hall_in_sight, kept_from, may_see, people_of
from intake.desk.everywhere import everywhere

if TYPE_CHECKING:  # the background work counts without looking, and needs nothing of the web
    from intake.console.access import Viewer


COUNTS = tuple(field.name for field in fields(Tally))
# Dimensions of which not all is counted.
COUNTED_OF = {PERSON: ("exact",)} | dict.fromkeys(SETTLED.values(), NAMES)


@dataclass(frozen=True)
class Figures:
    """What is counted of a span, as far as the viewer may see it, in one hall or all."""

    connection: Connection
    viewer: Viewer
    span: Span
    hall_id: int | None
    cover: Cover

    def cells(self, dimensions: Collection[str], *counts: Count) -> Cells:
        """These dimensions, by what counts them."""

        def now(conditions: Conditions, of: Slices) -> Cells:
            found = (count(self.connection, conditions, of).items() for count in counts)
            return summed((key, sums) for (_, key), sums in chain.from_iterable(found))

        found = [self._counted(alike, names) for names, alike in by_names(dimensions).items()]
        if self._kept:
            found.append({key: -sums for key, sums in now(self._kept, self._bare).items()})
        if self.cover.open:
            found.append(now(self._seen, self._open))
        together = summed(chain.from_iterable(each.items() for each in found))
        return {key: sums for key, sums in together.items() if sums and key[0] in dimensions}

    def by_day(self) -> dict[date, Measures]:
        """By day; those in which nothing came in are missing."""
        row, span, zone = TallyRow, TallySpanRow, self.span.zone
        sums = [func.sum(getattr(row, field.name)) for field in fields(Measures)]
        query = select(span.first, *sums).join(row, row.span_id == span.id).group_by(span.first)
        query = query.where(span.id.in_(self.cover.days), row.dimension == HALL, *self._halls())
        found = [{day: Measures(*map(int, counts)) for day, *counts in self.connection.execute(query)}]
        if self._kept:
            kept = count_days(self.connection, [*self._kept, *self._bare.within], zone)
            found.append({day: -measures for day, measures in kept.items()})
        if self.cover.open:
            found.append(count_days(self.connection, [*self._seen, *self._open.within], zone))
        together = summed(chain.from_iterable(each.items() for each in found))
        return {day: measures for day, measures in together.items() if measures}

    def _counted(self, dimensions: Collection[str], names: Sequence[str]) -> Cells:
        """These counts of these dimensions from the table. Of a year it is much to be added up."""
        row = TallyRow
        key = (row.dimension, row.hall_id, row.value)
        sums = [func.sum(getattr(row, name)) for name in names]
        query = select(*key, *sums).where(row.span_id.in_(self.cover.whole), row.dimension.in_(dimensions))
        rows = self.connection.execute(query.where(*self._halls()).group_by(*key))
        return {
            (dimension, hall, value): Tally(**dict(zip(names, map(int, each), strict=True)))
            for dimension, hall, value, *each in rows
        }

    def _halls(self) -> Conditions:
        chosen = [] if self.hall_id is None else [TallyRow.hall_id == self.hall_id]
        return [*chosen, *hall_in_sight(self.viewer, TallyRow.hall_id)]

    @cached_property
    def _open(self) -> Slices:
        return whole(self.cover.open)

    @cached_property
    def _bare(self) -> Slices:
        return whole(self.cover.bare)

    @property
    def _seen(self) -> Conditions:
        """Of the cases that have to be looked at, those that the viewer may see."""
        return [*in_hall(self.hall_id), *may_see(self.viewer)]

    @cached_property
    def _kept(self) -> Conditions:
        """The cases to be taken off not counted beforehand, be there any or not; empty where all are."""
        if self.cover.ids is None:
            return []
        kept = kept_from(self.connection, people_of(self.viewer), self.cover.ids)
        halls = [*in_hall(self.hall_id), *hall_in_sight(self.viewer, everywhere(ComplaintRow.hall_id))]
        query = select(ComplaintRow.id).where(*kept, *self._bare.within, *halls)
        ids = self.connection.scalars(query).all()
        return [among(self.connection, ids)]


def by_names(dimensions: Collection[str]) -> dict[tuple[str, ...], list[str]]:
    """The dimensions by what is counted of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in dimensions:
        found.setdefault(COUNTED_OF.get(one, COUNTS), []).append(one)
    return found


def figures_of(connection: Connection, viewer: Viewer, span: Span, hall_id: int | None = None) -> Figures:
    """What may be counted of a span."""
    return Figures(connection, viewer, span, hall_id, cover_of(connection, span, people_of(viewer)))
