"""What people remark of a case and have done about it, without deciding it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from intake.callbacks import service as callbacks
from intake.callbacks.calling_off import call_off, open_callbacks
from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackReason, CallbackStatus
from intake.cases.confidential import is_confidential, kept_confidential
from intake.cases.conversations import Case
from intake.cases.lifecycle import Event
from intake.cases.links import LinkKind, add_link
from intake.cases.model import ComplaintRow
from intake.desk.acting import Acting, stated

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Remarks(Acting):
    """Notes, links and calls. Each can be undone."""

    def note(self, case_no: str, text: str) -> Case:
        """A note for whoever works on the case. Raises RulingError for an empty one."""
        return self.remark(self.case(case_no), Event.NOTED, {"text": stated(text, "desk.error.note")})

    def summarise(self, case_no: str, text: str) -> Case:
        """What is alleged, in neutral words for whoever answers for the respondent. Raises RulingError."""
        return self.remark(self.case(case_no), Event.SUMMARISED, {"text": stated(text, "desk.error.note")})

    def keep_confidential(self, case_no: str, reason: str, *, wanted: bool = True) -> Case:
        """The complainant asks that it stays confidential, or no more. Raises RulingError without a reason.

        Taken back by the opposite and not undone: other flags may have come meanwhile.
        """
        told = {"wanted": wanted, "reason": stated(reason)}
        return self._mark(self.case(case_no), told)

    def ask_for_confidence(self, case_no: str) -> Case:
        """The complainant asks for it, who owes nobody a reason; where it is so already, nothing happens."""
        case = self.case(case_no)
        return case if is_confidential(self._flags(case)) else self._mark(case, {"wanted": True})

    def _mark(self, case: Case, told: Mapping[str, Any]) -> Case:
        changed = {"flags": kept_confidential(self._flags(case), wanted=told["wanted"])}
        return self.rule(case, (Event.CONFIDENTIAL,), changed, told, callbacks=())

    def _flags(self, case: Case) -> list[str]:
        return self.connection.scalars(select(ComplaintRow.flags).where(ComplaintRow.id == case.id)).one()

    def taken_over(self, case_no: str, holder: str) -> Case:
        """Somebody has taken a case out of another's hand. holder: the name of whoever had it."""
        return self.remark(self.case(case_no), Event.CLAIMED, {"from": holder})

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
