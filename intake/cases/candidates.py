"""Whom a case may be about, as rows: so that nobody sees a case about themselves, in any list or count."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert

from intake.cases.model import CandidateRow
from matching.evidence import Kind

FORGET_CANDIDATES = delete(CandidateRow).where(CandidateRow.complaint_id == bindparam("case"))
NOTE_CANDIDATES = insert(CandidateRow)


def note_candidates(
    connection: Connection, case_id: int, hall_id: int | None, columns: dict[str, Any], *, anew: bool = False
) -> None:
    """Keep whom a case may be about in step with the decision and the evidence in its columns.

    anew: there may be rows of an earlier decision. Nothing is done where the columns hold no decision.
    """
    if "decision" not in columns or hall_id is None:
        return
    if anew:
        connection.execute(FORGET_CANDIDATES, {"case": case_id})
    decision = columns["decision"] or {}
    scores = {one["staff_no"]: one["score"] for one in decision.get("candidates", ())}
    for item in columns.get("evidence", ()):
        if item["kind"] == Kind.STAFF_NO and item.get("value"):
            scores.setdefault(item["value"], 0.0)
    rows = [
        {"complaint_id": case_id, "hall_id": hall_id, "staff_no": staff_no, "rank": rank, "score": score}
        for rank, (staff_no, score) in enumerate(scores.items())
    ]
    if rows:
        connection.execute(NOTE_CANDIDATES, rows)
