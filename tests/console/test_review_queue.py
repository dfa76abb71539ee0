"""The page of the review queue: what is in it, in which order, for whom; its filters and its live part."""

import re
from collections.abc import Callable

import pytest

from intake.console.review.asked import after_of, filters_of, written
from intake.console.roles import Role
from tests.console.office import Console, Office
from tests.console.waiting import a_call, a_doubtful_case

CASE = re.compile(r'data-case="(\d{9})"')
BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)


def listed(page: str) -> list[str]:
    return CASE.findall(page)


def test_an_empty_queue_says_so(console: Console) -> None:
    assert "队列已清空" in console.get("queue").text


@BOTH
def test_the_most_urgent_case_is_first_and_words_of_danger_before_all(office: Office) -> None:
    first = a_doubtful_case(office.desk)
    office.desk.clock.advance(days=1)
    later = a_doubtful_case(office.desk, "5号窗口的人态度恶劣", "+8613800138002")
    danger = a_doubtful_case(office.desk, "窗口的人不理我，我不想活了", "+8613800138003")
    page = office.as_role(Role.OPERATOR).get("queue").text
    assert listed(page) == [danger, first, later]
    assert "涉及安全" in page


def test_a_call_is_in_the_queue_while_it_is_going_on(office: Office) -> None:
    a_call(office.desk, ["1", "3#"])
    page = office.as_role(Role.OPERATOR).get("queue").text
    assert len(listed(page)) == 1
    assert "正在进行" in page


def test_filters_stand_in_the_address_and_stay_on_the_way_to_a_case(office: Office) -> None:
    a_doubtful_case(office.desk)
    unfinished = a_doubtful_case(office.desk, "你们窗口的人态度真差", "+8613800138002")
    console = office.as_role(Role.OPERATOR)
    page = console.get("queue?doubt=unfinished&channel=sms").text
    assert listed(page) == [unfinished]
    assert f'href="/console/queue/{unfinished}?doubt=unfinished&amp;channel=sms"' in page
    assert listed(console.get("queue?channel=phone").text) == []


@pytest.mark.parametrize(
    "given", ["doubt=nonsense", "hall=x", "age=never", "flag=%27--", "owner=", "after=1.x", "task=dance"]
)
def test_a_filter_that_means_nothing_is_left_open(console: Console, given: str) -> None:
    assert console.get(f"queue?{given}").status_code == 200


def test_filters_are_read_as_they_are_written() -> None:
    asked = {"hall": "3", "task": "any", "owner": "nobody", "flag": "safety", "age": "overdue"}
    assert written(filters_of(asked)) == asked
    assert after_of({"after": "17.4"}) is not None
    assert after_of({}) is None


def test_who_works_on_a_case_is_seen_by_all_and_their_own_is_theirs(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    one, other = office.as_role(Role.OPERATOR, name="苏晴"), office.as_role(Role.OPERATOR, name="罗文")
    one.get(f"queue/{case_no}")
    assert "苏晴" in other.get("queue/live").text
    assert "我在处理" in one.get("queue/live?owner=me").text
    assert listed(one.get("queue?owner=me").text) == [case_no]
    assert listed(other.get("queue?owner=me").text) == []
    assert listed(other.get("queue?owner=nobody").text) == []


def test_the_live_part_is_sent_again_only_after_a_change(office: Office) -> None:
    a_doubtful_case(office.desk)
    console = office.as_role(Role.OPERATOR)
    first = console.get("queue/live")
    same = console.get("queue/live", headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["Cache-Control"] == "no-store"
    a_doubtful_case(office.desk, "5号窗口的人态度恶劣", "+8613800138002")
    assert console.get("queue/live", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_case_number_leads_to_its_case_however_it_is_spaced(office: Office) -> None:
    case_no = a_doubtful_case(office.desk)
    console = office.as_role(Role.OPERATOR)
    spaced = f"{case_no[:3]} {case_no[3:6]} {case_no[6:]}"
    assert console.post("queue/find", {"q": spaced}).location == f"/console/queue/{case_no}"


def test_nobody_sees_a_case_about_themselves_nor_that_it_exists(
    office: Office, as_role: Callable[..., Console]
) -> None:
    case_no = a_doubtful_case(office.desk)  # says 1002
    accused = as_role(Role.OPERATOR, staff_no="1002")
    assert "队列已清空" in accused.get("queue").text
    assert [accused.get(f"queue/{number}").status_code for number in (case_no, "123456789")] == [404, 404]
    found = accused.post("queue/find", {"q": case_no}).location
    other = accused.post("queue/find", {"q": "123456789"}).location
    assert found.partition("?")[0] == other.partition("?")[0]  # what was asked is sealed in both
    assert case_no not in found and len(found) == len(other)
    assert "/queue/" not in found
    for deed in ("decide", "note", "take", "release", "skip", "unmask"):
        assert accused.post(f"queue/{case_no}/{deed}", {"reason": "x", "what": "number"}).status_code == 404
    assert accused.get(f"queue/{case_no}/live").status_code == 404


def test_the_queue_is_for_those_who_review(as_role: Callable[..., Console]) -> None:
    seen = {role: as_role(role).get("queue").status_code for role in Role}
    assert [role for role, status in seen.items() if status == 200] == [Role.OPERATOR, Role.SUPERVISOR]
    assert set(seen.values()) == {200, 403}


def test_a_long_queue_is_turned_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [a_doubtful_case(office.desk, number=f"+861380013800{index}") for index in range(3)]
    monkeypatch.setattr("intake.console.queue.read_queue.__defaults__", (None, 2))
    console = office.as_role(Role.OPERATOR)
    first = console.get("queue").text
    behind = re.search(r'href="/console/(queue\?after=[\d.]+)"', first)
    assert behind
    second = console.get(behind[1]).text
    assert (listed(first), listed(second)) == (numbers[:2], numbers[2:])
    assert "回到最前" in second
