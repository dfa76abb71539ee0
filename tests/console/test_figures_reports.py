"""Reports: spans, what is counted and for whom, few complaints against a person, the workbook."""

from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from intake.cases.lifecycle import Status
from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.figures.counting import Span
from intake.console.figures.measures import Measures
from intake.console.figures.rates import rates
from intake.console.figures.reports import FEWEST, Report, read_report
from intake.console.figures.spans import LONGEST, span_of
from intake.console.roles import Role
from matching.decision import Attribution
from tests.console.office import Office
from tests.console.waiting import a_doubtful_case
from tests.console.watching import viewer_for

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 9)


def report_on(office: Office, viewer: Viewer | None = None) -> Report:
    services = office.desk.services
    day = services.clock().astimezone(ZONE).date()
    span = Span(first=day, last=day, zone=ZONE)
    with services.database.read() as connection:
        return read_report(connection, viewer or viewer_for(), span)


def some_cases(office: Office, count: int, **columns: object) -> None:
    """So many cases with these columns."""
    known = len(office.desk.cases())
    for n in range(known, known + count):
        case_no = a_doubtful_case(office.desk, number=f"+86138001400{n:02d}")
        with office.desk.services.database.write() as connection:
            connection.execute(update(ComplaintRow).where(ComplaintRow.case_no == case_no).values(columns))


def pinned(staff_no: str = "1003") -> dict[str, object]:
    return {
        "status": Status.PINNED,
        "staff_no": staff_no,
        "window": "3",
        "attribution": Attribution.EXACT,
        "pinned_at": datetime(2026, 11, 9, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("given", "name", "first", "last"),
    [
        ({}, "week", MONDAY, MONDAY),
        ({"span": "last_week"}, "last_week", date(2026, 11, 2), date(2026, 11, 8)),
        ({"span": "last_month"}, "last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ({"span": "season"}, "season", date(2026, 9, 1), MONDAY),
        ({"from": "2026-01-05", "to": "2026-02-01"}, "custom", date(2026, 1, 5), date(2026, 2, 1)),
        ({"from": "2026-11-01", "to": "2027-02-01"}, "custom", date(2026, 11, 1), MONDAY),
        ({"from": "2026-02-05", "to": "2026-02-01"}, "week", MONDAY, MONDAY),
        ({"from": "nonsense", "span": "'--"}, "week", MONDAY, MONDAY),
    ],
)
def test_a_span_is_read_from_the_address(given: dict[str, str], name: str, first: date, last: date) -> None:
    found, span = span_of(given, MONDAY, ZONE)
    assert (found, span.first, span.last) == (name, first, last)


def test_no_report_is_about_more_than_a_year() -> None:
    _, span = span_of({"from": "1999-01-01", "to": "2026-01-01"}, MONDAY, ZONE)
    assert len(span.days) == LONGEST


@BOTH
def test_what_was_no_complaint_of_ours_is_in_no_share(office: Office) -> None:
    some_cases(office, 2, **pinned())
    some_cases(office, 1, status=Status.UNREACHABLE)
    some_cases(office, 1, status=Status.NOT_A_COMPLAINT)
    whole = report_on(office).whole
    assert (whole.complaints, whole.ours, whole.pinned, whole.exact) == (4, 3, 2, 2)
    assert whole.pin_rate == pytest.approx(2 / 3)
    assert whole.unreachable_rate == pytest.approx(1 / 3)


@BOTH
def test_halls_services_and_windows_add_up_to_the_whole(office: Office) -> None:
    some_cases(office, 2, **pinned())
    report = report_on(office)
    for rows in (report.halls, report.windows):
        assert sum((row.measures for row in rows), Measures()) == report.whole
    assert sum((measures for _, measures in report.times), Measures()) == report.whole


@BOTH
def test_how_many_few_complaints_against_a_person_are_is_not_told(office: Office) -> None:
    some_cases(office, FEWEST - 1, **pinned("1003"))
    (few,) = report_on(office).persons or ()
    assert (few.is_few, few.amount.count) == (True, FEWEST)
    some_cases(office, FEWEST, **pinned("1004"))
    many, few = report_on(office).persons or ()
    assert (many.staff_no, many.is_few, many.amount.count) == ("1004", False, FEWEST)


@BOTH
def test_nobody_finds_themselves_in_a_report(office: Office) -> None:
    some_cases(office, FEWEST, **pinned("1003"))
    report = report_on(office, viewer_for(staff_no="1003"))
    assert (report.whole, report.persons) == (Measures(), ())


def test_an_auditor_sees_no_persons_on_the_page_nor_in_the_workbook(office: Office) -> None:
    some_cases(office, 1, **pinned())
    auditor, supervisor = office.as_role(Role.AUDITOR), office.as_role(Role.SUPERVISOR)
    assert "persons-title" not in auditor.get("reports").text
    assert "persons-title" in supervisor.get("reports").text
    theirs, all_of_it = (
        load_workbook(BytesIO(one.get("reports.xlsx").data)) for one in (auditor, supervisor)
    )
    assert len(all_of_it.sheetnames) == len(theirs.sheetnames) + 1


def test_an_operator_gets_no_report(office: Office) -> None:
    assert office.as_role(Role.OPERATOR).get("reports").status_code == 403
    assert office.as_role(Role.OPERATOR).get("reports.xlsx").status_code == 403


def test_every_cell_of_the_workbook_is_a_text_and_no_number_of_anybody_is_in_it(office: Office) -> None:
    some_cases(office, 1, **pinned())
    data = office.as_role(Role.SUPERVISOR).get("reports.xlsx").data
    cells = [
        cell
        for sheet in load_workbook(BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any("1380014" in str(cell.value) for cell in cells)


def test_the_answer_rate_says_that_it_cant_be_measured(office: Office) -> None:
    answer = rates(report_on(office))[0]
    assert (answer.name, answer.share) == ("answer", None)
    assert "不适用" in office.as_role(Role.SUPERVISOR).get("reports").text
