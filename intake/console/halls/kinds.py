"""Windows and staff: the two tables of a hall whose rows are changed one by one, in the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from intake.console.halls import by_hand
from intake.console.managing.tabs import PART
from intake.directory.columns import STAFF, WINDOWS, Table
from intake.directory.contents import Contents, Days
from intake.directory.model import StaffRow, WindowRow
from intake.directory.planning import Known
from intake.directory.writing import Line, heads, person_line, window_line

Rows = type[WindowRow] | type[StaffRow]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """Windows or staff.

    name: of one of them, and what its endpoints are called by. folder: in addresses. page: endpoint of the
    list. drafted, ended: a row added or changed, and ended. days_of_end: whose roster an end has to do
    with, by its last day; None for all. line: a row by its key.
    """

    name: str
    folder: str
    page: str
    rows: Rows
    table: Table
    drafted: Callable[[Known, Line, str | None], by_hand.Draft]
    ended: Callable[[Known, str, date], by_hand.Draft]
    days_of_end: Callable[[date], Days | None]
    line: Callable[[Contents, str], Line | None]

    @property
    def key(self) -> str:
        """The column that a row is called by, which never changes: it stands second, behind the hall."""
        return heads(self.table)[1]

    @property
    def fields(self) -> Line:
        """The columns of a form, in order."""
        return heads(self.table)[1:]

    def key_of(self, connection: Connection, hall_id: int, row_id: int) -> str | None:
        """The label or number that a row bore, in whatever version; None for a row of another hall."""
        column = self.rows.label if self.rows is WindowRow else StaffRow.staff_no
        found: str | None = connection.execute(
            select(column).where(self.rows.id == row_id, self.rows.hall_id == hall_id)
        ).scalar()
        return found

    def current_id(self, connection: Connection, hall_id: int, key: str) -> int | None:
        """The id of the current row of a label or number; None where there is none any more."""
        column = self.rows.label if self.rows is WindowRow else StaffRow.staff_no
        found: int | None = connection.execute(
            select(self.rows.id).where(
                self.rows.hall_id == hall_id, column == key, self.rows.until_version.is_(None)
            )
        ).scalar()
        return found


def line_of_window(contents: Contents, key: str) -> Line | None:
    found = contents.windows.get(key)
    return window_line("", found)[1:] if found else None


def line_of_person(contents: Contents, key: str) -> Line | None:
    found = contents.staff.get(key)
    return person_line("", found)[1:] if found else None


KINDS = (
    Kind(
        name="window",
        folder="windows",
        page=f"{PART}.directory_hall",
        rows=WindowRow,
        table=WINDOWS,
        drafted=by_hand.window,
        ended=by_hand.window_ended,
        days_of_end=lambda _: None,
        line=line_of_window,
    ),
    Kind(
        name="person",
        folder="staff",
        page=f"{PART}.directory_staff",
        rows=StaffRow,
        table=STAFF,
        drafted=by_hand.person,
        ended=by_hand.person_ended,
        days_of_end=lambda last: (last, date.max),
        line=line_of_person,
    ),
)
