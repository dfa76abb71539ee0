"""A television on the wall: it shows the board with nobody logged in, and opens nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from intake.console.walls.model import WallRow
from tests.console.office import Console, Office
from tests.console.test_summary import hall_of
from tests.console.waiting import a_doubtful_case

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
CODE = re.compile(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>")
ASKED = {"name": "东门电视", "hall": "", "days": "400", "language": "zh"}


def code_for(console: Console, **changes: str) -> str:
    page = console.post("walls", ASKED | changes)
    found = CODE.search(page.text)
    assert found, page.text
    return found[1]


def television(office: Office, code: str) -> Console:
    screen = office.browser()
    entered = screen.client.post(
        "/console/wall", data={"csrf_token": screen.token(), "code": code}, base_url=office.url
    )
    assert entered.status_code == 303, entered.text
    assert entered.location == "/console/wall/board?wall=1"
    return screen


def tries(office: Office, code: str, **values: Any) -> int:
    screen = office.browser()
    data = {"csrf_token": screen.token(), "code": code}
    return screen.client.post("/console/wall", data=data, base_url=office.url, **values).status_code


@BOTH
def test_a_television_shows_the_board_without_navigation_or_people(office: Office) -> None:
    a_doubtful_case(office.desk)
    screen = television(office, code_for(office.as_role(Role.SUPERVISOR)))
    page = screen.get("wall/board?wall=1")
    assert page.status_code == 200
    assert "全部大厅" in page.text
    assert "今日" in page.text
    assert "<nav" not in page.text
    for hidden in ("queue", "1001", "1002", "陈", "罗文", "8000"):
        assert hidden not in re.sub(r"csrf.*?>|v=\w+", "", page.text), hidden
    assert screen.get("wall/board/live").status_code == 200
    assert screen.get("wall").location == "/console/wall/board?wall=1"


def test_it_opens_nothing_else(office: Office) -> None:
    screen = television(office, code_for(office.as_role(Role.ADMINISTRATOR)))
    closed = (
        "board",
        "queue",
        "search",
        "reports",
        "quality",
        "summaries",
        "walls",
        "account",
        "managing/users",
    )
    for path in (*closed, "board/live", ""):
        sent = screen.get(path)
        assert sent.status_code == 303, path
        assert "/console/login" in sent.location, path


def test_its_cookie_is_bound_to_the_host_and_hidden_from_scripts(office: Office) -> None:
    code, screen = code_for(office.as_role(Role.SUPERVISOR)), office.browser()
    data = {"csrf_token": screen.token(), "code": code}
    entered = screen.client.post("/console/wall", data=data, base_url=office.url)
    (cookie,) = (one for one in entered.headers.getlist("Set-Cookie") if "wall" in one)
    assert cookie.startswith("__Host-hotline-wall=")
    for said in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", f"Max-Age={400 * 86400}"):
        assert said in cookie
    assert "Domain" not in cookie
    assert code not in entered.headers["Location"]


def test_a_code_is_good_once_and_for_half_an_hour(office: Office) -> None:
    console = office.as_role(Role.SUPERVISOR)
    code = code_for(console)
    assert tries(office, code.upper().replace("-", " ")) == 303, "as people type it"
    assert tries(office, code) == 403
    late = code_for(console)
    office.desk.clock.advance(minutes=31)
    assert tries(office, late) == 403
    assert tries(office, "") == 403


def test_guessing_from_one_address_is_slowed_down(office: Office) -> None:
    code = code_for(office.as_role(Role.SUPERVISOR))
    there = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    for _ in range(6):
        assert tries(office, "aaaaa-bbbbb", **there) == 403
    assert tries(office, code, **there) == 403
    assert tries(office, code) == 303, "from elsewhere"


def test_a_revoked_screen_and_one_whose_time_is_up_show_nothing(office: Office) -> None:
    console = office.as_role(Role.SUPERVISOR)
    first, second = (television(office, code_for(console, days=days)) for days in ("10", "30"))
    assert console.post("walls/2/revoke").status_code == 303
    assert second.get("wall/board").location == "/console/wall"
    assert first.get("wall/board").status_code == 200
    live = first.get("wall/board/live", headers={"HX-Request": "true"})
    assert "HX-Redirect" not in live.headers
    office.desk.clock.advance(days=10)
    gone = first.get("wall/board/live", headers={"HX-Request": "true"})
    assert gone.headers["HX-Redirect"] == "/console/wall"


def test_a_new_code_moves_a_screen_to_another_television(office: Office) -> None:
    console = office.as_role(Role.SUPERVISOR)
    old = television(office, code_for(console))
    found = CODE.search(console.post("walls/1/code").text)
    assert found
    assert old.get("wall/board").status_code == 200, "until the code is typed"
    new = television(office, found[1])
    assert new.get("wall/board").status_code == 200
    assert old.get("wall/board").location == "/console/wall"


def test_only_with_the_right_a_fresh_login_and_for_ones_own_hall(office: Office) -> None:
    for role in set(Role) - {Role.SUPERVISOR, Role.ADMINISTRATOR}:
        assert office.as_role(role).get("walls").status_code == 403
        assert office.as_role(role).post("walls", ASKED).status_code == 403
    everywhere, hall_id = office.as_role(Role.SUPERVISOR), hall_of(office)
    code_for(everywhere)
    own = office.as_role(Role.SUPERVISOR, hall_id=hall_id)
    assert "东门电视" not in own.get("walls").text
    assert own.post("walls", ASKED).status_code == 422
    assert own.post("walls/1/revoke").status_code == 404
    code_for(own, hall=str(hall_id))
    assert "东门电视" in own.get("walls").text
    office.desk.clock.advance(minutes=11)
    assert "/console/confirm" in everywhere.post("walls", ASKED).location
    assert "/console/confirm" in everywhere.post("walls/1/revoke").location


@pytest.mark.parametrize(
    "changes", [{"days": "401"}, {"days": "0"}, {"days": "x"}, {"name": " "}, {"language": "xx"}]
)
def test_what_cant_be_is_told_at_its_field(office: Office, changes: dict[str, str]) -> None:
    page = office.as_role(Role.SUPERVISOR).post("walls", ASKED | changes)
    assert page.status_code == 422
    assert f'id="{next(iter(changes))}-error"' in page.text


def test_what_concerns_staff_with_an_account_is_not_counted_on_a_wall(office: Office) -> None:
    a_doubtful_case(office.desk)  # 1002 was named, 1001 was there
    console = office.as_role(Role.SUPERVISOR)
    shown = television(office, code_for(console)).get("wall/board/live").text
    office.hire(Role.OPERATOR, staff_no="1002")
    hidden = television(office, code_for(console)).get("wall/board/live").text
    first = re.compile(r"<dd[^>]*>\s*(?:<a[^>]*>)?\s*(?:<span[^>]*>)?(\d+)")
    assert (first.findall(shown)[0], first.findall(hidden)[0]) == ("1", "0")


def test_making_and_revoking_are_written_down_and_secrets_are_kept_as_hashes(office: Office) -> None:
    console = office.as_role(Role.SUPERVISOR)
    code = code_for(console)
    console.post("walls/1/revoke")
    console.post("walls/1/revoke")
    with office.desk.services.database.read() as connection:
        noted = connection.execute(select(AccessRow.what, AccessRow.reason).order_by(AccessRow.id)).all()
        row = connection.execute(select(*WallRow.__table__.c)).one()
    assert noted == [("wall_made", "wall=1 hall=all days=400"), ("wall_revoked", "wall=1")]
    assert code.replace("-", "") not in str(row)
    assert row.ends_at - row.made_at == timedelta(days=400)
