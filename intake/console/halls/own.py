"""What somebody who is staff themselves may not change: whatever hides complaints about them from them.

A complaint about a window is hidden from whoever the roster has there (`intake/desk/conflict.py`). So nobody
takes away duties of their own, changes their own line, or gives a first roster to a window of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.console.access import Viewer
from intake.directory.changes import HallChange
from intake.directory.contents import natural
from intake.directory.faults import Fault

MOST_DAYS = 5


def own_faults(viewer: Viewer, changes: Iterable[HallChange]) -> Iterator[Fault]:
    """What of the changes is not the viewer's to make."""
    for change in changes:
        here = viewer.hall_id in (None, change.before.id)
        if viewer.staff_no and here and not change.is_new:
            yield from faults_in(change, viewer.staff_no)


def faults_in(change: HallChange, staff_no: str) -> Iterator[Fault]:
    days = sorted({duty.on for duty in change.duties_removed if duty.staff_no == staff_no})
    if days:
        told = ", ".join(day.isoformat() for day in days[:MOST_DAYS]) + (
            " …" if len(days) > MOST_DAYS else ""
        )
        yield fault(change, "own_duty", staff_no, days=told)
    if staff_no in (*change.staff.changed, *change.staff.removed):
        yield fault(change, "own_line", staff_no)
    person = change.before.contents.staff.get(staff_no)
    before, after = ({duty.window for duty in one.contents.duties} for one in (change.before, change.after))
    first = sorted({*(person.windows if person else ())} & (after - before), key=natural)
    if first:
        yield fault(change, "own_window", staff_no, windows=", ".join(first))


def fault(change: HallChange, key: str, staff_no: str, **values: object) -> Fault:
    return Fault(place=change.after.data.name, key=key, values={"staff_no": staff_no, **values})
