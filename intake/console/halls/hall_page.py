"""A hall: its windows, and its staff with a search by name or number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, or_, select

from intake.console.access import needs, see_other
from intake.console.halls.frame import Head, frame, head_of
from intake.console.layout import spoken
from intake.console.roles import Right
from intake.console.searching.sealing import sealed, unsealed
from intake.desk.services import Services
from intake.directory.contents import natural
from intake.directory.model import StaffRow, WindowRow

LONGEST_QUERY = 60
PAGE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowLine:
    id: int
    label: str
    bureau: str
    service: str
    former: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonLine:
    """A member of staff. Days None where open."""

    id: int
    staff_no: str
    name: str
    bureau: str
    active_from: date | None
    active_to: date | None
    windows: str

    def state(self, today: date) -> str:
        """`to_come`, `in_service`, `ending` or `ended`."""
        if self.active_from and self.active_from > today:
            return "to_come"
        if self.active_to is None:
            return "in_service"
        return "ending" if self.active_to >= today else "ended"


def mount(managing: Blueprint, services: Services) -> None:
    """The lists, and the search that leads to one."""

    @managing.get("/directory/<int:hall_id>")
    @needs(Right.ADMINISTER)
    def directory_hall(hall_id: int) -> ResponseReturnValue:
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
            windows = windows_of(connection, hall_id)
        return render_template("console/halls/windows.html", windows=windows, **frame(spoken(services), head))

    @managing.get("/directory/<int:hall_id>/staff")
    @needs(Right.ADMINISTER)
    def directory_staff(hall_id: int) -> ResponseReturnValue:
        asked = unsealed(services.sealer, request.args.get("s", ""))
        with services.database.read() as connection:
            head = head_of(connection, hall_id)
            people = people_of(connection, hall_id, asked)
        return render_template("console/halls/staff.html", **staff_page(services, head, people, asked))

    @managing.post("/directory/<int:hall_id>/staff")
    @needs(Right.ADMINISTER)
    def directory_staff_search(hall_id: int) -> ResponseReturnValue:
        text = " ".join(request.form.get("q", "").split())[:LONGEST_QUERY]
        given: dict[str, Any] = {"s": sealed(services.sealer, text)} if text else {}
        return see_other(url_for("console.managing.directory_staff", hall_id=hall_id, **given))


def staff_page(services: Services, head: Head, people: list[PersonLine], asked: str) -> dict[str, object]:
    """What the list of staff shows: one page of it."""
    page = max(1, request.args.get("page", 1, type=int))
    return {
        "people": people[(page - 1) * PAGE : page * PAGE],
        "count": len(people),
        "page": page,
        "last": max(1, -(-len(people) // PAGE)),
        "asked": asked,
        "sealed": request.args.get("s", ""),
        "today": services.clock().astimezone(head.zone).date(),
        **frame(spoken(services), head),
    }


def windows_of(connection: Connection, hall_id: int) -> list[WindowLine]:
    """The windows of a hall, as people list them."""
    columns = [getattr(WindowRow, name) for name in WindowLine.__slots__]
    query = select(*columns).where(WindowRow.hall_id == hall_id, WindowRow.until_version.is_(None))
    found = [WindowLine(**row._mapping) for row in connection.execute(query)]
    return sorted(found, key=lambda one: natural(one.label))


def people_of(connection: Connection, hall_id: int, asked: str = "") -> list[PersonLine]:
    """The staff of a hall by number; those whose number or name holds the text."""
    columns = [getattr(StaffRow, name) for name in PersonLine.__slots__]
    query = select(*columns).where(StaffRow.hall_id == hall_id, StaffRow.until_version.is_(None))
    if asked:
        holds = (column.contains(asked, autoescape=True) for column in (StaffRow.staff_no, StaffRow.name))
        query = query.where(or_(*holds))
    found = [PersonLine(**row._mapping) for row in connection.execute(query)]
    return sorted(found, key=lambda one: natural(one.staff_no))
