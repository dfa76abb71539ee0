"""Halls, windows, staff, roster and hours changed by hand: by the import's rule, in versions, and back."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from werkzeug.test import TestResponse

from intake.console.roles import Role
from intake.directory.service import load_hall
from tests.cast import HALL
from tests.console.directing import (
    duties_on,
    duty_id,
    hall_id,
    hall_now,
    noted,
    place_of,
    row_id,
    versions,
)
from tests.console.office import PASSWORD, Console, Office

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
MONDAY = date(2026, 11, 9)
FRIDAY = date(2026, 11, 13)
DUTY = {"date": "2026-11-20", "until": "", "start": "9:00", "end": "12:00", "window": "3", "staff_no": "1001"}
WEEK = {
    f"{day}_{end}": at
    for day in ("mon", "tue", "wed", "thu", "fri")
    for end, at in (("from_1", "9:00"), ("to_1", "12:00"), ("from_2", "13:00"), ("to_2", "17:00"))
}


def base(office: Office) -> str:
    return f"managing/directory/{hall_id(office)}"


def manager_of(office: Office, **profile: object) -> Console:
    return office.as_role(Role.ADMINISTRATOR, **profile)


def duty(office: Office, staff_no: str, day: date = MONDAY, start: str = "09:00") -> str:
    return f"{base(office)}/roster/{duty_id(office, day, staff_no, start)}"


def refused(answer: TestResponse, field: str, told: str) -> None:
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert told in answer.text


def test_a_window_is_added_changed_and_ended_each_in_a_version_of_its_own(office: Office) -> None:
    manager = manager_of(office, login="han.bing")
    added = manager.post(f"{base(office)}/windows/new", {"window": "7号窗口", "service": "医疗保险"})
    page = manager.get(place_of(added)).text
    assert "7" in hall_now(office).window_by_label
    assert "医疗保险" in page
    changed = {"service": "工伤保险", "bureau": "", "former": "70"}
    told = manager.get(place_of(manager.post(f"{base(office)}/windows/{row_id(office, '7')}", changed)))
    assert "<del>医疗保险</del>" in told.text
    manager.post(f"{base(office)}/windows/{row_id(office, '7')}/end", {"last": "2026-11-09"})
    assert "7" not in hall_now(office).window_by_label
    assert versions(office)[1:] == [
        (2, "by-hand.window", "han.bing"),
        (3, "by-hand.window", "han.bing"),
        (4, "by-hand.window_end", "han.bing"),
    ]
    assert noted(office)[0] == ("directory_changed", f"{HALL} 1->2: windows=+1~0-0")


def test_a_window_that_ends_takes_later_duties_along_and_stays_for_the_past(office: Office) -> None:
    manager = manager_of(office)
    answer = manager.post(f"{base(office)}/windows/{row_id(office, '12')}/end", {"last": "2026-11-10"})
    assert "12" in manager.get(place_of(answer)).text
    assert "12" in hall_now(office).window_by_label
    last = max(one.on for one in hall_now(office).duties if one.window == "12")
    assert last == date(2026, 11, 10)
    assert ("3", "09:00", "1001") in duties_on(office, FRIDAY), "the others' duties stay"


def test_what_the_import_refuses_is_refused_by_hand_beside_its_field(office: Office) -> None:
    manager, hall = manager_of(office), base(office)
    refused(manager.post(f"{hall}/staff/new", {"staff_no": "1050", "name": ""}), "name", "必填项为空")
    dates = {"staff_no": "1050", "name": "某人", "active_from": "2026-11-02", "active_to": "2026-11-01"}
    refused(manager.post(f"{hall}/staff/new", dates), "active_to", "早于")
    assigned = {"staff_no": "1050", "name": "某人", "windows": "77"}
    refused(manager.post(f"{hall}/staff/new", assigned), "windows", "77")
    refused(manager.post(f"{hall}/roster/new", DUTY | {"staff_no": "9999"}), "staff_no", "9999")
    refused(manager.post(f"{hall}/roster/new", DUTY | {"end": "8:00"}), "end", "结束")
    refused(manager.post(f"{hall}/roster/new", DUTY | {"staff_no": "1099"}), "date", "不在职")
    data = {"name": "厅", "timezone": "Mars/Base", "hotline": "12"}
    refused(manager.post(f"{hall}/data", data), "timezone", "Mars")
    taken = manager.post(f"{hall}/staff/new", {"staff_no": "1001", "name": "某人"})
    assert taken.status_code == 422
    assert "已经有人" in taken.text
    assert manager.post(f"{hall}/windows/new", {"window": "5号"}).status_code == 422
    assert len(versions(office)) == 1


def test_somebody_leaves_and_is_on_no_later_roster(office: Office) -> None:
    manager = manager_of(office)
    manager.post(f"{base(office)}/staff/{row_id(office, '1001')}/end", {"last": "2026-11-10"})
    hall = hall_now(office)
    person = next(one for one in hall.staff if one.staff_no == "1001")
    assert person.active_to == date(2026, 11, 10)
    assert max(one.on for one in hall.duties if one.staff_no == "1001") == date(2026, 11, 10)


def test_staff_are_found_by_a_part_of_the_name_or_number_that_no_address_tells(office: Office) -> None:
    manager = manager_of(office)
    for asked, found, other in (("陈", "陈敏", "周海"), ("102", "周海", "陈明")):
        place = place_of(manager.post(f"{base(office)}/staff", {"q": asked}))
        assert asked not in place
        page = manager.get(place).text
        assert found in page
        assert other not in page
    nobody = manager.get(place_of(manager.post(f"{base(office)}/staff", {"q": "不存在"})))
    assert "没有找到" in nobody.text


def test_a_duty_is_added_by_name_or_number_on_a_day_or_on_the_open_days_of_a_span(office: Office) -> None:
    manager = manager_of(office)
    manager.post(f"{base(office)}/roster/new", DUTY | {"staff_no": "林小雨"})
    assert duties_on(office, date(2026, 11, 20)) == {("3", "09:00", "1003")}
    manager.post(f"{base(office)}/roster/new", DUTY | {"date": "2026-12-04", "until": "2026-12-08"})
    span = [date(2026, 12, 4) + timedelta(days=offset) for offset in range(5)]
    assert [bool(duties_on(office, day)) for day in span] == [True, False, False, True, True]
    wrong = manager.post(f"{base(office)}/roster/new", DUTY | {"until": "2027-12-31"})
    assert wrong.status_code == 422
    assert "92" in wrong.text


def test_a_substitute_stands_in_for_one_duty_or_up_to_a_day(office: Office) -> None:
    manager = manager_of(office)
    manager.post(f"{base(office)}/staff/new", {"staff_no": "1030", "name": "丁一鸣"})
    manager.post(f"{duty(office, '1001')}/substitute", {"staff_no": "1030"})
    assert {("3", "09:00", "1030"), ("3", "13:00", "1001")} <= duties_on(office, MONDAY)
    until = {"staff_no": "1030", "until": FRIDAY.isoformat()}
    manager.post(f"{duty(office, '1001', start='13:00')}/substitute", until)
    assert {("3", "09:00", "1030"), ("3", "13:00", "1030")} <= duties_on(office, FRIDAY)
    assert ("3", "09:00", "1001") in duties_on(office, date(2026, 11, 16))


def test_who_is_elsewhere_at_that_time_can_not_stand_in(office: Office) -> None:
    manager = manager_of(office)
    answer = manager.post(f"{duty(office, '1001')}/substitute", {"staff_no": "1002"})
    refused(answer, "substitute-person", "已经排在窗口")
    assert len(versions(office)) == 1


@BOTH
def test_two_swap_a_duty(office: Office) -> None:
    manager = manager_of(office)
    manager.post(f"{duty(office, '1001')}/swap", {"other": "5 09:00 1002"})
    now = duties_on(office, MONDAY)
    assert {("3", "09:00", "1002"), ("5", "09:00", "1001"), ("3", "13:00", "1001")} <= now
    assert manager.post(f"{duty(office, '1021')}/swap", {"other": "5 09:00 9999"}).status_code == 422


def test_a_duty_is_changed_and_ended_and_the_last_of_a_day_too(office: Office) -> None:
    manager = manager_of(office)
    given = {"start": "9:30", "end": "12:00", "window": "12", "staff_no": "1001"}
    manager.post(f"{duty(office, '1001')}/change", given)
    assert ("12", "09:30", "1001") in duties_on(office, MONDAY)
    manager.post(f"{base(office)}/roster/new", DUTY)
    day = date(2026, 11, 20)
    manager.post(f"{duty(office, '1001', day)}/end")
    assert duties_on(office, day) == set()
    manager.post(f"{duty(office, '1021')}/end", {"until": "2026-11-11"})
    days = (MONDAY + timedelta(days=offset) for offset in range(4))
    assert ["B05" in {one[0] for one in duties_on(office, day)} for day in days] == [False] * 3 + [True]


@BOTH
def test_a_change_is_taken_back_by_a_further_one_unless_it_was_changed_again(office: Office) -> None:
    manager = manager_of(office)
    before = hall_now(office)
    manager.post(f"{duty(office, '1001')}/swap", {"other": "5 09:00 1002"})
    manager.post(f"{base(office)}/windows/new", {"window": "7"})
    manager.post(f"{base(office)}/versions/2/take-back")
    assert set(hall_now(office).duties) == set(before.duties)
    assert "7" in hall_now(office).window_by_label, "what came after stays"
    assert versions(office)[3][1] == "by-hand.back_2"
    assert "撤回第 2 版" in manager.get(f"{base(office)}/versions").text
    again = manager.post(f"{base(office)}/versions/2/take-back", follow_redirects=True)
    assert "又被改动过" in again.text
    assert "第一个版本" in manager.post(f"{base(office)}/versions/1/take-back", follow_redirects=True).text
    assert len(versions(office)) == 4


def test_old_versions_stay_as_they_were_and_tell_who_and_what(office: Office) -> None:
    manager = manager_of(office, name="韩冰")
    before = hall_now(office)
    manager.post(f"{duty(office, '1001')}/end")
    with office.desk.services.database.read() as connection:
        assert load_hall(connection, HALL, 1) == before
    listed = manager.get(f"{base(office)}/versions").text
    for told in ("韩冰", "手工：取消排班", "命令行", "directory"):
        assert told in listed
    first = manager.get(f"{base(office)}/versions/1")
    assert first.status_code == 200
    assert manager.get(f"{base(office)}/versions/99").status_code == 404


def test_who_was_there_first_is_told_and_nothing_typed_is_lost(office: Office) -> None:
    first, second = manager_of(office), manager_of(office)
    place = f"{base(office)}/staff/{row_id(office, '1003')}"
    first.post(place, {"name": "林晓雨", "active_from": "2019-01-01"})
    late = second.post(place, {"name": "林小鱼", "active_from": "2019-01-01"})
    assert late.status_code == 409
    assert "林小鱼" in late.text
    assert "林晓雨" in late.text
    gone = duty(office, "1001")
    first.post(f"{gone}/end")
    assert "刚被别人改动" in second.post(f"{gone}/end", follow_redirects=True).text
    assert len(versions(office)) == 3


def test_hours_are_shown_by_the_calendar_and_repeated_duties_go_by_them(office: Office) -> None:
    manager, hall = manager_of(office), base(office)
    assert "还没有填写开放时间" in manager.get(f"{hall}/opening").text
    given = WEEK | {"sat_from_1": "9点", "sat_to_1": "12:00", "as_weekday": "yes", "days": "2026-11-24 休息"}
    manager.post(f"{hall}/opening/change", given)
    page = manager.get(f"{hall}/opening").text
    for told in ("09:00–12:00、13:00–17:00", "2026年11月24日", "单独指定"):
        assert told in page
    assert 'value="09:00"' in manager.get(f"{hall}/opening/change").text
    span = DUTY | {"date": "2026-11-21", "until": "2026-11-24"}
    manager.post(f"{hall}/roster/new", span)
    days = [date(2026, 11, 21) + timedelta(days=offset) for offset in range(4)]
    assert [bool(duties_on(office, day)) for day in days] == [True, False, True, False]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mon_from_1": "12:00", "mon_to_1": "9:00"}, "mon"),
        ({"mon_from_1": "9:00", "mon_to_1": ""}, "mon"),
        ({"sat_from_1": "9:00", "sat_to_1": "12:00", "sat_from_2": "11:00", "sat_to_2": "17:00"}, "sat"),
        ({"days": "明天休息"}, "days"),
    ],
)
def test_hours_that_can_not_be_are_refused_beside_their_day(
    office: Office, given: dict[str, str], field: str
) -> None:
    answer = manager_of(office).post(f"{base(office)}/opening/change", WEEK | given)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert len(versions(office)) == 1


def test_a_hall_is_added_by_hand_and_its_data_changed(office: Office) -> None:
    manager = manager_of(office)
    new = {"hall": "hb", "name": "海滨市民中心", "timezone": "Asia/Shanghai", "hotline": ""}
    manager.post("managing/directory/new", new)
    assert hall_now(office, "HB").name == "海滨市民中心"
    again = manager.post("managing/directory/new", new)
    refused(again, "hall", "已经有这个代码")
    data = {"name": "海滨政务中心", "timezone": "Asia/Shanghai", "hotline": ""}
    manager.post(f"managing/directory/{hall_id(office, 'HB')}/data", data)
    assert hall_now(office, "HB").name == "海滨政务中心"


def test_whoever_is_staff_changes_no_duty_and_no_line_of_their_own(office: Office) -> None:
    manager, hall = manager_of(office, staff_no="1001"), base(office)
    sent: tuple[tuple[str, dict[str, str]], ...] = (
        (f"{duty(office, '1001')}/end", {}),
        (f"{duty(office, '1001')}/substitute", {"staff_no": "1099"}),
        (f"{duty(office, '1002')}/swap", {"other": "3 09:00 1001"}),
        (f"{hall}/staff/{row_id(office, '1001')}", {"name": "别人", "active_from": "2019-01-01"}),
        (f"{hall}/staff/{row_id(office, '1001')}/end", {"last": "2026-11-01"}),
        (f"{hall}/windows/{row_id(office, '3')}/end", {"last": "2026-11-01"}),
    )
    for place, given in sent:
        answer = manager.post(place, given)
        assert answer.status_code == 422, place
        assert "您自己" in answer.text, place
    assert len(versions(office)) == 1
    other = manager_of(office)
    other.post(f"{duty(office, '1001')}/end")
    assert manager.post(f"{hall}/versions/2/take-back").status_code == 303
    assert noted(office)[-1][1].endswith(" own"), "what adds to their own duties is in the log as such"


def test_each_change_wants_the_password_given_within_ten_minutes(office: Office) -> None:
    manager, hall = manager_of(office), base(office)
    places = [
        f"{hall}/data", f"{hall}/windows/new", f"{hall}/windows/{row_id(office, '3')}", f"{hall}/staff/new",
        f"{hall}/roster/new", duty(office, "1001"), f"{hall}/opening/change", "managing/directory/new",
    ]  # fmt: skip
    office.desk.clock.advance(minutes=11)
    asked = [manager.get(place).headers.get("Location", "") for place in places]
    assert all("/confirm" in address for address in asked)
    sent = [f"{places[2]}/end", f"{duty(office, '1001')}/end", f"{hall}/versions/1/take-back", *places[:5]]
    assert all(manager.post(place, DUTY).location.startswith("/console/confirm?held=") for place in sent)
    assert len(versions(office)) == 1


@BOTH
def test_what_was_typed_is_kept_while_the_password_is_asked_for_and_then_sent_on(office: Office) -> None:
    manager, place = manager_of(office), f"{base(office)}/opening/change"
    office.desk.clock.advance(minutes=11)
    asked = manager.post(place, WEEK | {"days": "2026-11-24 休息"})
    assert len(versions(office)) == 1
    wait = manager.get(asked.location.removeprefix("/console/"))
    kept = fields_of(wait.text)
    assert sorted(kept) == ["back", "held"], "what was typed is on no page"
    sent = manager.post("confirm", kept | {"password": PASSWORD})
    assert (sent.status_code, sent.location) == (307, f"/console/{place}")
    assert place_of(manager.post(place, kept | {"password": PASSWORD})).endswith("/versions/2")


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of a page but its token."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: unescape(text) for name, text in found if name != "csrf_token"}
