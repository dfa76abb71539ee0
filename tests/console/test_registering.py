"""Registering by hand: by whoever wrote it down, with the rule beside it, once, in one transaction."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from intake.cases.model import ComplaintRow
from intake.cases.privacy import CALLER_COLUMN, NAME_COLUMN
from intake.console.roles import Role
from tests.console.office import Console, Office

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
AsRole = Callable[..., Console]
FULL = "3号窗口的陈明态度很差，工号1001，上周五下午办养老保险时不理人。"
WINDOW_ONLY = "上周五下午3号窗口的人不理我，一直看手机。"
TOKEN = re.compile(r'name="token" value="([\w-]+)"')


def form(console: Console, **given: Any) -> dict[str, Any]:
    found = TOKEN.search(console.get("register").text)
    assert found
    return {"channel": "walk_in", "statement": FULL, "token": found[1], "do": "save"} | given


def row_of(office: Office, case_no: str) -> Any:
    with office.desk.services.database.read() as connection:
        return connection.execute(select(ComplaintRow).where(ComplaintRow.case_no == case_no)).one()


def registered(console: Console, **given: Any) -> str:
    answer = console.post("register", form(console, **given))
    assert answer.status_code == 303, answer.text
    found = re.search(r"done=(\d{9})", answer.headers["Location"])
    assert found
    return found[1]


@BOTH
def test_what_the_rule_pins_is_pinned_and_no_call_is_made(console: Console, office: Office) -> None:
    case_no = registered(console, phone="13800138000")
    case = row_of(office, case_no)
    assert (case.status, case.window, case.staff_no, case.attribution) == ("pinned", "3", "1001", "exact")
    assert case.registered_by == console.account_id
    assert office.desk.pending_callbacks() == 0


@BOTH
def test_a_missing_person_with_a_number_starts_a_callback_by_itself(console: Console, office: Office) -> None:
    case = row_of(office, registered(console, statement=WINDOW_ONLY, phone="028-8612 3456"))
    assert (case.status, case.staff_no, case.attribution) == ("identifying", None, "candidate")
    assert office.desk.pending_callbacks() == 1
    assert office.desk.services.sealer.open(case.caller_sealed, CALLER_COLUMN) == "+862886123456"


@BOTH
def test_without_a_number_what_is_missing_goes_to_review(console: Console, office: Office) -> None:
    assert row_of(office, registered(console, statement=WINDOW_ONLY)).status == "in_review"
    assert office.desk.pending_callbacks() == 0


@BOTH
def test_whoever_is_picked_is_pinned_by_the_operator(console: Console, office: Office) -> None:
    case = row_of(office, registered(console, statement=WINDOW_ONLY, phone="13800138000", pick="1001"))
    assert (case.status, case.staff_no, case.window) == ("pinned", "1001", "3")
    assert (case.decision["source"], case.decision["by"]) == ("operator", console.login)
    assert office.desk.pending_callbacks() == 0


def test_somebody_else_is_picked_by_number_or_name_and_window(console: Console, office: Office) -> None:
    case_no = registered(console, statement=WINDOW_ONLY, pick="other", person="周海", window="B05")
    assert (row_of(office, case_no).staff_no, row_of(office, case_no).window) == ("1021", "B05")


def test_nobody_is_registered_who_was_not_there(console: Console, office: Office) -> None:
    sent = form(console, statement=WINDOW_ONLY, pick="other", person="1099", window="3")
    answer = console.post("register", sent)
    assert answer.status_code == 422
    assert WINDOW_ONLY in answer.text
    assert office.desk.cases() == []


def test_both_clocks_and_the_other_number_are_kept_and_days_count_from_the_letter(
    console: Console, office: Office
) -> None:
    given = {"channel": "hotline_12345", "external_no": "gd20261030001", "received": "2026-10-30T16:00"}
    case = row_of(office, registered(console, statement="昨天上午3号窗口的人骂人", **given))
    assert case.external_no == "GD20261030001"
    assert case.external_received_at == datetime(2026, 10, 30, 8, 0, tzinfo=UTC)
    assert case.received_at == office.desk.clock.now
    assert (case.event_first.isoformat(), case.event_part) == ("2026-10-29", "am")


@BOTH
def test_a_form_that_is_sent_twice_makes_one_case(console: Console, office: Office) -> None:
    sent = form(console)
    first, second = console.post("register", sent), console.post("register", sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(office.desk.cases()) == 1


@BOTH
def test_a_number_that_has_a_case_is_shown_and_joined(console: Console, office: Office) -> None:
    given = {"channel": "hotline_12345", "external_no": "GD1-2026"}
    case_no = registered(console, statement=WINDOW_ONLY, phone="13800138000", **given)
    again = form(console, statement="那个人的工号是1001", **given)
    answer = console.post("register", again)
    assert answer.status_code == 422
    assert case_no in answer.text
    joined = console.post("register/join", again | {"case_no": case_no})
    assert joined.status_code == 303
    assert case_no in joined.headers["Location"]
    case = row_of(office, case_no)
    assert (case.status, case.staff_no) == ("pinned", "1001")
    assert "工号是1001" in case.statement
    assert len(office.desk.cases()) == 1


def test_a_joined_case_gets_the_number_that_it_lacked(console: Console, office: Office) -> None:
    given = {"channel": "hotline_12345", "external_no": "GD2-2026"}
    case_no = registered(console, statement=WINDOW_ONLY, **given)
    again = form(console, statement="他还说让我去投诉", phone="13800138000", name="李某", **given)
    assert console.post("register/join", again | {"case_no": case_no}).status_code == 303
    case, sealer = row_of(office, case_no), office.desk.services.sealer
    assert case.caller_index == sealer.index("+8613800138000")
    assert case.caller_tail == sealer.tail("8000")
    assert sealer.open(case.complainant_sealed, NAME_COLUMN) == "李某"


def test_name_and_number_are_kept_sealed_and_confidence_is_marked(console: Console, office: Office) -> None:
    case = row_of(office, registered(console, name="欧阳慧", phone="13800138000", confidential="yes"))
    sealer = office.desk.services.sealer
    assert sealer.open(case.complainant_sealed, NAME_COLUMN) == "欧阳慧"
    assert case.caller_tail == sealer.tail("+8613800138000")
    assert "confidential" in case.flags


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "phone"}, "channel"),
        ({"statement": "  "}, "statement"),
        ({"statement": "长" * 5001}, "statement"),
        ({"phone": "12"}, "phone"),
        ({"received": "2027-01-01T10:00"}, "received"),
        ({"received": "gestern"}, "received"),
        ({"channel": "hotline_12345"}, "external_no"),
        ({"external_no": "<b>"}, "external_no"),
        ({"name": "名" * 65}, "name"),
    ],
)
def test_what_is_wrong_is_told_by_its_field_and_nothing_typed_is_lost(
    console: Console, office: Office, given: dict[str, str], field: str
) -> None:
    answer = console.post("register", form(console, name="李某", window="3") | given)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert office.desk.cases() == []
    if "name" not in given:
        assert 'value="李某"' in answer.text


def test_checking_shows_what_was_understood_and_saves_nothing(console: Console, office: Office) -> None:
    answer = console.post("register", form(console, statement=WINDOW_ONLY, do="check"))
    assert answer.status_code == 200
    assert "<mark>3号窗口</mark>" in answer.text
    assert 'id="pick-1001"' in answer.text
    assert office.desk.cases() == []
    part = console.post("register/understood", form(console))
    assert 'class="status good"' in part.text
    assert "<html" not in part.text


def test_cases_of_the_same_number_are_shown_beside(console: Console) -> None:
    case_no = registered(console, phone="13800138000")
    part = console.post("register/understood", form(console, statement="又来了", phone="138 0013 8000"))
    assert case_no in part.text


def test_a_case_that_concerns_whoever_registers_is_neither_shown_nor_decided_by_them(
    as_role: AsRole, office: Office, console: Console
) -> None:
    with office.desk.services.database.read() as connection:
        hall_id = connection.exec_driver_sql("SELECT id FROM hall").scalar_one()
    given = {"channel": "hotline_12345", "external_no": "GD3-2026", "phone": "13800138000"}
    hidden = registered(console, **given)
    concerned = as_role(Role.OPERATOR, hall_id=hall_id, staff_no="1001")
    part = concerned.post("register/understood", form(concerned, statement=WINDOW_ONLY, **given))
    assert hidden not in part.text
    refused = concerned.post("register", form(concerned, pick="1001", statement=WINDOW_ONLY))
    assert refused.status_code == 422
    join = form(concerned, **given) | {"case_no": hidden}
    assert concerned.post("register/join", join).status_code == 422


def test_only_who_may_register_finds_the_page(as_role: AsRole) -> None:
    assert as_role(Role.AUDITOR).get("register").status_code == 403
    assert as_role(Role.ADMINISTRATOR).post("register", {}).status_code == 403
