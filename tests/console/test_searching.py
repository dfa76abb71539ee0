"""One box finds by number, last digits, window, person, words and days; nothing that one may not see."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from sqlalchemy import insert, select, update

from intake.cases.model import ComplaintRow
from intake.cases.tails import fill_tails
from intake.console.roles import Role
from intake.console.searching import finding
from intake.console.searching.sealing import unsealed
from intake.directory.model import HallRow
from tests.console.office import Console, Office
from tests.console.test_registering import registered

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
AsRole = Callable[..., Console]
FOUND = re.compile(r'class="opens" href="/console/queue/(\d{9})')
TEXT = "3号窗口的陈明互相推诿，工号1001，让我办PASSPORT来回跑，最后说要身份证复印件"


def found(console: Console, text: str, **given: str) -> list[str]:
    """The numbers of the cases that a search gives, as somebody who types and sends the form."""
    sent = console.post("search", {"q": text} | given)
    assert sent.status_code == 303, sent.text
    answer = console.get(sent.headers["Location"].removeprefix("/console/"))
    assert answer.status_code == 200, answer.text
    return FOUND.findall(answer.text)


@pytest.fixture
def case_no(console: Console) -> str:
    given = {"channel": "hotline_12345", "external_no": "GD20261109-7"}
    registered(console, statement="B05窗口的周海很热情也很慢，工号1021", phone="13900139111")
    return registered(console, statement=TEXT, phone="13800138000", **given)


@BOTH
def test_one_box_understands_numbers_windows_people_words_and_days(console: Console, case_no: str) -> None:
    spaced = f"{case_no[:3]} {case_no[3:6]} {case_no[6:]}"
    for text in (
        *(
            case_no,
            spaced,
            "8000",
            "尾号8000",
            "tail:8000",
            "GD20261109-7",
            "gd20261109-7",
            "external:GD20261109-7",
        ),
        *(
            "window:3",
            "3号窗口",
            "窗口3",
            "3",
            "陈明",
            "1001",
            "工号1001",
            "staff:陈明",
            "推诿",
            "互相推诿",
            "身份证复印",
        ),
        *(
            "passport",
            "PASSPORT",
            "推诿 身份证",
            "窗口3 推诿",
            '"复印件"',
            "“办PASSPORT来回”",
            "件",
            "印件",
            "138 0013 8000",
        ),
        *("+8613800138000", "2026-11 推诿", "陈明 2026-11-09"),
    ):
        assert found(console, text) == [case_no], text
    for text in (
        *(
            "123456782",
            "8001",
            "GD20261109-8",
            "window:5",
            "工号1002",
            "推脱",
            "推诿 热情",
            "窗口5 推诿",
            "13800138001",
        ),
        *("2026-10 推诿", '"8000"', "推诿\\", "%推诿", "_", '"推_"', "* OR *"),
    ):
        assert found(console, text) == [], text
    assert len(found(console, "2026-11-09")) == 2
    assert len(found(console, "窗口")) == 2


@BOTH
def test_filters_narrow_and_stay_in_the_address(console: Console, case_no: str) -> None:
    assert found(console, "窗口", channel="hotline_12345") == [case_no]
    assert found(console, "", status="pinned", channel="hotline_12345") == [case_no]
    assert found(console, "推诿", since="2026-11-09", until="2026-11-09") == [case_no]
    assert found(console, "推诿", since="2026-11-10") == []
    assert found(console, "推诿", until="2026-11-08") == []
    assert found(console, "推诿", since="nonsense", hall="x", status="x") == [case_no]


@BOTH
def test_the_index_follows_what_is_added_and_changed(console: Console, office: Office, case_no: str) -> None:
    of_case = ComplaintRow.case_no == case_no
    with office.desk.services.database.write() as connection:
        text = ComplaintRow.statement
        connection.execute(update(ComplaintRow).where(of_case).values(statement=text + "\n后来又打电话催促"))
    assert found(console, "催促") == found(console, "打电话催促") == found(console, "推诿") == [case_no]
    with office.desk.services.database.write() as connection:
        connection.execute(update(ComplaintRow).where(of_case).values(statement="改成了别的说法"))
    assert found(console, "互相推诿") == found(console, "推诿") == []
    assert found(console, "别的说法") == [case_no]
    with office.desk.services.database.write() as connection:
        connection.execute(update(ComplaintRow).where(of_case).values(statement=""))
    assert found(console, "别的说法") == found(console, "说法") == []


@BOTH
def test_a_change_that_is_taken_back_leaves_nothing_in_the_index(
    console: Console, office: Office, case_no: str
) -> None:
    with pytest.raises(ZeroDivisionError), office.desk.services.database.write() as connection:
        connection.execute(update(ComplaintRow).values(statement="没有这回事"))
        raise ZeroDivisionError
    assert found(console, "没有这回事") == []
    assert found(console, "互相推诿") == [case_no]


def test_a_whole_number_is_never_in_an_address(console: Console, case_no: str) -> None:
    for text in ("13800138000", "138 0013 8000", "推诿 13800138000", "+86 138 0013 8000"):
        sent = console.post("search", {"q": text})
        address = unquote(sent.headers["Location"])
        assert "0013" not in address.replace(" ", ""), text
        assert case_no in console.get(sent.headers["Location"].removeprefix("/console/")).text
    carried = console.get("search?q=13800138000")
    assert carried.status_code == 303
    assert "13800138000" not in carried.headers["Location"]


@BOTH
def test_nobody_finds_a_case_that_concerns_them_or_is_of_another_hall(
    as_role: AsRole, office: Office, case_no: str
) -> None:
    with office.desk.services.database.write() as connection:
        hall_id = connection.execute(select(HallRow.id)).scalar_one()
        other = {"id": hall_id + 1, "code": "TH2", "name": "另一个大厅", "timezone": "Asia/Shanghai"}
        connection.execute(insert(HallRow), other | {"hotline": "", "version": 1})
    concerned = as_role(Role.OPERATOR, hall_id=hall_id, staff_no="1001")
    elsewhere = as_role(Role.OPERATOR, hall_id=hall_id + 1)
    for text in (
        case_no,
        "8000",
        "13800138000",
        "GD20261109-7",
        "陈明",
        "1001",
        "窗口3",
        "推诿",
        "互相推诿",
        "2026-11",
    ):
        assert case_no not in found(concerned, text), text
        assert found(elsewhere, text) == [], text
    assert len(found(concerned, "周海")) == 1


@BOTH
def test_pages_follow_each_other_without_a_gap_and_the_latest_come_first(
    console: Console, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    numbers = [registered(console, statement=f"3号窗口的人推诿第{n}次了") for n in range(7)]
    for text in ("推诿", "窗口的人推诿", "window:3"):
        seen, address = [], console.post("search", {"q": text}).headers["Location"]
        while address:
            page = console.get(address.removeprefix("/console/")).text
            seen.append(FOUND.findall(page))
            following = re.search(r'href="(/console/search\?[^"]*below=[^"]*)"[^>]*rel="next"', page)
            address = following[1].replace("&amp;", "&") if following else ""
        assert [len(page) for page in seen] == [3, 3, 1], text
        assert [one for page in seen for one in page] == numbers[::-1]


@BOTH
def test_where_too_much_would_have_to_be_looked_at_one_goes_on_further_back(
    console: Console, case_no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 2)
    for n in range(4):
        registered(console, statement=f"5号窗口的人很慢{n}")
    first = console.get("search?q=%E4%BB%B6")  # a single character is looked for case by case
    assert FOUND.findall(first.text) == []
    assert "还没有看" in first.text
    address, seen = "search?q=%E4%BB%B6", []
    for _ in range(5):
        page = console.get(address).text
        seen += FOUND.findall(page)
        following = re.search(r'href="/console/(search\?[^"]*below=[^"]*)"', page)
        if not following:
            break
        address = following[1].replace("&amp;", "&")
    assert seen == [case_no]


def test_what_was_looked_for_is_marked_where_it_stands(console: Console, case_no: str) -> None:
    page = console.get("search?q=推诿 passport window:3").text
    assert "<mark>推诿</mark>" in page
    assert "<mark>PASSPORT</mark>" in page
    assert "<mark>窗口 3</mark>" in page or "<mark>3" in page


def test_a_statement_is_shown_as_text_whatever_is_in_it(console: Console) -> None:
    registered(console, statement="3号窗口<script>alert(1)</script>推诿")
    page = console.get("search?q=推诿").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_what_may_be_meant_in_several_ways_says_so_and_leads_to_each(
    console: Console, office: Office, case_no: str
) -> None:
    page = console.get("search?q=1001").text
    sealer = office.desk.services.sealer
    asked = {unsealed(sealer, found) for found in re.findall(r"[?;&]s=([\w-]+)", page)}
    assert {"tail:1001", "staff:1001"} <= asked
    assert "tail:1001" not in unquote(page)  # sealed: no address can be read


def test_the_index_of_last_digits_tells_no_digits_and_is_not_that_of_the_number(office: Office) -> None:
    sealer = office.desk.services.sealer
    assert sealer.tail("+8613800138000") == sealer.tail("8000")
    assert "8000" not in sealer.tail("8000")
    assert sealer.tail("8000") != sealer.index("8000")


@BOTH
def test_cases_of_before_get_their_last_digits_and_only_once(
    console: Console, office: Office, case_no: str
) -> None:
    services = office.desk.services
    with services.database.write() as connection:
        connection.execute(update(ComplaintRow).values(caller_tail=None))
    assert found(console, "tail:8000") == []
    assert fill_tails(services.database, lambda: services.sealer) == 2
    assert fill_tails(services.database, lambda: services.sealer) == 0
    assert found(console, "tail:8000") == [case_no]


def test_only_who_may_search_finds_the_page(as_role: AsRole) -> None:
    assert as_role(Role.ADMINISTRATOR).get("search").status_code == 403
    assert as_role(Role.AUDITOR).get("search").status_code == 200
