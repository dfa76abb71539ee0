"""Complaints in the store: opened on the first word, brought up to date as the interview goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Text,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy import case as case_when

from intake.cases.candidates import note_candidates
from intake.cases.case_no import new_case_no
from intake.cases.conversations import Case, new_id
from intake.cases.lifecycle import Event, Status
from intake.cases.model import Channel, ComplaintRow, Doubt
from intake.cases.safety import SAFETY
from intake.cases.stated import doubt_of
from intake.cases.timeline import Chain, Happening, append, follow_on
from intake.cases.urgency import urgency
from matching.decision import Attribution, Decision, Reason
from matching.evidence import Kind
from matching.hall import RECENT
from matching.interview import Interview, Purpose
from matching.interview.storage import dump_evidence

# What follows registration at once; a rating and a message wait as received.
BEGINNING = {
    Purpose.COMPLAINT: (Event.ASKED,),
    Purpose.PRAISE: (Event.ASKED,),
    Purpose.OTHER: (Event.SET_ASIDE,),
}
CANDIDATES_KEPT = 8


# Statements are made once: making one costs more than running it.
OPEN = insert(ComplaintRow)
BRING_UP_TO_DATE = update(ComplaintRow).where(ComplaintRow.id == bindparam("case"))
ADD_STATEMENT = BRING_UP_TO_DATE.values(
    statement=case_when(
        (ComplaintRow.statement == "", bindparam("line", type_=Text)),
        else_=ComplaintRow.statement + "\n" + bindparam("line", type_=Text),
    )
)
# Every column, so that the statement is the same for every case.
UNSTATED: dict[str, Any] = {
    "window": None,
    "staff_no": None,
    "attribution": Attribution.NONE,
    "rating": None,
    "statement": "",
    "evidence": [],
    "decision": None,
    "decided_at": None,
    "directory_version": None,
    "flags": [],
    "wish_number_sealed": None,
    "preferred": "",
    "pinned_at": None,
    "external_no": None,
    "external_received_at": None,
    "registered_by": None,
    "due_at": None,
    "event_part": None,
    "doubt": Doubt.UNFINISHED,
    "text_hash": None,
    "complainant_sealed": None,
}
STATUS = select(ComplaintRow.status).where(ComplaintRow.case_no == bindparam("case_no"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a case comes from. Numbers come sealed."""

    channel: Channel
    hall_id: int | None
    caller_sealed: bytes | None
    caller_index: str | None
    actor: str
    caller_tail: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Beginning:
    """A case's first columns beside those of its source, and what happens to it at once."""

    interview: Interview
    columns: dict[str, Any]
    happening: Happening


def open_case(connection: Connection, source: Source, beginning: Beginning) -> Case:
    """A new case on its first word, in two statements. Raises IntegrityError if its number is taken."""
    case_no, at, columns = new_case_no(), beginning.happening.at, beginning.columns
    rows, chain = follow_on(case_no, Chain(Status.RECEIVED), beginning.happening)
    stated = {
        "case_no": case_no,
        "purpose": beginning.interview.purpose,
        "channel": source.channel,
        "language": beginning.interview.language,
        "hall_id": source.hall_id,
        "caller_sealed": source.caller_sealed,
        "caller_index": source.caller_index,
        "caller_tail": source.caller_tail,
        "wish": beginning.interview.wish,
        "received_at": at,
        "updated_at": at,
        "urgent_at": urgency(at, columns.get("due_at"), columns.get("flags", [])),
        "event_first": at.date() - RECENT,
        "event_last": at.date(),
        "status": chain.status,
        "events": chain.events,
        "head": chain.head,
    }
    case_id = new_id(connection.execute(OPEN, {**UNSTATED, **stated, **columns}))
    append(connection, case_id, rows)
    note_candidates(connection, case_id, source.hall_id, columns)
    return Case(id=case_id, case_no=case_no, chain=chain)


def known_so_far(
    interview: Interview, decision: Decision | None, hall_version: int | None, prompt_set: str | None = None
) -> dict[str, Any]:
    """The columns that follow from what was stated and what the rule makes of it.

    prompt_set: the prompts that a call was held with, kept beside the rule's version.

    A staff number is a column value only when pinned, or stated and fitting: never one that only the roster
    suggests, never one that contradicts (design 4.5).
    """
    pinned = decision is not None and decision.staff_no is not None
    attribution = decision.attribution if decision else Attribution.NONE
    if pinned and not interview.confirmed and attribution is Attribution.EXACT:
        attribution = Attribution.CANDIDATE
    said = {"prompt_set": prompt_set} if prompt_set else {}
    return {
        "window": stated_window(interview, decision),
        "staff_no": decision.staff_no if decision and pinned else stated_staff_no(interview, decision),
        "attribution": attribution,
        "evidence": [dump_evidence(item) for item in interview.evidence],
        "decision": summary(decision) | said if decision else None,
        "directory_version": hall_version,
        "doubt": doubt_of(decision),
    }


def stated_window(interview: Interview, decision: Decision | None) -> str | None:
    """The window of the decision, else the one window that was stated."""
    if decision and decision.window:
        return decision.window
    labels = {item.value for item in interview.evidence if item.kind is Kind.WINDOW}
    return labels.pop() if len(labels) == 1 else None


def stated_staff_no(interview: Interview, decision: Decision | None) -> str | None:
    """The one staff number that was stated, if its bearer is the only candidate left."""
    numbers = {item.value for item in interview.evidence if item.kind is Kind.STAFF_NO}
    fits = decision is not None and decision.attribution is Attribution.CANDIDATE
    return numbers.pop() if len(numbers) == 1 and fits else None


def summary(decision: Decision) -> dict[str, Any]:
    """A decision as it is kept: who, why, from which rule version."""
    return {
        "outcome": decision.outcome.value,
        "staff_no": decision.staff_no,
        "window": decision.window,
        "attribution": decision.attribution.value,
        "rule_version": decision.rule_version,
        "ask": decision.ask.kind.value if decision.ask else None,
        "candidates": [
            {
                "staff_no": one.staff_no,
                "score": round(one.score, 4),
                "reasons": reasons(one.reasons),
            }
            for one in decision.candidates[:CANDIDATES_KEPT]
        ],
        "reasons": reasons(decision.reasons),
    }


def reasons(whys: tuple[Reason, ...]) -> list[dict[str, Any]]:
    return [{"code": why.code, "values": why.values} for why in whys]


def bring_up_to_date(
    connection: Connection, case: Case, columns: dict[str, Any], chain: Chain, at: datetime
) -> Case:
    """Write the columns and where the timeline now stands."""
    columns |= {"status": chain.status, "events": chain.events, "head": chain.head, "updated_at": at}
    connection.execute(BRING_UP_TO_DATE, {**columns, "case": case.id})
    return Case(id=case.id, case_no=case.case_no, chain=chain)


def add_statement(connection: Connection, case_id: int, text: str) -> None:
    """Append a line to what the complainant said."""
    connection.execute(ADD_STATEMENT, {"case": case_id, "line": text})


def alarmed(connection: Connection, case_id: int) -> dict[str, Any]:
    """The columns of a case that goes before all others from now on; none where it does already."""
    row = connection.execute(
        select(ComplaintRow.flags, ComplaintRow.received_at, ComplaintRow.due_at).where(
            ComplaintRow.id == case_id
        )
    ).one()
    if SAFETY in row.flags:
        return {}
    flags = [SAFETY, *row.flags]
    return {"flags": flags, "urgent_at": urgency(row.received_at, row.due_at, flags)}


def statement_so_far(connection: Connection, case_id: int) -> str:
    """What the complainant has written until now."""
    statement = connection.execute(
        select(ComplaintRow.statement).where(ComplaintRow.id == case_id)
    ).scalar_one()
    return str(statement)


def status_of(connection: Connection, case_no: str) -> Status | None:
    """The status of a case by its number."""
    status: Status | None = connection.execute(STATUS, {"case_no": case_no}).scalar()
    return status
