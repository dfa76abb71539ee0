"""Who had a case in hand is told, and coming and going makes no flood."""

from sqlalchemy import select

from intake.cases.model import EventRow
from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from tests.console.office import Office
from tests.console.test_review_case import form_of
from tests.console.waiting import a_doubtful_case


def noted(office: Office) -> list[str]:
    with office.desk.services.database.read() as connection:
        return list(connection.scalars(select(AccessRow.what).order_by(AccessRow.id)))


def claims_in_timeline(office: Office) -> int:
    with office.desk.services.database.read() as connection:
        return len(connection.execute(select(EventRow.id).where(EventRow.event == "claimed")).all())


def test_opening_and_leaving_twenty_times_makes_two_entries_and_none_in_the_timeline(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    console = office.as_role(Role.OPERATOR)
    for _ in range(20):
        console.get(f"queue/{case_no}")
        console.get(f"queue/{case_no}/live?active=1")
        console.post(f"queue/{case_no}/release")
        office.desk.clock.advance(minutes=1)
    assert noted(office) == ["taken", "given_back"]
    assert claims_in_timeline(office) == 0
    page = console.get(f"queue/{case_no}").text
    assert "打开办理" in page
    assert "放回" in page


def test_taking_over_is_an_entry_of_the_cases_life_and_says_from_whom(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    one, other = office.as_role(Role.OPERATOR, name="苏晴"), office.as_role(Role.OPERATOR, name="罗文")
    one.get(f"queue/{case_no}")
    other.get(f"queue/{case_no}")
    for _ in range(3):  # one's own hand is no other's
        other.post(f"queue/{case_no}/take")
    assert noted(office) == ["taken", "taken_over"]
    assert claims_in_timeline(office) == 1
    assert "从苏晴处接手" in other.get(f"queue/{case_no}").text


def test_hands_alone_are_no_change_that_a_decision_must_not_pass_over(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    one, other = office.as_role(Role.OPERATOR), office.as_role(Role.OPERATOR)
    fields = form_of(one.get(f"queue/{case_no}").text)
    other.post(f"queue/{case_no}/take")
    one.post(f"queue/{case_no}/take")
    assert one.post(f"queue/{case_no}/decide", fields | {"staff_no": "1001"}).status_code == 303


def test_who_may_not_decide_sees_nobodys_hands(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    office.as_role(Role.OPERATOR).get(f"queue/{case_no}")
    assert "打开办理" not in office.as_role(Role.APPRAISER).get(f"queue/{case_no}").text
    assert "打开办理" in office.as_role(Role.AUDITOR).get(f"queue/{case_no}").text
