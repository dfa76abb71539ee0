"""Accounts managed in the console: made, changed, disabled, and written down."""

import re
from typing import Any

from sqlalchemy import select

from intake.console.accounts import Account, find_account
from intake.console.case_tables import AccessRow
from intake.console.roles import Right, Role, rights_of
from intake.directory.model import HallRow
from tests.console.office import PASSWORD, Console, Office

MADE = re.compile(r'id="made">([^<]+)<')
NEW = {"login": "Su.Qing", "name": "苏晴", "roles": ["operator", "auditor"], "language": "en", "hall": ""}


def account(office: Office, login: str) -> Account:
    with office.desk.services.database.read() as connection:
        found = find_account(connection, login)
    assert found, login
    return found


def written(office: Office) -> list[tuple[int, str, str]]:
    with office.desk.services.database.read() as connection:
        query = select(AccessRow.account_id, AccessRow.what, AccessRow.reason).order_by(AccessRow.id)
        return [(row.account_id, row.what, row.reason) for row in connection.execute(query)]


def form_of(found: Account, **changes: Any) -> dict[str, Any]:
    """The form as the page shows it."""
    profile = found.profile
    kept: dict[str, Any] = {
        "name": profile.name, "roles": [role.value for role in profile.roles], "language": profile.language,
        "hall": str(profile.hall_id or ""), "staff_no": profile.staff_no or "",
        "is_active": "yes" if found.is_active else "",
    }  # fmt: skip
    return kept | changes


def logs_in(office: Office, login: str, password: str) -> bool:
    return office.browser().post("login", {"login": login, "password": password}).status_code == 303


def hall_id(office: Office) -> int:
    with office.desk.services.database.read() as connection:
        return int(connection.execute(select(HallRow.id)).scalars().first() or 0)


def test_a_new_account_gets_a_password_that_is_shown_once(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    made = manager.post("managing/users/new", NEW)
    password = MADE.search(made.text)
    assert password
    assert made.headers["Cache-Control"] == "no-store"
    assert logs_in(office, "su.qing", password[1])
    assert password[1] not in manager.get("managing/users").text
    assert account(office, "su.qing").profile.roles == {Role.OPERATOR, Role.AUDITOR}
    told = "su.qing: roles=operator,auditor hall=all staff_no=- language=en"
    assert written(office) == [(manager.account_id, "account_added", told)]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR, login="han.bing")
    wrong = {"login": "han.bing", "name": "", "roles": [], "language": "xx", "hall": "999"}
    answer = manager.post("managing/users/new", wrong)
    assert answer.status_code == 422
    for field in ("login", "name", "roles", "language", "hall"):
        assert f'id="{field}-error"' in answer.text
    summary = answer.text.partition('id="faults"')[2].partition("</ul>")[0]
    led = ["login", "name", "roles-operator", "hall", "language-zh"]
    assert re.findall(r'href="#([\w-]+)"', summary) == led, "each fault, in the order of the fields"
    for place in led:
        assert f'id="{place}"' in answer.text
    taken = manager.post("managing/users/new", NEW | {"login": "Han.Bing"})
    assert taken.status_code == 422
    assert 'id="login-error"' in taken.text
    assert written(office) == []


def test_roles_hall_staff_number_and_language_are_changed_and_the_change_is_written_down(
    office: Office,
) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    number, login = office.hire(Role.OPERATOR)
    hall = hall_id(office)
    changes = {"roles": ["supervisor"], "hall": str(hall), "staff_no": "1003", "language": "en"}
    sent = form_of(account(office, login), **changes)
    assert manager.post(f"managing/users/{number}", sent).status_code == 303
    profile = account(office, login).profile
    assert profile.roles == {Role.SUPERVISOR}
    assert (profile.hall_id, profile.staff_no) == (hall, "1003")
    told = f"{login}: roles=supervisor hall={hall} staff_no=1003 language=en"
    assert written(office) == [(manager.account_id, "account_changed", told)]
    assert manager.post(f"managing/users/{number}", sent).status_code == 303
    assert len(written(office)) == 1, "nothing changed, nothing to write down"


def test_who_is_disabled_is_out_at_the_next_click(office: Office) -> None:
    manager, operator = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.OPERATOR)
    assert operator.get("queue").status_code == 200
    sent = form_of(account(office, operator.login), is_active="")
    manager.post(f"managing/users/{operator.account_id}", sent)
    assert operator.get("queue").status_code == 303
    assert not logs_in(office, operator.login, PASSWORD)
    assert written(office)[-1][2] == f"{operator.login}: disabled"


def test_a_reset_password_ends_every_session_and_the_old_password(office: Office) -> None:
    manager, operator = office.as_role(Role.ADMINISTRATOR), office.as_role(Role.OPERATOR)
    office.desk.clock.advance(seconds=1)
    made = MADE.search(manager.post(f"managing/users/{operator.account_id}/password").text)
    assert made
    assert operator.get("queue").status_code == 303
    assert not logs_in(office, operator.login, PASSWORD)
    assert logs_in(office, operator.login, made[1])
    assert made[1] not in str(written(office))


def test_the_last_administrator_stays_one_until_there_is_another(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    found = account(office, manager.login)
    page = f"managing/users/{manager.account_id}"
    for sent in (form_of(found, roles=["operator"]), form_of(found, is_active="")):
        answer = manager.post(page, sent)
        assert answer.status_code == 422
        assert "最后一个管理员" in answer.text or 'id="roles-error"' in answer.text
    assert account(office, manager.login) == found
    office.hire(Role.ADMINISTRATOR)
    assert manager.post(page, form_of(found, roles=["operator"])).status_code == 303
    assert manager.get("managing/users").status_code == 403


def test_nobody_takes_away_the_staff_number_that_hides_complaints_about_them(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR, staff_no="1003")
    found = account(office, manager.login)
    page = f"managing/users/{manager.account_id}"
    for other in ("", "1002"):
        answer = manager.post(page, form_of(found, staff_no=other))
        assert answer.status_code == 422
        assert 'id="staff_no-error"' in answer.text
    assert account(office, manager.login).profile.staff_no == "1003"


def test_whoever_administers_one_hall_has_to_do_with_its_people_only(office: Office) -> None:
    hall = hall_id(office)
    of_all, login_of_all = office.hire(Role.OPERATOR, name="全厅")
    office.hire(Role.OPERATOR, name="本厅", hall_id=hall)
    manager = office.as_role(Role.ADMINISTRATOR, hall_id=hall)
    listed = manager.get("managing/users").text
    assert "本厅" in listed
    assert "全厅" not in listed
    assert manager.get(f"managing/users/{of_all}").status_code == 404
    sent = form_of(account(office, login_of_all))
    assert manager.post(f"managing/users/{of_all}", sent).status_code == 404
    assert manager.post(f"managing/users/{of_all}/password").status_code == 404
    assert manager.post("managing/users/new", NEW).status_code == 422, "an account for all halls"
    assert manager.post("managing/users/new", NEW | {"hall": str(hall)}).status_code == 200


def test_a_change_wants_the_password_given_within_ten_minutes(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    number, login = office.hire(Role.OPERATOR)
    office.desk.clock.advance(minutes=11)
    pages = ("managing/users/new", f"managing/users/{number}")
    answers = [manager.get(page) for page in pages]
    answers += [manager.post(page, NEW) for page in (*pages, f"managing/users/{number}/password")]
    assert {(one.status_code, "/confirm" in one.headers["Location"]) for one in answers} == {(303, True)}
    assert account(office, login).profile.roles == {Role.OPERATOR}
    assert manager.get("managing/users").status_code == 200, "looking is no change"


def test_administration_is_for_administrators(office: Office) -> None:
    for role in Role:
        someone: Console = office.as_role(role)
        expected = 200 if Right.ADMINISTER in rights_of([role]) else 403
        assert someone.get("managing/users").status_code == expected
        assert someone.get("managing/users/new").status_code == expected
