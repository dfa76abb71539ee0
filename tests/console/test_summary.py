"""The neutral summary: who sees it in place of the case, and what is never in it."""

import re
from typing import Any

import pytest
from sqlalchemy import insert, select

from intake.cases.model import ComplaintRow
from intake.console.access import Viewer
from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from intake.console.summary.audience import Shows, shows
from intake.console.summary.conduct import Conduct, conduct_in
from intake.directory.model import HallRow
from tests.console.office import Console, Office
from tests.console.waiting import a_doubtful_case, case_of

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
FRIDAY = "上周五下午在3号窗口，那个姓陈的对我又吼又骂，工号好像是1002"
NUMBER = "+8613800138000"
C, S, N = Shows.CASE, Shows.SUMMARY, Shows.NOTHING
# role: for all halls, for one hall
SEES = {
    Role.OPERATOR: (C, C),
    Role.SUPERVISOR: (C, S),
    Role.APPRAISER: (C, C),
    Role.ADMINISTRATOR: (N, N),
    Role.AUDITOR: (C, C),
}


def hall_of(office: Office) -> int:
    with office.desk.services.database.read() as connection:
        return int(connection.execute(select(HallRow.id)).scalars().first() or 0)


def superior(office: Office, **profile: Any) -> Console:
    """Somebody who answers for the people of the hall."""
    return office.as_role(Role.SUPERVISOR, hall_id=hall_of(office), **profile)


def a_pinned_case(office: Office, text: str = FRIDAY, number: str = NUMBER, staff_no: str = "1001") -> str:
    """A doubtful case that an operator has decided."""
    case_no = a_doubtful_case(office.desk, text, number)
    operator = office.as_role(Role.OPERATOR)
    sent = operator.post(f"queue/{case_no}/other", {"person": staff_no, "other_window": "3"})
    assert sent.status_code == 303, sent.text
    return case_no


def viewer_with(role: Role, hall_id: int | None) -> Viewer:
    return Viewer(
        account_id=1, login="one", name="一", roles=frozenset({role}), hall_id=hall_id, staff_no=None,
        language="zh", fresh=True,
    )  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_who_sees_the_case_and_who_its_summary_is_one_table(role: Role) -> None:
    assert (shows(viewer_with(role, None)), shows(viewer_with(role, 1))) == SEES[role]


def test_an_operator_who_answers_for_a_hall_as_well_sees_cases() -> None:
    both = viewer_with(Role.SUPERVISOR, 1)
    roles = frozenset({Role.SUPERVISOR, Role.OPERATOR})
    named = {name: getattr(both, name) for name in ("account_id", "login", "name", "staff_no", "language")}
    assert shows(Viewer(**named, roles=roles, hall_id=1, fresh=True)) is Shows.CASE


@BOTH
def test_the_superior_of_a_hall_reads_the_summary_and_nothing_of_the_complainant(office: Office) -> None:
    case_no = a_pinned_case(office)
    console = superior(office)
    listed = console.get("summaries")
    assert case_no in listed.text
    page = console.get(f"summaries/{case_no}")
    assert page.status_code == 200
    for told in ("言语冲突", "3", "1001", "由审核人员认定", "排班显示", "下一步", "投诉不等于事实"):
        assert told in page.text
    for text in (listed.text, page.text):
        for hidden in ("又吼又骂", "姓陈的", "8000", "138", "好像"):
            assert hidden not in re.sub(r"csrf.*?>|v=\w+", "", text)


@BOTH
def test_the_superior_of_a_hall_opens_no_case_and_no_part_of_one(office: Office) -> None:
    case_no = a_pinned_case(office)
    console = superior(office)
    for path in ("queue", f"queue/{case_no}", f"queue/{case_no}/live", f"queue/{case_no}/people", "search"):
        assert console.get(path).status_code == 403, path
    assert console.get(f"queue/{case_no}/recordings/1").status_code == 403
    assert console.get("register").status_code == 403
    for deed in ("decide", "note", "unmask", "summarise", "take"):
        assert (
            console.post(f"queue/{case_no}/{deed}", {"reason": "看看", "what": "number"}).status_code == 403
        )
    home = console.get("summaries").text
    assert "/console/queue" not in home
    assert "/console/search" not in home


def test_there_is_no_summary_before_somebody_is_pinned_nor_of_another_hall(office: Office) -> None:
    waiting = a_doubtful_case(office.desk, FRIDAY)
    assert superior(office).get(f"summaries/{waiting}").status_code == 404
    case_no = a_pinned_case(office, number="+8613800138009")
    elsewhere = office.as_role(Role.SUPERVISOR, hall_id=None)
    assert elsewhere.get(f"summaries/{case_no}").status_code == 200
    with office.desk.services.database.write() as connection:
        hall = connection.execute(select(*HallRow.__table__.c)).mappings().one()
        other = {name: value for name, value in hall.items() if name != "id"}
        added = insert(HallRow).values(other | {"code": "B2", "name": "另一大厅"}).returning(HallRow.id)
        other_id = connection.execute(added).scalar_one()
    stranger = office.as_role(Role.SUPERVISOR, hall_id=other_id)
    assert stranger.get(f"summaries/{case_no}").status_code == 404
    assert case_no not in stranger.get("summaries").text
    assert superior(office).get("summaries/000000000").status_code == 404


def test_nobody_gets_the_summary_of_a_case_about_themselves_or_their_window(office: Office) -> None:
    case_no = a_pinned_case(office)
    for staff_no in ("1001", "1002"):  # pinned on; named
        console = superior(office, staff_no=staff_no)
        assert console.get(f"summaries/{case_no}").status_code == 404
        assert case_no not in console.get("summaries").text


def test_hints_of_corruption_and_danger_do_not_go_through_the_superior(office: Office) -> None:
    case_no = a_pinned_case(office, "昨天上午3号窗口的人向我索要红包，工号好像是1002")
    console = superior(office)
    assert console.get(f"summaries/{case_no}").status_code == 404
    assert case_no not in console.get("summaries").text
    assert "不经被投诉人的主管" in office.as_role(Role.OPERATOR).get(f"summaries/{case_no}").text


def test_a_neutral_account_by_an_operator_is_told_until_it_is_taken_back(office: Office) -> None:
    case_no = a_pinned_case(office)
    operator, console = office.as_role(Role.OPERATOR), superior(office)
    sent = operator.post(f"queue/{case_no}/summarise", {"text": "称工作人员大声说话。"})
    assert sent.status_code == 303
    assert "称工作人员大声说话。" in console.get(f"summaries/{case_no}").text
    page = operator.get(f"queue/{case_no}").text
    seq = re.search(r'name="seq" value="(\d+)">[^<]*<button class="button quiet small"', page)
    assert seq
    operator.post(f"queue/{case_no}/undo", {"seq": seq[1]})
    assert "称工作人员大声说话。" not in console.get(f"summaries/{case_no}").text


def test_of_a_confidential_case_not_even_the_half_day_is_told(office: Office) -> None:
    case_no = a_pinned_case(office)
    console = superior(office)
    assert "下午" in console.get(f"summaries/{case_no}").text
    office.as_role(Role.OPERATOR).post(f"queue/{case_no}/keep_confidential", {"reason": "来电要求"})
    page = console.get(f"summaries/{case_no}").text
    assert "要求保密" in page
    assert "下午" not in page


def test_reading_a_summary_is_in_the_access_log_once_an_hour(office: Office) -> None:
    case_no = a_pinned_case(office)
    console = superior(office)
    for _ in range(3):
        console.get(f"summaries/{case_no}")
    office.desk.clock.advance(minutes=50)
    console.get(f"summaries/{case_no}")
    read = select(AccessRow.reason).where(
        AccessRow.what == "summary", AccessRow.account_id == console.account_id
    )
    with office.desk.services.database.read() as connection:
        assert connection.execute(read).all() == [("supervision",)]
        of_case = select(ComplaintRow.status).where(ComplaintRow.case_no == case_no)
        assert connection.execute(of_case).scalar_one() == "pinned"
    assert case_of(office.desk, case_no)["status"] == "pinned"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("她对我爱理不理，头都不抬", {Conduct.ATTITUDE}),
        ("又吼又骂", {Conduct.ABUSE}),
        ("推来推去让我白跑一趟", {Conduct.BUCK_PASSING}),
        ("窗口没人，都在玩手机", {Conduct.ABSENT}),
        ("等了两个小时，太慢", {Conduct.DELAY}),
        ("把我的名字录错了", {Conduct.ERROR}),
        ("暗示要给红包", {Conduct.IMPROPER_GAIN}),
        ("She was rude and yelled at me", {Conduct.ATTITUDE, Conduct.ABUSE}),
        ("3号窗口", set()),
    ],
)
def test_conduct_is_told_by_its_kind(words: str, kinds: set[Conduct]) -> None:
    assert set(conduct_in(words)) == kinds
