"""Cases as rows for other programs and spreadsheets: what was said, who is meant and why; no contact data.

What was said stays inside where the complainant asked for confidentiality.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from openpyxl import Workbook
from sqlalchemy import Connection, Row, select

from intake.cases.confidential import leaving
from intake.cases.model import ComplaintRow, ConversationRow
from intake.directory.model import HallRow
from intake.spreadsheet import text_cell, write_lines
from intake.telephony.model import RecordingRow
from matching.interview import Wish

COLUMNS = (
    "case_no",
    "status",
    "channel",
    "hall",
    "window",
    "staff_no",
    "attribution",
    "rating",
    "received_at",
    "statement",
    "callback",
    "reasons",
    "purpose",
    "language",
    "flags",
    "stated",
    "recordings",
    "directory_version",
    "rule_version",
    "handling_rating",
    "callbacks",
)
Explain = Callable[[dict[str, Any]], str]
Callbacks = Callable[[Connection, list[int]], dict[int, list[dict[str, Any]]]]
BATCH = 500


def export_rows(
    connection: Connection, explain: Explain, callbacks_of: Callbacks
) -> Iterator[dict[str, Any]]:
    """One dict per case in order of arrival, keyed by COLUMNS.

    `explain` puts a reason into words; `callbacks_of` gives the calls of ours about some cases, by case id.
    """
    cases = connection.execution_options(yield_per=BATCH).execute(
        select(*ComplaintRow.__table__.c, HallRow.code.label("hall"))
        .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
        .order_by(ComplaintRow.id)
    )
    for batch in cases.partitions():
        ids = [case.id for case in batch]
        recordings, callbacks = recordings_of(connection, ids), callbacks_of(connection, ids)
        for case in batch:
            row = row_of(case, recordings.get(case.id, []), explain)
            yield row | {"callbacks": callbacks.get(case.id, [])}


def recordings_of(connection: Connection, case_ids: list[int]) -> dict[int | None, list[dict[str, Any]]]:
    """The recordings of each case: through the case, or through a conversation that was about it."""
    about = (
        select(ConversationRow.complaint_id, RecordingRow)
        .join(RecordingRow, RecordingRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.complaint_id.in_(case_ids))
        .order_by(RecordingRow.id)
    )
    found: dict[int | None, list[dict[str, Any]]] = {}
    for row in connection.execute(about):
        found.setdefault(row[0], []).append(
            {
                "id": row.provider_recording_id,
                "status": row.status.value,
                "seconds": row.seconds,
                "sha256": row.sha256,
            }
        )
    return found


def row_of(case: Row[*tuple[Any, ...]], recordings: list[dict[str, Any]], explain: Explain) -> dict[str, Any]:
    decision = case.decision or {}
    spoken = [f"[recording {item['id']}, {item['seconds'] or '?'} s]" for item in recordings]
    return {
        "case_no": case.case_no,
        "status": case.status.value,
        "channel": case.channel.value,
        "hall": case.hall,
        "window": case.window,
        "staff_no": case.staff_no,
        "attribution": case.attribution.value,
        "rating": case.rating,
        "received_at": case.received_at.isoformat(),
        "statement": "\n".join(filter(None, [leaving(case.statement, case.flags), *spoken])),
        "callback": callback_of(case),
        "reasons": [explain(reason) for reason in decision.get("reasons", [])],
        "purpose": case.purpose.value,
        "language": case.language,
        "flags": case.flags,
        "stated": stated(case.evidence),
        "recordings": recordings,
        "directory_version": case.directory_version,
        "rule_version": decision.get("rule_version"),
        "handling_rating": case.handling_rating,
    }


def callback_of(case: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """What the complainant wishes; numbers are not exported."""
    return {
        "wish": case.wish.value,
        "preferred": case.preferred or None,
        "other_number": case.wish is Wish.OTHER_NUMBER,
    }


def stated(evidence: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Everything that was stated, by kind, as stated."""
    found: dict[str, list[str]] = {}
    for item in evidence:
        value = item.get("value") or "/".join(filter(None, item.get("when", [])))
        found.setdefault(item["kind"], []).append(value)
    return found


def write_jsonl(rows: Iterable[dict[str, Any]], out: TextIO) -> None:
    """One JSON object a line."""
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def cell_text(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def line_of(row: dict[str, Any]) -> list[str]:
    """In the order of COLUMNS."""
    return [cell_text(row[name]) for name in COLUMNS]


def write_csv(rows: Iterable[dict[str, Any]], out: TextIO) -> None:
    """RFC 4180 with a header line."""
    write_lines([COLUMNS], out)
    write_lines(map(line_of, rows), out)


def write_xlsx(rows: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    """One sheet, every cell a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("complaints")
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([text_cell(sheet, text) for text in line_of(row)])
    book.save(out)
