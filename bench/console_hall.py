"""The halls of the benchmarks' store, their people at their windows, and who looks at it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from intake.console.access import Viewer
from intake.console.accounts import Profile, add_account
from intake.console.roles import Role
from intake.directory.model import DutyRow, HallRow, StaffRow, VersionRow, WindowRow

HALLS, WINDOWS, PEOPLE = 3, 40, 200
ROSTER = 60  # days
HALVES = ((time(9), time(12)), (time(13), time(17)))


def make_halls(connection: Connection, now: datetime) -> None:
    """Halls with windows, staff and the roster of some weeks."""
    today = now.date()
    for hall in range(1, HALLS + 1):
        named = {"name": f"Hall {hall}", "timezone": "Asia/Shanghai", "hotline": f"+8628880000{hall:02d}"}
        first = {"hall_id": hall, "since_version": 1}
        connection.execute(insert(HallRow), {"id": hall, "code": f"H{hall}", "version": 1, **named})
        counts = dict.fromkeys(("rows_added", "rows_changed", "rows_removed", "days_replaced"), 0)
        origin = {"imported_at": now, "source": "bench", "content_hash": ""}
        connection.execute(insert(VersionRow), {"hall_id": hall, "version": 1, **named, **counts, **origin})
        windows = [
            {"label": str(n), "bureau": "", "service": "", "former": ""} for n in range(1, WINDOWS + 1)
        ]
        connection.execute(insert(WindowRow), [one | first for one in windows])
        people = [{"staff_no": str(1000 + n), "name": f"P{n}"} for n in range(PEOPLE)]
        connection.execute(insert(StaffRow), [one | first | {"bureau": "", "windows": ""} for one in people])
        connection.execute(insert(DutyRow), [one | first for one in duties(today)])


def duties(today: date) -> list[dict[str, Any]]:
    """Each at a window of their own, a fifth of the people a day."""
    return [
        {
            "day": today - timedelta(days=ago),
            "start_time": half[0],
            "end_time": half[1],
            "window_label": str(place + 1),
            "staff_no": str(1000 + (place * 5 + ago) % PEOPLE),
        }
        for ago in range(ROSTER)
        for place in range(WINDOWS)
        for half in HALVES
    ]


def viewer(connection: Connection, now: datetime, name: str) -> Viewer:
    """Somebody who looks; the second one works at a window of the first hall."""
    roles = frozenset({Role.OPERATOR})
    place: dict[str, Any] = {"hall_id": 1, "staff_no": "1003"} if name == "staff" else {}
    account_id = add_account(connection, name, Profile(name=name, roles=roles, **place), "", now)
    whole = {"hall_id": None, "staff_no": None} | place
    return Viewer(
        account_id=account_id, login=name, name=name, roles=roles, language="zh", fresh=True, **whole
    )
