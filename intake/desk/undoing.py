"""Taking back what a person did to a case: a new entry that puts back what was before, never a deletion."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update

from intake.callbacks.calling_off import from_plain, take_up
from intake.cases.complaints import bring_up_to_date
from intake.cases.conversations import Case
from intake.cases.lifecycle import REMARKS, Event, Status
from intake.cases.links import LinkKind, remove_link
from intake.cases.model import ComplaintRow, EventRow
from intake.cases.timeline import Happening, append, follow_on
from intake.desk.acting import Acting
from intake.desk.snapshot import kept, restored
from intake.errors import RulingError
from intake.telephony.model import MessageStatus, OutgoingMessageRow

BOTH_SAY_SO = {Event.LINKED, Event.MERGED}
ABOUT_CALLS = {Event.CALL_ORDERED}
TAKEN_BACK = {Event.NOTED, Event.SUMMARISED, Event.LINKED, Event.TEXTED}  # in any order
CALLED_OFF = "called_off"  # why a text did not go out


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An entry of a timeline, its data read."""

    seq: int
    event: Event
    data: Mapping[str, Any]

    @property
    def is_deed(self) -> bool:
        """Whether a person did it and kept what was before."""
        return "before" in self.data and self.event is not Event.UNDONE


def entries(connection: Connection, complaint_id: int) -> list[Entry]:
    """A case's timeline, oldest first."""
    rows = connection.execute(
        select(EventRow.seq, EventRow.event, EventRow.data)
        .where(EventRow.complaint_id == complaint_id)
        .order_by(EventRow.seq)
    )
    return [entry(row) for row in rows]


def entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(seq=row.seq, event=Event(row.event), data=json.loads(row.data))


def undone(timeline: Iterable[Entry]) -> frozenset[int]:
    """The entries that were taken back, by their numbers."""
    taken = (one.data.get("undone", ()) for one in timeline if one.event is Event.UNDONE)
    return frozenset(seq for some in taken for seq in some)


def undoable(timeline: Sequence[Entry]) -> frozenset[int]:
    """The entries that may be taken back now: remarks in any order, decisions from the last one back."""
    gone = undone(timeline)
    left = [one for one in timeline if one.seq not in gone and one.event is not Event.UNDONE]
    moves = [one for one in left if one.event not in REMARKS]
    remarks = {one.seq for one in left if one.event in TAKEN_BACK and one.is_deed}
    calls = [one for one in left if one.event in ABOUT_CALLS or one.event not in REMARKS]
    last = {some[-1].seq for some in (moves, calls) if some and some[-1].is_deed}
    return frozenset((remarks - {one.seq for one in left if is_counterpart(one)}) | last)


def is_counterpart(one: Entry) -> bool:
    """The other side of a merger: undone from the case that was merged."""
    return one.event is Event.LINKED and one.data.get("kind") == LinkKind.MERGED


@dataclass(frozen=True, slots=True)
class Undoing(Acting):
    """Undo. What came from outside, and what somebody has seen, can't be undone."""

    def undo(self, case_no: str, seq: int) -> Case:
        """Take back the entry with this number: columns, status, callbacks, links, a text still unsent.

        Raises RulingError where that entry can't be undone, or something came after it.
        """
        case, other = self.locked(case_no, seq)
        timeline = entries(self.connection, case.id)
        target = next((one for one in timeline if one.seq == seq), None)
        if target is None or not target.is_deed or seq in undone(timeline):
            raise RulingError("desk.error.not_undoable")
        if seq not in undoable(timeline):
            raise RulingError("desk.error.not_last")
        before = target.data["before"]
        if target.event is Event.TEXTED:
            self.stop_text(target.data["message_id"])
        if target.event not in REMARKS or target.event in ABOUT_CALLS:
            calls = tuple(from_plain(row) for row in before["callbacks"])
            take_up(self.connection, case.id, calls, self.at)
        if other:
            self.take_apart(case, other)
        back_to = None if target.event in REMARKS else Status(before["status"])
        columns = restored(before["columns"])
        seqs = [one.seq for one in timeline if before["events"] < one.seq <= seq]
        return self.happened(case, target.event, seqs, columns, back_to)

    def locked(self, case_no: str, seq: int) -> tuple[Case, Case | None]:
        """The case, and the other one where the entry put two together; locked in one order."""
        other_no = self.other_of(case_no, seq)
        return self.two_cases(case_no, other_no) if other_no else (self.case(case_no), None)

    def other_of(self, case_no: str, seq: int) -> str:
        """The case number that an entry put this case together with; empty for other entries."""
        of_case = select(ComplaintRow.id).where(ComplaintRow.case_no == case_no).scalar_subquery()
        found = self.connection.execute(
            select(EventRow.seq, EventRow.event, EventRow.data).where(
                EventRow.complaint_id == of_case, EventRow.seq == seq
            )
        ).first()
        if found is None or found.event not in BOTH_SAY_SO:
            return ""
        return str(entry(found).data.get("other", ""))

    def take_apart(self, case: Case, other: Case) -> None:
        """Remove the link, and say so on the other side too."""
        remove_link(self.connection, (case.id, other.id))
        timeline = entries(self.connection, other.id)
        gone = undone(timeline)
        linked = [
            one.seq
            for one in timeline
            if one.event is Event.LINKED and one.data.get("other") == case.case_no and one.seq not in gone
        ]
        if linked:
            self.happened(other, Event.LINKED, linked[-1:], {}, None)

    def stop_text(self, message_id: int) -> None:
        """Raises RulingError where the text has left."""
        row = OutgoingMessageRow
        waiting = update(row).where(row.id == message_id, row.status == MessageStatus.QUEUED)
        values = {"status": MessageStatus.FAILED, "error_code": CALLED_OFF, "updated_at": self.at}
        if not self.connection.execute(waiting.values(**values)).rowcount:
            raise RulingError("desk.error.text_gone")

    def happened(
        self, case: Case, event: Event, seqs: list[int], columns: dict[str, Any], back_to: Status | None
    ) -> Case:
        """Write the entry that takes others back."""
        data = {"undone": seqs, "event": event.value, "after": kept(columns)}
        happening = Happening(
            events=(Event.UNDONE,), at=self.at, actor=self.actor, key=self.key, data=data, back_to=back_to
        )
        rows, chain = follow_on(case.case_no, case.chain, happening)
        append(self.connection, case.id, rows)
        if "decision" in columns:
            self.note_people(case.id, columns)
        return bring_up_to_date(self.connection, case, columns, chain, self.at)
