"""Cases that may be about the same: from one number, about one person and day, in the same words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from intake.cases.links import links_of
from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.case_parts import LikeCase
from intake.console.queue_entries import EXCERPT
from intake.console.sight import visible

MOST = 20
LINKED = "linked"
AROUND = timedelta(days=30)  # research: domain 9.25
LIKE = select(
    ComplaintRow.id,
    ComplaintRow.case_no,
    ComplaintRow.status,
    ComplaintRow.channel,
    ComplaintRow.window,
    ComplaintRow.staff_no,
    ComplaintRow.received_at,
    func.substr(ComplaintRow.statement, 1, EXCERPT).label("excerpt"),
)


def like_cases(connection: Connection, viewer: Viewer, row: Row[*tuple[Any, ...]]) -> tuple[LikeCase, ...]:
    """At most twenty, those that are linked already and the latest first."""
    links = links_of(connection, row.id)
    whys: dict[int, list[str]] = {}
    rows: dict[int, Row[*tuple[Any, ...]]] = {}
    for why, conditions in ways(row, list(links)).items():
        query = LIKE.where(ComplaintRow.id != row.id, *conditions)
        latest = visible(viewer, query).order_by(ComplaintRow.received_at.desc()).limit(MOST)
        for one in connection.execute(latest):
            rows[one.id] = one
            whys.setdefault(one.id, []).append(why)
    order = sorted(rows.values(), key=lambda one: (one.id in links, one.received_at), reverse=True)
    return tuple(
        LikeCase(
            case_no=one.case_no,
            status=one.status,
            channel=one.channel,
            window=one.window,
            staff_no=one.staff_no,
            received_at=one.received_at,
            excerpt=one.excerpt,
            why=tuple(why for why in whys[one.id] if why != LINKED),
            linked=links[one.id].value if one.id in links else None,
        )
        for one in order[:MOST]
    )


def ways(row: Row[*tuple[Any, ...]], linked: list[int]) -> dict[str, list[Any]]:
    """How other cases may be found to be like this one, as conditions that an index serves each."""
    found: dict[str, list[Any]] = {}
    near = ComplaintRow.received_at.between(row.received_at - AROUND, row.received_at + AROUND)
    if linked:
        found[LINKED] = [ComplaintRow.id.in_(linked)]
    if row.caller_index:
        found["number"] = [ComplaintRow.caller_index == row.caller_index, near]
    if row.staff_no and row.hall_id and row.event_first == row.event_last:
        found["person_day"] = [
            ComplaintRow.hall_id == row.hall_id,
            ComplaintRow.staff_no == row.staff_no,
            ComplaintRow.event_first <= row.event_last,
            ComplaintRow.event_last >= row.event_first,
            near,
        ]
    if row.text_hash:
        found["text"] = [ComplaintRow.text_hash == row.text_hash]
    return found
