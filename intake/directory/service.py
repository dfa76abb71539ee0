"""Reading the directory: which hall a number belongs to, and a hall in any of its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, func, select

from intake.directory.contents import load_contents
from intake.directory.model import DutyRow, HallRow, StaffRow, VersionRow, WindowRow
from intake.directory.numbers import e164
from matching.hall import Hall


@dataclass(frozen=True, kw_only=True, slots=True)
class HallSummary:
    """A hall in its current version, counted. Roster days are None where it has no roster."""

    id: int
    code: str
    name: str
    timezone: str
    hotline: str
    version: int
    windows: int
    staff: int
    roster_first: date | None
    roster_last: date | None


def load_hall(connection: Connection, code: str, version: int | None = None) -> Hall | None:
    """A hall as the rule sees it, in its current or a past version; None if there is none such."""
    found = connection.execute(select(HallRow.id, HallRow.version).where(HallRow.code == code)).one_or_none()
    if found is None:
        return None
    return load_hall_by_id(connection, found.id, found.version if version is None else version)


def load_hall_by_id(connection: Connection, hall_id: int, version: int) -> Hall | None:
    """A hall in one version; None if there is none such."""
    row = connection.execute(
        select(HallRow.code, VersionRow.name, VersionRow.timezone, VersionRow.hotline)
        .join(VersionRow, VersionRow.hall_id == HallRow.id)
        .where(HallRow.id == hall_id, VersionRow.version == version)
    ).one_or_none()
    if row is None:
        return None
    contents = load_contents(connection, hall_id, version)
    return Hall(
        code=row.code,
        name=row.name,
        timezone=row.timezone,
        version=version,
        hotline=row.hotline,
        windows=tuple(contents.windows.values()),
        staff=tuple(contents.staff.values()),
        duties=tuple(
            sorted(contents.duties, key=lambda duty: (duty.on, duty.start, duty.window, duty.staff_no))
        ),
    )


def hall_for_number(connection: Connection, number: str) -> str | None:
    """The code of the hall that a dialled number belongs to. A single hall serves every number."""
    halls = connection.execute(select(HallRow.code, HallRow.hotline).order_by(HallRow.code)).all()
    if len(halls) == 1:
        return str(halls[0].code)
    wanted = e164(number)
    return next((hall.code for hall in halls if wanted and hall.hotline == wanted), None)


def hall_names(connection: Connection) -> dict[str, str]:
    """The names of all halls by their codes, in the order of codes."""
    halls = connection.execute(select(HallRow.code, HallRow.name).order_by(HallRow.code))
    return {hall.code: hall.name for hall in halls}


def list_halls(connection: Connection) -> tuple[HallSummary, ...]:
    """All halls in their current versions, in the order of codes."""
    return tuple(
        HallSummary(**row._mapping) for row in connection.execute(_summaries().order_by(HallRow.code))
    )


def _summaries() -> Select[tuple[int, str, str, str, str, int, int, int, date, date]]:
    def count(table: type[WindowRow] | type[StaffRow]) -> Select[int]:
        return select(func.count()).where(table.hall_id == HallRow.id, table.until_version.is_(None))

    roster = (
        select(
            DutyRow.hall_id,
            func.min(DutyRow.day).label("first"),
            func.max(DutyRow.day).label("last"),
        )
        .where(DutyRow.until_version.is_(None))
        .group_by(DutyRow.hall_id)
        .subquery()
    )
    return select(
        HallRow.id,
        HallRow.code,
        HallRow.name,
        HallRow.timezone,
        HallRow.hotline,
        HallRow.version,
        count(WindowRow).scalar_subquery().label("windows"),
        count(StaffRow).scalar_subquery().label("staff"),
        roster.c.first.label("roster_first"),
        roster.c.last.label("roster_last"),
    ).outerjoin(roster, roster.c.hall_id == HallRow.id)
