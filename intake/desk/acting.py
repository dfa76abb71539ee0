"""A person acts on a case: who, when, in which unit of work, and what is kept so that it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from intake.callbacks.calling_off import OpenCallback, call_off
from intake.cases.candidates import note_candidates
from intake.cases.complaints import bring_up_to_date
from intake.cases.conversations import Case
from intake.cases.decisions import case_by_number
from intake.cases.lifecycle import Event
from intake.cases.model import ComplaintRow
from intake.cases.timeline import Happening, append, follow_on
from intake.desk.conflict import Person, concerned
from intake.desk.snapshot import columns_of, kept
from intake.errors import RulingError


@dataclass(frozen=True, slots=True)
class Acting:
    """Who decides, when, in which unit of work; `key` is the timelines'.

    account_id: of the console, None for the command line. own: who acts, as a member of staff: cases that
    concern them are not there for them.
    """

    connection: Connection
    at: datetime
    actor: str
    key: bytes
    account_id: int | None = None
    own: Person | None = None

    def case(self, case_no: str) -> Case:
        """The case, locked. Raises RulingError where there is none for whoever acts."""
        case = case_by_number(self.connection, case_no)
        if case is None or (self.own and concerned(self.connection, self.own, case.id)):
            raise RulingError("callbacks.error.no_case", case_no=case_no)
        return case

    def two_cases(self, case_no: str, other_no: str) -> tuple[Case, Case]:
        """Two cases, locked in one order whoever asks. Raises RulingError."""
        if case_no == other_no:
            raise RulingError("desk.error.same_case")
        found = {number: self.case(number) for number in sorted((case_no, other_no))}
        return found[case_no], found[other_no]

    def remark(self, case: Case, event: Event, data: Mapping[str, Any]) -> Case:
        """Keep something of a case that changes nothing about it."""
        return self.rule(case, (event,), {}, data, callbacks=())

    def rule(
        self,
        case: Case,
        events: tuple[Event, ...],
        columns: Mapping[str, Any],
        data: Mapping[str, Any],
        callbacks: tuple[OpenCallback, ...] | None = None,
    ) -> Case:
        """Let events happen to a case and change its columns; the timeline keeps what was before and after.

        callbacks: those already changed by this deed; None: every open one is called off, since a person has
        decided. Raises TransitionError.
        """
        if callbacks is None:
            callbacks = call_off(self.connection, case.id, self.at)
        before = {
            "status": case.chain.status.value,
            "events": case.chain.events,
            "columns": columns_of(self.connection, case.id, columns),
            "callbacks": [one.plain() for one in callbacks],
        }
        whole = {**data, "before": before, "after": kept(columns)}
        happening = Happening(events=events, at=self.at, actor=self.actor, key=self.key, data=whole)
        rows, chain = follow_on(case.case_no, case.chain, happening)
        append(self.connection, case.id, rows)
        if "decision" in columns:
            self.note_people(case.id, columns)
        return bring_up_to_date(self.connection, case, dict(columns), chain, self.at)

    def note_people(self, complaint_id: int, columns: Mapping[str, Any]) -> None:
        """Keep whom the case may be about in step with a decision that changes."""
        row = self.connection.execute(
            select(ComplaintRow.evidence, ComplaintRow.hall_id).where(ComplaintRow.id == complaint_id)
        ).one()
        whole = {"evidence": row.evidence, "decision": columns["decision"]}
        hall_id = columns.get("hall_id", row.hall_id)
        note_candidates(self.connection, complaint_id, hall_id, whole, anew=True)


def stated(reason: str, key: str = "desk.error.reason") -> str:
    """The reason without spaces around it. Raises RulingError where there is none."""
    if not reason.strip():
        raise RulingError(key)
    return reason.strip()
