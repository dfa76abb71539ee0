"""What a search shows of each case, with the words that were looked for marked where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from intake.cases.lifecycle import Status
from intake.cases.model import Channel, ComplaintRow, Doubt
from intake.console.searching.asked import Asked, Sort, Term
from intake.directory.model import HallRow

READ, SHOWN, BEFORE = 5000, 140, 30  # characters of a statement
COLUMNS = (
    *("id", "case_no", "status", "doubt", "channel", "window", "staff_no", "received_at", "external_no"),
)
CASES = (
    select(
        *(getattr(ComplaintRow, name) for name in COLUMNS),
        func.substr(ComplaintRow.statement, 1, READ).label("statement"),
        HallRow.name.label("hall_name"),
    )
    .select_from(ComplaintRow)
    .outerjoin(HallRow, HallRow.id == ComplaintRow.hall_id)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A case that was found. pieces: some of its statement; True says that the piece was looked for.

    Flags of window, staff number and the like say the same of those.
    """

    case_no: str
    status: Status
    doubt: Doubt
    channel: Channel
    hall_name: str
    window: str | None
    staff_no: str | None
    external_no: str | None
    received_at: datetime
    pieces: tuple[tuple[str, bool], ...]
    meant: frozenset[str]


def results_of(connection: Connection, asked: Asked, ids: Sequence[int]) -> tuple[Result, ...]:
    """The cases of these ids, which the viewer may see, in this order."""
    if not ids:
        return ()
    rows = {row.id: row for row in connection.execute(CASES.where(ComplaintRow.id.in_(ids)))}
    words = [one.value for term in asked.terms for one in term.readings if one.sort is Sort.WORDS]
    return tuple(result(rows[one], asked, words) for one in ids if one in rows)


def result(row: Row[*tuple[Any, ...]], asked: Asked, words: Sequence[str]) -> Result:
    return Result(
        case_no=row.case_no,
        status=row.status,
        doubt=row.doubt,
        channel=row.channel,
        hall_name=row.hall_name or "",
        window=row.window,
        staff_no=row.staff_no,
        external_no=row.external_no,
        received_at=row.received_at,
        pieces=tuple(excerpt(row.statement, words)),
        meant=frozenset(said_by(row, asked.terms)),
    )


def said_by(row: Row[*tuple[Any, ...]], terms: Sequence[Term]) -> set[str]:
    """Which of the case's columns were asked for by one of the terms."""
    found = set()
    for reading in (one for term in terms for one in term.readings):
        if reading.sort is Sort.STAFF and row.staff_no in {staff_no for _, staff_no in reading.people}:
            found.add("staff_no")
        for sort, name in ((Sort.WINDOW, "window"), (Sort.CASE, "case_no"), (Sort.EXTERNAL, "external_no")):
            if reading.sort is sort and str(getattr(row, name)).upper() == reading.value.upper():
                found.add(name)
    return found


def excerpt(statement: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Some of the statement, from a little before the first word that was looked for, in pieces."""
    text = " ".join(statement.split())
    known = [
        re.escape(" ".join(word.split())) for word in sorted(words, key=len, reverse=True) if word.strip()
    ]
    found = list(re.finditer("|".join(known), text, re.I)) if known else []
    begin = max(0, found[0].start() - BEFORE) if found and found[0].start() > SHOWN - BEFORE else 0
    end, at = begin + SHOWN, begin
    pieces = [("…", False)] if begin else []
    for one in found:
        if one.end() > end:
            break
        pieces += [(text[at : one.start()], False), (one[0], True)]
        at = one.end()
    pieces.append((text[at:end] + ("…" if len(text) > end else ""), False))
    return [piece for piece in pieces if piece[0]]
