"""Finding cases: the most telling term gives ids by an index, the latest first; the rest is checked on those.

A page looks at no more than `MOST` of them, whatever is asked: what was asked in vain may go on further back.
So no search takes long, and none has to count what the viewer may not see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, or_, select

from intake.cases.model import CandidateRow, Channel, ComplaintRow
from intake.cases.privacy import Sealer
from intake.console.access import Viewer
from intake.console.among import among
from intake.console.searching import worded
from intake.console.searching.asked import Asked, Filters, Reading, Sort, Term
from intake.console.searching.worded import Bounds, Reached
from intake.console.sight import visible

PAGE = 50
MOST = 2000
CHUNKS = (slice(0, 100), slice(100, 500), slice(500, None))  # the first are mostly enough
DAY = timedelta(days=1)
LATE = timedelta(days=7)  # a message may be brought in so long after it came
NEAR = 200
# The sooner, the fewer cases a term of this sort gives.
ORDER = (Sort.CASE, Sort.NUMBER, Sort.EXTERNAL, Sort.TAIL, Sort.STAFF, Sort.WINDOW, Sort.WORDS)
ID = ComplaintRow.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Ids of a page, the latest first. next: where a further page begins, None for none.

    is_short: there are fewer than a page because no more were looked at; there may be more further back.
    """

    ids: tuple[int, ...]
    next: int | None
    is_short: bool


@dataclass(frozen=True, slots=True)
class Search:
    """One search of one viewer. zone: of the days that are asked for."""

    connection: Connection
    viewer: Viewer
    sealer: Sealer
    zone: ZoneInfo

    def find(self, asked: Asked) -> Found:
        """A page of what fits and what the viewer may see."""
        worded.prepare(self.connection)
        conditions = [*self.filtered(asked.filters), *(self.fits(term) for term in asked.terms)]
        hits: list[int] = []
        reach = None
        for source in self.sources(asked, self.bounds(asked)):
            hits, reach = self.narrowed(source.ids, conditions), source.reach
            if len(hits) > PAGE or reach is None:
                break
        if len(hits) > PAGE:
            return Found(ids=tuple(hits[:PAGE]), next=hits[PAGE - 1], is_short=False)
        return Found(ids=tuple(hits), next=reach, is_short=reach is not None)

    def narrowed(self, ids: Sequence[int], conditions: Sequence[ColumnElement[bool]]) -> list[int]:
        """Those of the ids that fit all conditions and are for the viewer, until there are more than a page.

        Sorted here: a database that is to sort may look through all cases in order instead of at these.
        """
        hits: list[int] = []
        for first in CHUNKS:
            chunk = ids[first.start : first.stop]
            if not chunk or len(hits) > PAGE:
                break
            query = visible(self.viewer, select(ID).where(among(self.connection, chunk), *conditions))
            hits += sorted(self.connection.scalars(query), reverse=True)
        return hits

    def sources(self, asked: Asked, bounds: Bounds) -> Iterator[Reached]:
        """Where to look, one after another until a page is full."""
        words = [one.value for term in asked.terms if term.is_words for one in term.readings]
        telling = min((term for term in asked.terms if not term.is_words), key=rank, default=None)
        if asked.filters.number:
            yield self.meant_by(Reading(sort=Sort.NUMBER, value=asked.filters.number), bounds)
        elif telling is not None:
            yield merged([self.meant_by(one, bounds) for one in telling.readings])
        elif words:
            if not worded.gives_latest_first(self.connection, words):
                yield self.latest(replace(bounds, most=min(MOST, worded.LOOKED_AT)))
            yield self.worded(words, bounds)
        else:
            yield self.latest(bounds)

    def latest(self, bounds: Bounds) -> Reached:
        query = select(ID).where(bounds.holds(ID), *bounds.conditions).order_by(ID.desc())
        return bounds.reached(list(self.connection.scalars(query.limit(bounds.most))))

    def worded(self, words: Sequence[str], bounds: Bounds) -> Reached:
        return worded.indexed(self.connection, words, bounds) or self.latest(bounds)

    def meant_by(self, reading: Reading, bounds: Bounds) -> Reached:
        """The cases that one reading gives."""
        if reading.sort is Sort.WORDS:
            return self.worded([reading.value], bounds)
        if reading.sort is Sort.STAFF:
            id_, query = CandidateRow.complaint_id, select(CandidateRow.complaint_id)
            query = query.where(one_of(CandidateRow, reading))
            if bounds.conditions:
                query = query.join(ComplaintRow, ComplaintRow.id == id_).where(*bounds.conditions)
        else:
            id_, query = ID, select(ID).where(self.meant(reading), *bounds.conditions)
        query = query.where(bounds.holds(id_)).order_by(id_.desc()).limit(bounds.most)
        return bounds.reached(list(self.connection.scalars(query)))

    def fits(self, term: Term) -> ColumnElement[bool]:
        """A case fits one of the readings."""
        return or_(*(self.meant(one) for one in term.readings))

    def meant(self, reading: Reading) -> ColumnElement[bool]:
        """The condition that a reading stands for."""
        value = reading.value
        match reading.sort:
            case Sort.CASE:
                return ComplaintRow.case_no == value
            case Sort.NUMBER:
                return ComplaintRow.caller_index == value
            case Sort.EXTERNAL:
                # Every channel is named, since the index begins with it.
                return and_(
                    ComplaintRow.channel.in_(list(Channel)),
                    ComplaintRow.external_no.in_([value, value.upper()]),
                )
            case Sort.TAIL:
                return ComplaintRow.caller_tail == self.sealer.tail(value)
            case Sort.WINDOW:
                return ComplaintRow.window == value
            case Sort.STAFF:
                named = exists().where(CandidateRow.complaint_id == ID, one_of(CandidateRow, reading))
                return or_(one_of(ComplaintRow, reading), named)
            case _:
                return worded.contains(value)

    def filtered(self, filters: Filters) -> Iterator[ColumnElement[bool]]:
        """The filters as conditions."""
        for name in ("hall_id", "channel", "status"):
            if (value := getattr(filters, name)) is not None:
                yield getattr(ComplaintRow, name) == value
        if filters.number:
            yield ComplaintRow.caller_index == filters.number
        yield from self.days(filters)

    def days(self, filters: Filters) -> Iterator[ColumnElement[bool]]:
        if filters.since:
            yield ComplaintRow.received_at >= self.midnight(filters.since)
        if filters.until:
            yield ComplaintRow.received_at < self.midnight(filters.until) + DAY

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)

    def bounds(self, asked: Asked) -> Bounds:
        """Between which ids all cases of the days lie: they are given out as cases come in, or soon after."""
        low, below = 0, asked.below
        received, since, until = ComplaintRow.received_at, asked.filters.since, asked.filters.until
        if since:
            begin = select(ID).where(received >= self.midnight(since) - LATE)
            first = begin.order_by(received, ID).limit(NEAR).subquery()
            low = self.connection.scalar(select(func.min(first.c.id))) or below
        if until:
            end = select(ID).where(received < self.midnight(until) + LATE)
            last = end.order_by(received.desc(), ID.desc()).limit(NEAR).subquery()
            below = min(below, (self.connection.scalar(select(func.max(last.c.id))) or 0) + 1)
        return Bounds(low=low, below=below, most=MOST, conditions=tuple(self.days(asked.filters)))


def rank(term: Term) -> int:
    """The smaller, the fewer cases the term gives."""
    return max(ORDER.index(one.sort) for one in term.readings)


def one_of(table: type[CandidateRow] | type[ComplaintRow], reading: Reading) -> ColumnElement[bool]:
    """The row names one of the reading's people."""
    named = (
        and_(table.hall_id == hall_id, table.staff_no == staff_no) for hall_id, staff_no in reading.people
    )
    return or_(false(), *named)


def merged(sources: Sequence[Reached]) -> Reached:
    """Ids of several sources, as far back as all of them reach."""
    reach = max((one.reach for one in sources if one.reach is not None), default=None)
    ids = {id_ for one in sources for id_ in one.ids if reach is None or id_ >= reach}
    return Reached(ids=sorted(ids, reverse=True), reach=reach)
