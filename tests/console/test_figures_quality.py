"""Quality of the matcher: how cases were settled, first guesses, campaigns, and whom it tells what."""

from collections.abc import Iterable

import pytest
from sqlalchemy import update

from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.figures.counting import Span
from intake.console.figures.quality import Quality, read_quality
from intake.console.figures.settled import Settled
from intake.console.roles import Role
from tests.console.office import Office
from tests.console.test_figures_reports import ZONE, pinned, some_cases
from tests.console.waiting import a_doubtful_case
from tests.console.watching import viewer_for

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)


def quality_of(office: Office, viewer: Viewer | None = None) -> Quality:
    services = office.desk.services
    day = services.clock().astimezone(ZONE).date()
    with services.database.read() as connection:
        span = Span(first=day, last=day, zone=ZONE)
        return read_quality(connection, viewer or viewer_for(), span, services.halls)


def flag(office: Office, case_numbers: Iterable[str], name: str) -> None:
    with office.desk.services.database.write() as connection:
        chosen = ComplaintRow.case_no.in_(list(case_numbers))
        connection.execute(update(ComplaintRow).where(chosen).values(flags=[name]))


@BOTH
def test_what_the_rule_pins_in_one_thread_is_settled_in_the_first_contact(office: Office) -> None:
    some_cases(office, 2, **pinned())
    a_doubtful_case(office.desk, number="+8613800149999")
    found = quality_of(office)
    assert (found.whole.ours, found.whole.first, found.whole.person) == (3, 2, 0)
    assert found.whole.share("first") == pytest.approx(2 / 3)


@BOTH
def test_every_dimension_adds_up_to_the_whole(office: Office) -> None:
    some_cases(office, 2, **pinned())
    found = quality_of(office)
    for rows in found.by.values():
        assert sum((counts for _, counts in rows), Settled()) == found.whole


@BOTH
def test_what_a_person_decided_is_not_the_rule_s(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    answer = office.as_role(Role.OPERATOR).post(
        f"queue/{case_no}/decide", {"staff_no": "1003", "window": "3", "reason": "录音"}
    )
    assert answer.status_code in {200, 303}
    whole = quality_of(office).whole
    assert (whole.first, whole.person, whole.overturned) == (0, 1, 0)


@BOTH
def test_a_campaign_is_listed_and_names_nobody_to_whom_may_not_see_persons(office: Office) -> None:
    some_cases(office, 3, **pinned())
    flag(office, [case["case_no"] for case in office.desk.cases()], "burst_respondent")
    (told,) = quality_of(office).campaigns
    assert (told.kind, told.count, told.staff_no) == ("burst_respondent", 3, "1003")
    (untold,) = quality_of(office, viewer_for(Role.AUDITOR)).campaigns
    assert untold.staff_no is None
    assert quality_of(office, viewer_for(staff_no="1003")).campaigns == ()


def test_first_guesses_are_counted_in_bands_of_their_score(office: Office) -> None:
    some_cases(office, 2, **pinned())
    assert sum(band.guesses for band in quality_of(office).bands) <= 2
    assert [band.least for band in quality_of(office).bands] == [0, 0.2, 0.4, 0.6, 0.8]


def test_quality_is_for_those_who_answer_for_it(office: Office) -> None:
    assert office.as_role(Role.SUPERVISOR).get("quality").status_code == 200
    assert office.as_role(Role.AUDITOR).get("quality").status_code == 200
    assert office.as_role(Role.OPERATOR).get("quality").status_code == 403
