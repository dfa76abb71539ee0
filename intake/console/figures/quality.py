"""How good the matcher is: what it settles by itself and when, what people had to correct, campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select, text

from intake.cases.model import ComplaintRow
from intake.cases.replay import BANDS, PAST, Band, first_guess
from intake.console.access import Viewer
from intake.console.figures.counting import Span, is_pinned, received
from intake.console.figures.kept import figures_of
from intake.console.figures.model import BURST
from intake.console.figures.settled import DIMENSIONS, SETTLED, Settled, along, count_settled
from intake.console.roles import Right
from intake.console.sight import visible
from intake.directory.halls import Halls
from intake.directory.model import HallRow
from matching.interview.storage import load_evidence

GUESSES = 200  # of the span's pinned cases, the newest so many have their first guess made again
CAMPAIGNS = 50
OF_BURST = BURST.format("complaint.")
BURSTS = ("burst_respondent", "burst_number")


@dataclass(frozen=True, kw_only=True, slots=True)
class Campaign:
    """Many complaints in minutes. kind: one of BURSTS. staff_no: None for whoever may not see persons."""

    kind: str
    hall: str
    window: str
    staff_no: str | None
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """By dimension the values of it, those with the most complaints first. bands: lowest score first."""

    span: Span
    whole: Settled
    by: dict[str, tuple[tuple[str, Settled], ...]]
    bands: tuple[Band, ...]
    campaigns: tuple[Campaign, ...]


def read_quality(connection: Connection, viewer: Viewer, span: Span, halls: Halls) -> Quality:
    """How the cases of a span were settled, as far as the viewer may see them."""
    conditions = received(viewer, span.since, span.until, None)
    found = figures_of(connection, viewer, span).cells(SETTLED.values(), count_settled)
    by = {name: along(found, SETTLED[name]) for name in DIMENSIONS}
    return Quality(
        span=span,
        whole=sum((settled for _, settled in by[DIMENSIONS[0]]), Settled()),
        by=by,
        bands=bands(connection, viewer, span, halls),
        campaigns=campaigns(connection, viewer, conditions),
    )


def bands(connection: Connection, viewer: Viewer, span: Span, halls: Halls) -> tuple[Band, ...]:
    """How often the first candidate after the first identifier was the person pinned, by its score."""
    found = [Band(place / BANDS) for place in range(BANDS)]
    query = visible(viewer, PAST).where(
        is_pinned, ComplaintRow.received_at >= span.since, ComplaintRow.received_at < span.until
    )
    newest = query.order_by(None).order_by(ComplaintRow.received_at.desc()).limit(GUESSES)
    for case in connection.execute(newest):
        hall = halls.get(connection, case.hall_id, case.directory_version)
        evidence = [load_evidence(item) for item in case.evidence]
        if hall is not None and (guess := first_guess(evidence, hall, case)):
            place = min(int(guess.score * BANDS), BANDS - 1)
            found[place] = found[place].counted(right=guess.staff_no == case.staff_no)
    return tuple(found)


def campaigns(
    connection: Connection, viewer: Viewer, conditions: list[ColumnElement[bool]]
) -> tuple[Campaign, ...]:
    """Bursts against one person, and from one number, the latest first. Numbers are told to nobody."""
    row, found = ComplaintRow, []
    at = (func.min(row.received_at), func.max(row.received_at))
    for kind in BURSTS:
        whose = row.staff_no if kind == BURSTS[0] else row.caller_index
        query = (
            select(HallRow.name, func.min(row.window), func.min(row.staff_no), func.count(), *at)
            .outerjoin(HallRow, HallRow.id == row.hall_id)
            .where(*conditions, text(OF_BURST), cast(row.flags, Text).contains(f'"{kind}"', autoescape=True))
            .group_by(HallRow.name, whose)
            .order_by(at[1].desc())
            .limit(CAMPAIGNS)
        )
        for hall, window, staff_no, count, first, last in connection.execute(query):
            is_told = kind == BURSTS[0] and viewer.may(Right.PERSONS)
            found.append(
                Campaign(
                    kind=kind,
                    hall=hall or "",
                    window=window or "",
                    staff_no=staff_no if is_told else None,
                    count=count,
                    first=first,
                    last=last,
                )
            )
    return tuple(found)
