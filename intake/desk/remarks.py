"""What people remark of a case and have done about it, without deciding it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from intake.callbacks import service as callbacks
from intake.callbacks.calling_off import call_off, open_callbacks
from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackReason, CallbackStatus
from intake.cases.conversations import Case
from intake.cases.lifecycle import Event
from intake.cases.links import LinkKind, add_link
from intake.desk.acting import Acting, stated

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Remarks(Acting):
    """Notes, links and calls. Each can be undone."""

    def note(self, case_no: str, text: str) -> Case:
        """A note for whoever works on the case. Raises RulingError for an empty one."""
        return self.remark(self.case(case_no), Event.NOTED, {"text": stated(text, "desk.error.note")})

    def link(self, case_no: str, other_no: str, kind: LinkKind = LinkKind.LIKE) -> Case:
        """Put two cases together; both say so. Raises RulingError."""
        case, other = self.two_cases(case_no, other_no)
        linked = self.remark(case, Event.LINKED, {"other": other_no, "kind": kind.value})
        self.remark(other, Event.LINKED, {"other": case_no, "kind": kind.value})
        add_link(self.connection, (case.id, other.id), kind, self.at, self.account_id)
        return linked

    def call(self, case_no: str, not_before: datetime | None) -> Case:
        """Call the complainant once more, at once or from a moment on. Raises RulingError."""
        case = self.case(case_no)
        before = open_callbacks(self.connection, case.id)
        values = {"not_before": not_before, "due_at": not_before or self.at, "updated_at": self.at}
        pending = update(CallbackRow).where(
            CallbackRow.complaint_id == case.id, CallbackRow.status == CallbackStatus.PENDING
        )
        if not self.connection.execute(pending.values(**values)).rowcount:
            call_off(self.connection, case.id, self.at)
            reason = CallbackReason.OPERATOR
            callbacks.request(self.connection, case.id, self.at, AT_ONCE, reason=reason)
            self.connection.execute(pending.values(**values))
        told = {"not_before": not_before.isoformat() if not_before else None}
        return self.rule(case, (Event.CALL_ORDERED,), {}, told, callbacks=before)
