"""What people decide about cases and callbacks, each in one transaction and in the timeline."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from intake.callbacks import service as callbacks
from intake.callbacks.calling_off import open_callbacks
from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus, Kind, Task
from intake.cases.decisions import ON_THE_WAY
from intake.cases.lifecycle import FINDINGS, Event
from intake.desk.decisions import Decisions
from intake.desk.remarks import AT_ONCE, Remarks
from intake.desk.undoing import Undoing
from intake.errors import RulingError

# What the scheduler must have asked before a person may be declared unreachable (research: domain 9.10).
EVIDENCE = frozenset({Task.UNREACHABLE, Task.UNASSIGNED, Task.UNFIT})


@dataclass(frozen=True, slots=True)
class Ruling(Decisions, Remarks, Undoing):
    """Everything that a person may do about a case; see `Acting` for who does it."""

    def declare_unreachable(self, case_no: str, reason: str) -> None:
        """The complainant can't be reached: a decision with its evidence; the case stays on file.

        Raises RulingError for an unknown case, and where the attempts don't show it yet.
        """
        case = self.case(case_no)
        before = open_callbacks(self.connection, case.id)
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
        self.rule(case, (Event.DECLARED_UNREACHABLE,), {}, {"reason": reason}, callbacks=before)

    def find(self, case_no: str, finding: Event) -> None:
        """What the check found; a follow-up tells the complainant. Raises RulingError, TransitionError."""
        if finding not in FINDINGS:
            raise ValueError(finding)
        case = self.case(case_no)
        before = open_callbacks(self.connection, case.id)
        callbacks.conclude(self.connection, case.id, CallbackStatus.WITHDRAWN, self.at)
        callbacks.request(self.connection, case.id, self.at, AT_ONCE, Kind.FOLLOW_UP)
        events = (*ON_THE_WAY.get(case.chain.status, ()), finding)
        self.rule(case, events, {}, {}, callbacks=before)
