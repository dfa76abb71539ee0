"""A directory under test: files to upload, and what is stored."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from werkzeug.test import TestResponse

from intake.console.case_tables import AccessRow
from intake.directory.model import DutyRow, HallRow, StaffRow, VersionRow, WindowRow
from intake.directory.service import load_hall
from matching.hall import Duty, Hall
from tests.cast import HALL, HOTLINE
from tests.console.office import Console, Office

HALLS_CSV = (("hall", "name", "timezone", "hotline"), (HALL, "天河市政务服务中心", "Asia/Shanghai", HOTLINE))
OTHER = "HB"
ROSTER = ("hall", "date", "start", "end", "window", "staff_no")
DIGEST = re.compile(r'name="digest" value="(\w+)"')


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def upload(manager: Console, **tables: Iterable[Iterable[str]]) -> TestResponse:
    """Tables sent as CSV files."""
    files = [(io.BytesIO(as_csv(rows)), f"{name}.csv") for name, rows in tables.items()]
    return send(manager, files)


def send(manager: Console, files: list[tuple[io.BytesIO, str]]) -> TestResponse:
    return manager.post("managing/directory/upload", {"files": files})


def place_of(answer: TestResponse) -> str:
    """The address that an answer leads to, from the console on."""
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("/console/")[2]


def apply(manager: Console, preview: str) -> TestResponse:
    """Apply what the preview shows."""
    digest = DIGEST.search(manager.get(preview).text)
    assert digest, "nothing to apply"
    return manager.post(preview, {"digest": digest[1]})


def hall_now(office: Office, code: str = HALL) -> Hall:
    with office.desk.services.database.read() as connection:
        found = load_hall(connection, code)
    assert found
    return found


def hall_id(office: Office, code: str = HALL) -> int:
    with office.desk.services.database.read() as connection:
        return int(connection.execute(select(HallRow.id).where(HallRow.code == code)).scalar_one())


def row_id(office: Office, key: str) -> int:
    """The current row of a window or of a member of staff."""
    window = select(WindowRow.id).where(WindowRow.label == key, WindowRow.until_version.is_(None))
    person = select(StaffRow.id).where(StaffRow.staff_no == key, StaffRow.until_version.is_(None))
    with office.desk.services.database.read() as connection:
        found = connection.execute(person).scalar() or connection.execute(window).scalar()
    assert found
    return int(found)


def duty_id(office: Office, day: date, staff_no: str, start: str = "09:00") -> int:
    query = select(DutyRow.id, DutyRow.start_time).where(
        DutyRow.day == day, DutyRow.staff_no == staff_no, DutyRow.until_version.is_(None)
    )
    with office.desk.services.database.read() as connection:
        return next(int(row.id) for row in connection.execute(query) if f"{row.start_time:%H:%M}" == start)


def duties_on(office: Office, day: date) -> set[tuple[str, str, str]]:
    """Window, start and staff number of a day."""
    found: Iterable[Duty] = hall_now(office).duties
    return {(one.window, f"{one.start:%H:%M}", one.staff_no) for one in found if one.on == day}


def versions(office: Office) -> list[tuple[int, str, str]]:
    """Version, source and login of the versions of all halls."""
    query = select(VersionRow.version, VersionRow.source, VersionRow.actor).order_by(VersionRow.version)
    with office.desk.services.database.read() as connection:
        return [(row.version, row.source, row.actor) for row in connection.execute(query)]


def noted(office: Office) -> list[tuple[str, str]]:
    with office.desk.services.database.read() as connection:
        query = select(AccessRow.what, AccessRow.reason).order_by(AccessRow.id)
        return [(row.what, row.reason) for row in connection.execute(query)]
