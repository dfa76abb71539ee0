"""What people decide about callbacks and cases: call again, give up reaching somebody, what a check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from intake.callbacks import service as callbacks
from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackReason, CallbackStatus, Kind, Task
from intake.cases.conversations import Case
from intake.cases.decisions import advance, case_by_number, find
from intake.cases.lifecycle import Event
from intake.cases.timeline import Happening
from intake.errors import RulingError

# What the scheduler must have asked before a person may be declared unreachable (research: domain 9.10).
EVIDENCE = frozenset({Task.UNREACHABLE, Task.UNASSIGNED, Task.UNFIT})
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decides, when, in which unit of work; `key` is the timelines'."""

    connection: Connection
    at: datetime
    actor: str
    key: bytes

    def declare_unreachable(self, case_no: str, reason: str) -> None:
        """The complainant can't be reached: a decision with its evidence; the case stays on file.

        Raises RulingError for an unknown case, and where the attempts don't show it yet.
        """
        case = self.case(case_no)
        shown = self.connection.execute(
            select(CallbackRow.id).where(
                CallbackRow.complaint_id == case.id,
                CallbackRow.status == CallbackStatus.OPERATOR,
                CallbackRow.task.in_(EVIDENCE),
            )
        ).first()
        if shown is None:
            raise RulingError("callbacks.error.not_shown", case_no=case_no)
        self.connection.execute(
            update(CallbackRow)
            .where(CallbackRow.id == shown.id)
            .values(status=CallbackStatus.UNREACHABLE, updated_at=self.at)
        )
        self.happen(case, Event.DECLARED_UNREACHABLE, {"reason": reason})

    def call(self, case_no: str, not_before: datetime | None) -> None:
        """Call the complainant once more, at once or from a moment on. Raises RulingError."""
        case = self.case(case_no)
        values = {"not_before": not_before, "due_at": not_before or self.at, "updated_at": self.at}
        pending = update(CallbackRow).where(
            CallbackRow.complaint_id == case.id, CallbackRow.status == CallbackStatus.PENDING
        )
        if self.connection.execute(pending.values(**values)).rowcount:
            return
        answered = update(CallbackRow).where(
            CallbackRow.complaint_id == case.id, CallbackRow.status == CallbackStatus.OPERATOR
        )
        self.connection.execute(answered.values(status=CallbackStatus.WITHDRAWN, updated_at=self.at))
        callbacks.request(self.connection, case.id, self.at, AT_ONCE, reason=CallbackReason.OPERATOR)
        self.connection.execute(pending.values(**values))

    def find(self, case_no: str, finding: Event) -> None:
        """What the check found; a follow-up tells the complainant. Raises RulingError, TransitionError."""
        case = self.case(case_no)
        find(self.connection, case, finding, self.at, self.actor, self.key)
        callbacks.conclude(self.connection, case.id, CallbackStatus.WITHDRAWN, self.at)
        callbacks.request(self.connection, case.id, self.at, AT_ONCE, Kind.FOLLOW_UP)

    def case(self, case_no: str) -> Case:
        """The case, locked. Raises RulingError."""
        case = case_by_number(self.connection, case_no)
        if case is None:
            raise RulingError("callbacks.error.no_case", case_no=case_no)
        return case

    def happen(self, case: Case, event: Event, data: dict[str, str]) -> None:
        happening = Happening(events=(event,), at=self.at, actor=self.actor, key=self.key, data=data)
        advance(self.connection, case, happening)
