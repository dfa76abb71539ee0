"""The policy of callbacks changed in the console: seen first, kept with who and why, in force at once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from intake import create_app
from intake.callbacks.in_force import SETTABLE, InForce
from intake.callbacks.model import PolicyValueRow
from intake.console.case_tables import AccessRow
from intake.console.managing.policy_values import kind_of
from intake.console.managing.settings_page import GROUPS
from intake.console.roles import Role
from intake.words import LANGUAGES, words
from tests.console.office import Console, Office
from tests.journey.calling import Calling, calling_for

SHE = "+8613800138000"
HOURS = "managing/settings/callback_hours"
LUNCH_TOO = {"value": "09:00-20:00", "reason": "中午也有人接"}
WRONG = {
    "calling_hours": "20:00-09:00",
    "duration": "soon",
    "flag": "perhaps",
    "positive": "0",
    "rate": "nan",
    "ring": "1s",
    "destinations": "+999:mobile",
}


@pytest.fixture
def calling(console_url: str, tmp_path: Path) -> Iterator[Calling]:
    """A hotline that calls, at Monday noon, with a callback that waits for 14:00."""
    with calling_for(console_url, tmp_path, "twilio") as made:
        call = made.desk.phone(SHE).dial()
        call.press("1")
        call.press("3#")
        call.hang_up()
        made.network.settle()
        made.go_to("2026-11-09", "12:30")
        made.run()
        assert made.due() == "11-09 14:00"
        yield made


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def previewed(manager: Console, path: str, form: dict[str, Any]) -> str:
    seen = hidden(manager.get(path).text, "seen")
    answer = manager.post(path, form | {"seen": seen})
    assert answer.status_code == 200, answer.text
    return answer.text


def saved(manager: Console, path: str, form: dict[str, Any]) -> None:
    page = previewed(manager, path, form)
    kept = {name: hidden(page, name) for name in ("seen", "previewed")}
    assert manager.post(path, form | kept).status_code == 303


def rows(office: Office, *columns: Any) -> list[tuple[Any, ...]]:
    with office.desk.services.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]


def test_a_change_is_seen_first_and_then_moves_the_call_that_waits_without_a_restart(
    calling: Calling,
) -> None:
    office = Office(calling.desk)
    manager = office.as_role(Role.ADMINISTRATOR)
    page = previewed(manager, HOURS, LUNCH_TOO)
    assert "1 个等待中的回拨" in page
    assert "1 个提前" in page
    assert "14:00 → " in page
    assert rows(office, PolicyValueRow.value) == [], "nothing is kept before it was seen"
    calling.run()
    assert calling.due() == "11-09 14:00"
    saved(manager, HOURS, LUNCH_TOO)
    calling.ring(SHE)
    assert calling.dialer.placing.line.ring.total_seconds() == 45
    assert [row[1] for row in rows(office, PolicyValueRow.id, PolicyValueRow.value)] == ["09:00-20:00"]


def test_the_change_is_written_down_with_both_values_and_why(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    saved(manager, HOURS, LUNCH_TOO)
    assert rows(office, AccessRow.what, AccessRow.reason) == [
        (
            "policy_changed",
            "callback_hours: 09:00-12:00,14:00-20:00 → 09:00-20:00. 中午也有人接",
        )
    ]
    listed = manager.get("managing/settings").text
    assert "由韩冰设置" in listed
    assert "09:00-20:00" in listed


def test_an_earlier_value_comes_back_from_the_history(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    saved(manager, HOURS, LUNCH_TOO)
    saved(manager, HOURS, {"value": "10:00-11:00", "reason": "少打扰"})
    page = manager.get(HOURS).text
    assert "少打扰" in page
    assert "back=1" in page
    back = manager.get(f"{HOURS}?back=1").text
    assert 'value="09:00-20:00"' in back
    default = manager.get(f"{HOURS}?back=default").text
    assert 'value="09:00-12:00,14:00-20:00"' in default
    saved(manager, HOURS, {"value": "09:00-12:00,14:00-20:00", "reason": "照旧"})
    assert [row[1] for row in rows(office, PolicyValueRow.id, PolicyValueRow.value)][-1] is None


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("name", SETTABLE)
def test_what_can_not_be_read_is_told_beside_the_field(office: Office, name: str, language: str) -> None:
    manager = office.as_role(Role.ADMINISTRATOR, language=language)
    path = f"managing/settings/{name}"
    answer = manager.post(path, {"value": WRONG[kind_of(name)], "reason": "x", "seen": "0"})
    assert answer.status_code == 422
    assert 'id="value-error"' in answer.text
    told = words(language)(f"console.policy.error_{kind_of(name)}", example="%%").partition("%%")[0]
    assert told.strip() in unescape(answer.text)
    assert rows(office, PolicyValueRow.id) == []


def test_a_change_needs_a_reason_and_has_to_be_one(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    silent = manager.post(HOURS, LUNCH_TOO | {"reason": " ", "previewed": "09:00-20:00", "seen": "0"})
    assert silent.status_code == 422
    assert 'id="reason-error"' in silent.text
    same = manager.post(HOURS, {"value": "09:00-12:00, 14:00-20:00", "reason": "x", "seen": "0"})
    assert same.status_code == 422
    assert 'id="value-error"' in same.text


def test_of_two_who_change_the_same_the_second_is_told(office: Office) -> None:
    first, second = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.ADMINISTRATOR)
    other = {"value": "10:00-11:00", "reason": "少打扰"}
    saved(first, HOURS, LUNCH_TOO)
    answer = second.post(HOURS, other | {"previewed": "10:00-11:00", "seen": "0"})
    assert answer.status_code == 422
    assert "有别人改过" in answer.text
    assert len(rows(office, PolicyValueRow.id)) == 1
    saved(second, HOURS, other)


def test_what_is_fixed_where_the_hotline_is_started_is_said_and_not_changed(office: Office) -> None:
    services = office.desk.services
    fixed = InForce(services.settings, {"callback_hours"})
    office.desk = replace(office.desk, services=replace(services, in_force=fixed))
    office.desk = replace(office.desk, app=create_app(services=office.desk.services))
    manager = office.as_role(Role.ADMINISTRATOR)
    page = manager.get(HOURS).text
    assert "HOTLINE_CALLBACK_HOURS" in page
    assert 'name="value"' not in page
    assert manager.post(HOURS, LUNCH_TOO | {"previewed": "09:00-20:00", "seen": "0"}).status_code == 409
    assert "在启动处固定" in manager.get("managing/settings").text


def test_policy_is_for_those_who_administer_all_halls_with_a_fresh_password(office: Office) -> None:
    whole = LUNCH_TOO | {"previewed": "09:00-20:00", "seen": "0"}
    of_one = office.as_role(Role.ADMINISTRATOR, hall_id=1)
    assert of_one.get(HOURS).status_code == 403
    assert of_one.post(HOURS, whole).status_code == 403
    assert HOURS not in of_one.get("managing/settings").text
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert office.as_role(role).post(HOURS, whole).status_code == 403
    manager = office.as_role(Role.ADMINISTRATOR)
    assert manager.get("managing/settings/demo").status_code == 404
    office.desk.clock.advance(minutes=11)
    assert "/confirm" in manager.post(HOURS, whole).headers["Location"]
    assert rows(office, PolicyValueRow.id) == []


def test_the_preview_counts_no_callback_of_a_case_about_oneself(calling: Calling) -> None:
    manager = Office(calling.desk).as_role(Role.ADMINISTRATOR, staff_no="1001")
    assert "现在没有等待中的回拨" in previewed(manager, HOURS, LUNCH_TOO)


def test_all_that_can_be_set_is_listed() -> None:
    assert set(SETTABLE) <= {name for group in GROUPS.values() for name in group}
