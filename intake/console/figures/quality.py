"""How good the matcher is: what it settles by itself and when, what people had to correct, campaigns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, exists, func, select
from sqlalchemy.orm import aliased

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import Outcome
from intake.cases.lifecycle import Event
from intake.cases.model import ComplaintRow, ConversationRow, EventRow
from intake.cases.replay import BANDS, OPERATOR, PAST, Band, first_guess
from intake.console.access import Viewer
from intake.console.figures.counting import Span, how_many, is_ours, is_pinned, received, share
from intake.console.roles import Right
from intake.console.sight import visible
from intake.directory.halls import Halls
from intake.directory.model import HallRow
from matching.interview.storage import load_evidence

GUESSES = 200  # of the span's pinned cases, the newest so many have their first guess made again
CAMPAIGNS = 50
BURSTS = ("burst_respondent", "burst_number")
CORRECTIONS = (Event.DECIDED, Event.REOPENED, Event.SET_ASIDE, Event.TRANSFERRED, Event.MERGED)
DIMENSIONS = ("window", "language", "channel", "version", "prompts")


@dataclass(frozen=True, slots=True)
class Settled:
    """Of the complaints that count (`ours`): pinned by the rule in the first contact, in a callback of ours,
    in a later contact; by a person; and pinned by the rule, then changed or reopened."""

    ours: int = 0
    first: int = 0
    callback: int = 0
    later: int = 0
    person: int = 0
    overturned: int = 0

    def __add__(self, other: Settled) -> Settled:
        return Settled(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    def share(self, name: str) -> float | None:
        """Of the complaints that count; what was overturned is a share of what the rule had pinned."""
        if name == "overturned":
            return share(self.overturned, self.first + self.callback + self.later + self.overturned)
        return share(int(getattr(self, name)), self.ours)


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
    found = settled(connection, conditions)
    return Quality(
        span=span,
        whole=sum(found.values(), Settled()),
        by={name: along(found, place) for place, name in enumerate(DIMENSIONS)},
        bands=bands(connection, viewer, span, halls),
        campaigns=campaigns(connection, viewer, conditions),
    )


def settled(connection: Connection, conditions: list[ColumnElement[bool]]) -> dict[tuple[str, ...], Settled]:
    """By the values of DIMENSIONS, empty where a case has none."""
    dimensions = (
        ComplaintRow.window.label("window"),
        ComplaintRow.language.label("language"),
        ComplaintRow.channel.label("channel"),
        ComplaintRow.decision["rule_version"].as_string().label("version"),
        ComplaintRow.decision["prompt_set"].as_string().label("prompts"),
    )
    by_person = func.coalesce(ComplaintRow.decision["source"].as_string(), "") == OPERATOR
    marks = {"by_person": by_person, "pinned": is_pinned, "called": called(), "again": again()}
    flags = [mark.label(name) for name, mark in {**marks, "overturned": overturned()}.items()]
    case = select(*dimensions, *flags).where(*conditions, is_ours).subquery().c
    by_rule = and_(case.pinned, ~case.by_person)
    kinds = (
        and_(by_rule, ~case.called, ~case.again),
        and_(by_rule, case.called),
        and_(by_rule, ~case.called, case.again),
        and_(case.pinned, case.by_person),
        case.overturned,
    )
    group, size = [case[name] for name in DIMENSIONS], len(DIMENSIONS)
    query = select(*group, func.count(), *map(how_many, kinds)).group_by(*group)
    return {
        tuple(str(value or "") for value in row[:size]): Settled(*map(int, row[size:]))
        for row in connection.execute(query)
    }


def called() -> ColumnElement[bool]:
    """We had called the complainant and been confirmed before it was pinned."""
    return exists().where(
        CallbackRow.complaint_id == ComplaintRow.id,
        AttemptRow.callback_id == CallbackRow.id,
        AttemptRow.outcome == Outcome.CONFIRMED,
        AttemptRow.dialed_at <= ComplaintRow.pinned_at,
    )


def again() -> ColumnElement[bool]:
    """The complainant had come back before it was pinned: there were two conversations."""
    first, second = aliased(ConversationRow), aliased(ConversationRow)
    return exists().where(
        first.complaint_id == ComplaintRow.id,
        second.complaint_id == ComplaintRow.id,
        second.id > first.id,
        second.started_at <= ComplaintRow.pinned_at,
    )


def overturned() -> ColumnElement[bool]:
    """The rule had pinned it, and then a person or the complainant changed that."""
    pinned, changed = aliased(EventRow), aliased(EventRow)
    return exists().where(
        pinned.complaint_id == ComplaintRow.id,
        pinned.event == Event.PINNED.value,
        changed.complaint_id == ComplaintRow.id,
        changed.seq > pinned.seq,
        changed.event.in_([event.value for event in CORRECTIONS]),
    )


def along(found: dict[tuple[str, ...], Settled], place: int) -> tuple[tuple[str, Settled], ...]:
    """By the values of one dimension."""
    together: dict[str, Settled] = defaultdict(Settled)
    for values, counts in found.items():
        together[values[place]] += counts
    return tuple(sorted(together.items(), key=lambda item: (-item[1].ours, item[0])))


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
            .where(*conditions, cast(row.flags, Text).contains(f'"{kind}"', autoescape=True))
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
