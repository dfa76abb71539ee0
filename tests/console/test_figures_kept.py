"""Figures of days that were counted already: the same for everybody as if they were counted now."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, insert, select, update

from intake.callbacks.model import FactRow
from intake.cases.lifecycle import Status
from intake.cases.model import CandidateRow, ComplaintRow
from intake.console.access import Viewer
from intake.console.figures.counting import Span
from intake.console.figures.cover import SWEPT, cover_of
from intake.console.figures.measures import Measures
from intake.console.figures.quality import Quality, read_quality
from intake.console.figures.reports import Report, read_report
from intake.console.figures.tallying import Tallying
from matching.decision import Attribution
from matching.interview import Purpose
from tests.console.office import Office
from tests.console.waiting import a_doubtful_case
from tests.console.watching import viewer_for

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
ZONE = ZoneInfo("Asia/Shanghai")
SPAN = Span(first=date(2026, 8, 20), last=date(2026, 11, 9), zone=ZONE)
COPIES = 100
VIEWERS = {
    "all": viewer_for(),
    "of the hall": viewer_for(hall_id=1),
    "of another hall": viewer_for(hall_id=2),
    "on the staff": viewer_for(staff_no="1003"),
    "on the staff of the hall": viewer_for(hall_id=1, staff_no="1002"),
    "on the staff, never at work": viewer_for(hall_id=1, staff_no="9999"),
}


def varied(number: int) -> dict[str, Any]:
    """What is different in each copy of a case."""
    pinned = number % 3 == 0
    came = datetime(2026, 11, 9, 1, tzinfo=UTC) - timedelta(hours=20 * number)
    return {
        "case_no": str(200_000_000 + number),
        "received_at": came,
        "updated_at": came,
        "due_at": came + timedelta(days=7),
        "purpose": Purpose.RATING if number % 11 == 0 else Purpose.COMPLAINT,
        "rating": number % 5 + 1 if number % 11 == 0 else None,
        "hall_id": None if number % 13 == 0 else 1,
        "window": (None, "1", "3", "5", "A05")[number % 5],
        "staff_no": (None, "1002", "1003", "1004")[number % 4],
        "status": Status.PINNED if pinned else Status.IN_REVIEW,
        "pinned_at": came if pinned else None,
        "attribution": Attribution.EXACT if pinned else Attribution.GROUP,
        "event_first": (came - timedelta(days=number % 30)).date(),
        "event_last": came.date(),
        "event_part": (None, "am", "pm")[number % 3],
    }


@pytest.fixture
def counted(office: Office) -> Office:
    """Cases of three months, all different, nothing of them counted yet."""
    case_no = a_doubtful_case(office.desk)
    with office.desk.services.database.write() as connection:
        row = connection.execute(select(ComplaintRow).where(ComplaintRow.case_no == case_no)).one()._mapping
        copied = {name: value for name, value in row.items() if name != "id"}
        for number in range(COPIES):
            added = insert(ComplaintRow).values(copied | varied(number)).returning(ComplaintRow.id)
            case_id = connection.execute(added).scalar_one()
            if number % 7 == 0:
                person = {"complaint_id": case_id, "staff_no": "1003", "hall_id": 1, "rank": 0, "score": 0.5}
                connection.execute(insert(CandidateRow).values(person))
    return office


def tally(office: Office) -> None:
    services = office.desk.services
    while Tallying(services.database, ZONE).run(services.clock()):
        pass


def figures(office: Office, viewer: Viewer) -> tuple[Report, Quality]:
    services = office.desk.services
    with services.database.read() as connection:
        return read_report(connection, viewer, SPAN), read_quality(connection, viewer, SPAN, services.halls)


def days_kept(office: Office) -> int:
    with office.desk.services.database.read() as connection:
        return len(cover_of(connection, SPAN).days)


def change(office: Office, case_no: str, at: datetime, **columns: object) -> None:
    with office.desk.services.database.write() as connection:
        of_case = update(ComplaintRow).where(ComplaintRow.case_no == case_no)
        connection.execute(of_case.values(updated_at=at, **columns))


@BOTH
def test_what_was_counted_already_is_the_same_for_everybody(counted: Office) -> None:
    before = {name: figures(counted, viewer) for name, viewer in VIEWERS.items()}
    tally(counted)
    assert days_kept(counted) == len(SPAN.days) - 1
    assert {name: figures(counted, viewer) for name, viewer in VIEWERS.items()} == before
    wholes = {name: report.whole.complaints for name, (report, _) in before.items()}
    assert 0 == wholes["of another hall"] < wholes["on the staff"] < wholes["all"]
    assert wholes["on the staff of the hall"] < wholes["of the hall"]


@BOTH
def test_a_case_that_changes_afterwards_changes_the_figures_at_once(counted: Office) -> None:
    tally(counted)
    clock = counted.desk.services.clock
    before = figures(counted, viewer_for())[0].whole
    change(counted, "200000003", clock() + timedelta(minutes=5), status=Status.NOT_A_COMPLAINT)
    assert days_kept(counted) == len(SPAN.days) - 2
    after = figures(counted, viewer_for())[0].whole
    assert (after.ours, after.pinned) == (before.ours - 1, before.pinned - 1)
    Tallying(counted.desk.services.database, ZONE).run(clock() + timedelta(minutes=10))
    assert days_kept(counted) == len(SPAN.days) - 1
    assert figures(counted, viewer_for())[0].whole == after


@BOTH
def test_of_cases_about_themselves_alone_nobody_finds_a_line(counted: Office) -> None:
    window = "Z99"
    change(counted, "200000011", datetime(2026, 10, 1, tzinfo=UTC), window=window, staff_no="1003")
    tally(counted)
    everybody, themselves = (figures(counted, VIEWERS[name])[0] for name in ("all", "on the staff"))
    assert window in {row.name for row in everybody.windows}
    assert window not in {row.name for row in themselves.windows}
    assert "1003" not in {one.staff_no for one in themselves.persons or ()}


@BOTH
def test_where_nobody_looked_for_changes_all_is_counted_now(counted: Office) -> None:
    tally(counted)
    with counted.desk.services.database.write() as connection:
        connection.execute(delete(FactRow).where(FactRow.name == SWEPT))
    assert days_kept(counted) == 0
    assert figures(counted, viewer_for())[0].whole != Measures()


@BOTH
def test_what_was_counted_wrongly_is_counted_again_some_day(counted: Office) -> None:
    tally(counted)
    right = figures(counted, viewer_for())[0].whole
    job, clock = Tallying(counted.desk.services.database, ZONE), counted.desk.services.clock
    # A change that bears no new moment, as none of ours should be.
    change(counted, "200000006", varied(6)["updated_at"], status=Status.TRANSFERRED)
    assert figures(counted, viewer_for())[0].whole == right
    for turn in range(len(SPAN.days)):
        job.run(clock() + timedelta(minutes=turn))
    assert figures(counted, viewer_for())[0].whole.ours == right.ours - 1


def test_days_are_those_of_the_zone(counted: Office) -> None:
    tally(counted)
    elsewhere = Span(first=SPAN.first, last=SPAN.last, zone=ZoneInfo("Asia/Urumqi"))
    with counted.desk.services.database.read() as connection:
        assert cover_of(connection, elsewhere).days == ()
