"""A case goes from hand to hand: each taking stands in the access log, and taking over in the timeline too.

Opening a case and leaving it are no deeds: each is written down once an hour for a person and a case, however
often they come and go. To take a case out of somebody's hand is one, and an entry of the case's own life.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from intake.console.access import Viewer
from intake.console.case_parts import Holder
from intake.console.claims import holder_of, release, take, take_over
from intake.console.disclosure import Access, is_noted, note_access, ruling_of
from intake.desk.services import Services

TAKEN, TAKEN_OVER, GIVEN_BACK = "taken", "taken_over", "given_back"
REVIEW = "review"  # the reason: whoever decides has the case in hand as part of it


def take_in_hand(connection: Connection, viewer: Viewer, case_id: int, now: datetime) -> Holder:
    """Take a case unless somebody else has it, or keep it; gives whoever has it."""
    before = holder_of(connection, case_id, now)
    holder = take(connection, case_id, viewer.account_id, now)
    if before is None and holder.account_id == viewer.account_id:
        note(connection, viewer, case_id, TAKEN, now)
    return holder


def take_from(
    services: Services, connection: Connection, viewer: Viewer, case_no: str, case_id: int, now: datetime
) -> None:
    """Take a case from whoever has it; nobody else's hand is no taking over."""
    before = holder_of(connection, case_id, now)
    if before is None or before.account_id == viewer.account_id:
        take_in_hand(connection, viewer, case_id, now)
        return
    take_over(connection, case_id, viewer.account_id, now)
    ruling_of(services, connection, viewer, now).taken_over(case_no, before.name)
    note_access(connection, viewer, Access(case_id, TAKEN_OVER, REVIEW), now)


def give_back(connection: Connection, viewer: Viewer, case_id: int, now: datetime) -> None:
    """Let a case go, if one has it."""
    if release(connection, case_id, viewer.account_id):
        note(connection, viewer, case_id, GIVEN_BACK, now)


def note(connection: Connection, viewer: Viewer, case_id: int, what: str, now: datetime) -> None:
    if not is_noted(connection, viewer, case_id, what, now):
        note_access(connection, viewer, Access(case_id, what, REVIEW), now)
