"""One-time codes: a picture to scan, and the way back in for whoever has lost their phone."""

import re
from typing import Any

import pyotp
from sqlalchemy import select

from intake.console.accounts import set_totp
from intake.console.case_tables import AccessRow
from intake.console.passwords import COLUMN
from intake.console.roles import Role
from tests.console.office import PASSWORD, Office
from tests.console.test_summary import hall_of


def with_codes(office: Office, **profile: Any) -> tuple[int, str]:
    """Somebody whose account asks for codes: id and login."""
    account_id, login = office.hire(Role.OPERATOR, **profile)
    services = office.desk.services
    with services.database.write() as connection:
        set_totp(connection, account_id, services.sealer.seal(pyotp.random_base32(), COLUMN))
    return account_id, login


def asks_for_a_code(office: Office, login: str) -> bool:
    given = office.browser().post("login", {"login": login, "password": PASSWORD})
    return bool(re.match(r"/console/login/code", given.location))


def test_the_key_is_shown_as_a_picture_kept_nowhere_and_without_a_style(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    assert console.get("account/codes.svg").status_code == 404  # nothing is being set up
    assert 'src="/console/account/codes.svg"' in console.get("account/codes").text
    picture = console.get("account/codes.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    assert "style" not in picture.text
    assert picture.text == console.get("account/codes.svg").text
    assert picture.text != office.as_role(Role.OPERATOR).get("account/codes").text


def test_an_administrator_turns_the_codes_of_somebody_off_and_that_is_written_down(office: Office) -> None:
    account_id, login = with_codes(office)
    assert asks_for_a_code(office, login)
    console = office.as_role(Role.ADMINISTRATOR)
    assert (
        f"/console/managing/users/{account_id}/codes/end" in console.get(f"managing/users/{account_id}").text
    )
    for _ in range(2):  # once is noted, twice is nothing more
        assert console.post(f"managing/users/{account_id}/codes/end").status_code == 303
    assert not asks_for_a_code(office, login)
    with office.desk.services.database.read() as connection:
        noted = connection.execute(select(AccessRow.what, AccessRow.reason, AccessRow.account_id)).all()
    assert noted == [("account_codes_ended", login, console.account_id)]


def test_only_with_the_right_a_fresh_login_and_in_ones_own_hall(office: Office) -> None:
    account_id, login = with_codes(office)
    address = f"managing/users/{account_id}/codes/end"
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert office.as_role(role).post(address).status_code == 403
    assert office.as_role(Role.ADMINISTRATOR, hall_id=hall_of(office)).post(address).status_code == 404
    console = office.as_role(Role.ADMINISTRATOR)
    office.desk.clock.advance(minutes=11)
    assert "/console/confirm" in console.post(address).location
    assert asks_for_a_code(office, login)
