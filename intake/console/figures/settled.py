"""How cases were settled: by the rule in the first contact, in a callback, later; by a person; overturned."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select
from sqlalchemy.orm import aliased

from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import Outcome
from intake.cases.lifecycle import Event
from intake.cases.model import ComplaintRow, ConversationRow, EventRow
from intake.cases.replay import OPERATOR
from intake.console.figures.cells import NO_HALL, Cells, Sliced, Tally
from intake.console.figures.counting import how_many, is_ours, is_pinned, share
from intake.console.figures.slices import Slices
from intake.console.figures.sums import Sums, summed

CORRECTIONS = (Event.DECIDED, Event.REOPENED, Event.SET_ASIDE, Event.TRANSFERRED, Event.MERGED)
DIMENSIONS = ("window", "language", "channel", "version", "prompts")
SETTLED = {name: f"settled_{name}" for name in DIMENSIONS}  # as dimensions of cells


@dataclass(frozen=True, slots=True)
class Settled(Sums):
    """Of the complaints that count (`ours`): pinned by the rule in the first contact, in a callback of ours,
    in a later contact; by a person; and pinned by the rule, then changed or reopened."""

    ours: int = 0
    first: int = 0
    callback: int = 0
    later: int = 0
    person: int = 0
    overturned: int = 0

    def share(self, name: str) -> float | None:
        """Of the complaints that count; what was overturned is a share of what the rule had pinned."""
        if name == "overturned":
            return share(self.overturned, self.first + self.callback + self.later + self.overturned)
        return share(int(getattr(self, name)), self.ours)


NAMES = tuple(field.name for field in fields(Settled))


def count_settled(connection: Connection, conditions: list[ColumnElement[bool]], slices: Slices) -> Sliced:
    """By each of DIMENSIONS, as the rest of a hall's cells are counted."""
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
    cases = select(slices.number, ComplaintRow.hall_id, *dimensions, *flags)
    case = cases.where(*conditions, *slices.within, is_ours).subquery().c
    by_rule = and_(case.pinned, ~case.by_person)
    kinds = (
        and_(by_rule, ~case.called, ~case.again),
        and_(by_rule, case.called),
        and_(by_rule, ~case.called, case.again),
        and_(case.pinned, case.by_person),
        case.overturned,
    )
    group, size = [case[name] for name in DIMENSIONS], len(DIMENSIONS)
    whole = (case.slice, case.hall_id, *group)
    query = select(*whole, func.count(), *map(how_many, kinds)).group_by(*whole)
    return summed(
        ((number, (SETTLED[dimension], hall_id or NO_HALL, str(value or ""))), tally)
        for number, hall_id, *row in connection.execute(query)
        for tally in [Tally(**dict(zip(NAMES, map(int, row[size:]), strict=True)))]
        for dimension, value in zip(DIMENSIONS, row, strict=False)
    )


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


def along(found: Cells, dimension: str) -> tuple[tuple[str, Settled], ...]:
    """By the values of one dimension."""
    together = summed((key[2], settled_of(tally)) for key, tally in found.items() if key[0] == dimension)
    return tuple(sorted(together.items(), key=lambda item: (-item[1].ours, item[0])))


def settled_of(tally: Tally) -> Settled:
    return Settled(*(getattr(tally, name) for name in NAMES))
