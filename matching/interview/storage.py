"""An interview as JSON and back, for the row that keeps it between two turns."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from matching.evidence import Evidence, Kind, Part, Source, When
from matching.interview.state import Interview, Note, Purpose, Reached, Step, Wish


def dump_evidence(item: Evidence) -> dict[str, Any]:
    """One item of evidence as plain JSON values; empty fields are left out."""
    row: dict[str, Any] = {"kind": item.kind.value, "source": item.source.value}
    if item.value:
        row["value"] = item.value
    if item.when:
        row["when"] = [
            item.when.first.isoformat(),
            item.when.last.isoformat(),
            item.when.part.value if item.when.part else None,
        ]
    if item.agreed:
        row["agreed"] = True
    if item.raw:
        row |= {"raw": item.raw, "start": item.start, "end": item.end}
    return row


def load_evidence(row: dict[str, Any]) -> Evidence:
    """The item that `dump_evidence` wrote."""
    when = None
    if stated := row.get("when"):
        first, last, part = stated
        when = When(
            first=date.fromisoformat(first), last=date.fromisoformat(last), part=Part(part) if part else None
        )
    return Evidence(
        kind=Kind(row["kind"]),
        source=Source(row["source"]),
        value=row.get("value", ""),
        when=when,
        agreed=row.get("agreed", False),
        raw=row.get("raw", ""),
        start=row.get("start", 0),
        end=row.get("end", 0),
    )


PLAIN = (
    *("tries", "rejections", "offer", "confirmed", "rating", "preferred", "hall", "hall_asked"),
    *("called", "reached", "told", "finding", "handling_rating"),
)
LISTS = ("choices", "asked_times")


def dump(interview: Interview) -> str:
    """The state as compact JSON; fields at their default are left out, since it is written on every turn."""
    row: dict[str, Any] = {
        "step": interview.step.value,
        "language": interview.language,
        "purpose": interview.purpose.value,
        "wish": interview.wish.value,
    }
    row |= {name: value for name in PLAIN if (value := getattr(interview, name))}
    row |= {name: list(values) for name in LISTS if (values := getattr(interview, name))}
    if interview.evidence:
        row["evidence"] = [dump_evidence(item) for item in interview.evidence]
    if interview.given_up:
        row["given_up"] = sorted(interview.given_up)
    if interview.about is not Purpose.NONE:
        row["about"] = interview.about.value
    if interview.asked:
        row["asked"] = interview.asked.value
    if interview.note:
        row["note"] = [interview.note.code, [list(pair) for pair in interview.note.values]]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Interview:
    """The state that `dump` wrote."""
    row = json.loads(text)
    note = row.get("note")
    return Interview(
        step=Step(row["step"]),
        language=row["language"],
        purpose=Purpose(row.get("purpose", "none")),
        evidence=tuple(load_evidence(item) for item in row.get("evidence", ())),
        tries=row.get("tries", 0),
        rejections=row.get("rejections", 0),
        choices=tuple(row.get("choices", ())),
        offer=row.get("offer", ""),
        given_up=frozenset(map(Kind, row.get("given_up", ()))),
        asked=Kind(row["asked"]) if "asked" in row else None,
        asked_times=tuple(map(Kind, row.get("asked_times", ()))),
        confirmed=row.get("confirmed", False),
        rating=row.get("rating"),
        wish=Wish(row.get("wish", "unknown")),
        preferred=row.get("preferred", ""),
        hall=row.get("hall", ""),
        hall_asked=row.get("hall_asked", 0),
        called=row.get("called", False),
        reached=Reached(row.get("reached", "")),
        about=Purpose(row.get("about", "none")),
        told=row.get("told", False),
        finding=row.get("finding", ""),
        handling_rating=row.get("handling_rating"),
        note=Note(code=note[0], values=tuple((key, value) for key, value in note[1])) if note else None,
    )
