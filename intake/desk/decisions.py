"""What people decide about a case: whom it is about, and whether it is one for this hotline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from intake.cases.conversations import Case
from intake.cases.lifecycle import Event
from intake.cases.links import LinkKind, add_link
from intake.cases.model import ComplaintRow
from intake.desk.acting import Acting, stated
from intake.desk.known_person import Days, version_with, versions_of, window_known
from intake.errors import RulingError
from matching.decision import RULE_VERSION, Attribution, Outcome
from matching.evidence import Source

DECIDED = "decided_by_person"  # the reason's code
OTHERS_KEPT = 7


@dataclass(frozen=True, slots=True)
class Decisions(Acting):
    """Decisions that move a case. Each calls off what is open for it, and can be undone."""

    def decide(self, case_no: str, window: str | None, staff_no: str, hall_id: int | None = None) -> Case:
        """The case is about this person at this window: pinned by a person.

        window None: the person is known and the window is not; attribution is then no more than `candidate`.
        hall_id: where the case has none yet. Raises RulingError for somebody who was not in service on the
        days of the case, for a window that the hall hasn't, and for whoever decides themselves;
        TransitionError.
        """
        case = self.case(case_no)
        row = self.row(case)
        hall = row.hall_id or hall_id
        if hall is None:
            raise RulingError("desk.error.no_hall")
        if self.own and self.own.staff_no == staff_no and self.own.hall_id in {None, hall}:
            raise RulingError("desk.error.oneself")
        days = Days(first=row.event_first, last=row.event_last)
        versions = versions_of(self.connection, hall, row.directory_version)
        version = version_with(self.connection, hall, versions, staff_no, days)
        if version is None:
            raise RulingError("desk.error.no_person", staff_no=staff_no)
        label = window_known(self.connection, hall, version, window) if window else None
        if window and label is None:
            raise RulingError("desk.error.no_window", window=window)
        attribution = Attribution.EXACT if label else Attribution.CANDIDATE
        columns = {
            "hall_id": hall,
            "window": label,
            "staff_no": staff_no,
            "attribution": attribution,
            "decision": self.summary(row, label, staff_no, version),
            "decided_at": self.at,
            "directory_version": version,
            "pinned_at": self.at,
        }
        told = {"window": label, "staff_no": staff_no}
        return self.rule(case, (Event.DECIDED,), columns, told)

    def row(self, case: Case) -> Row[Any]:
        return self.connection.execute(
            select(
                ComplaintRow.hall_id,
                ComplaintRow.directory_version,
                ComplaintRow.event_first,
                ComplaintRow.event_last,
                ComplaintRow.decision,
            ).where(ComplaintRow.id == case.id)
        ).one()

    def summary(self, row: Row[Any], window: str | None, staff_no: str, version: int) -> dict[str, Any]:
        """The decision as it is kept: as the rule's, and by whom. The other candidates stay beside it."""
        values = [["staff_no", staff_no]] + ([["window", window]] if window else [])
        reason = {"code": DECIDED, "values": values}
        others = [
            {**one, "score": 0.0}
            for one in (row.decision or {}).get("candidates", ())
            if one["staff_no"] != staff_no
        ]
        return {
            "outcome": Outcome.PIN.value,
            "staff_no": staff_no,
            "window": window,
            "attribution": (Attribution.EXACT if window else Attribution.CANDIDATE).value,
            "rule_version": RULE_VERSION,
            "prompt_set": (row.decision or {}).get("prompt_set"),
            "directory_version": version,
            "source": Source.OPERATOR.value,
            "by": self.actor,
            "ask": None,
            "candidates": [
                {"staff_no": staff_no, "score": 1.0, "reasons": [reason]},
                *others[:OTHERS_KEPT],
            ],
            "reasons": [reason],
        }

    def set_aside(self, case_no: str, reason: str) -> Case:
        """It is no complaint. Raises RulingError, TransitionError."""
        return self.rule(self.case(case_no), (Event.SET_ASIDE,), {}, {"reason": stated(reason)})

    def transfer(self, case_no: str, bureau: str, reason: str) -> Case:
        """Another bureau is in charge of it. Raises RulingError, TransitionError."""
        told = {"bureau": stated(bureau, "desk.error.bureau"), "reason": stated(reason)}
        return self.rule(self.case(case_no), (Event.TRANSFERRED,), {}, told)

    def reopen(self, case_no: str, reason: str) -> Case:
        """Have it identified once more; whoever it was pinned on is a candidate. Raises RulingError,
        TransitionError."""
        columns = {"pinned_at": None, "staff_no": None, "attribution": Attribution.GROUP}
        case, told = self.case(case_no), {"reason": stated(reason)}
        changed = columns if self.is_pinned(case) else {}
        return self.rule(case, (Event.REOPENED,), changed, told)

    def is_pinned(self, case: Case) -> bool:
        pinned = select(ComplaintRow.pinned_at).where(ComplaintRow.id == case.id)
        return self.connection.execute(pinned).scalar() is not None

    def merge(self, case_no: str, into_no: str) -> Case:
        """It is the same matter as another case, and goes on in that one. Raises RulingError,
        TransitionError."""
        case, into = self.two_cases(case_no, into_no)
        if into.chain.status.value in {"merged", "transferred", "not_a_complaint"}:
            raise RulingError("desk.error.merge_into", case_no=into_no)
        merged = self.rule(case, (Event.MERGED,), {}, {"other": into_no, "kind": LinkKind.MERGED.value})
        self.remark(into, Event.LINKED, {"other": case_no, "kind": LinkKind.MERGED.value})
        add_link(self.connection, (case.id, into.id), LinkKind.MERGED, self.at, self.account_id)
        return merged
