"""Who gets in, how often one may try, and when a session is over."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from intake.console.accounts import set_totp
from intake.console.model import LoginAttemptRow, SessionRow
from intake.console.passwords import COLUMN
from intake.console.roles import Role
from intake.console.sessions import ABSOLUTE, IDLE
from tests.console.office import PASSWORD, Office

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)


@BOTH
def test_login_and_password_lead_to_the_page_that_was_asked_for(office: Office) -> None:
    _, login = office.hire(Role.OPERATOR)
    console = office.browser()
    sent_away = console.get("account?from=here")
    assert sent_away.status_code == 303
    assert sent_away.location == "/console/login?next=/console/account?from%3Dhere"
    entered = console.post(
        "login", {"login": f" {login.upper()} ", "password": PASSWORD, "next": "/console/account"}
    )
    assert (entered.status_code, entered.location) == (303, "/console/account")
    assert console.get("account").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/console/\\evil", "/phone", "javascript:alert(1)"],
)
def test_nobody_is_led_out_of_the_console(office: Office, address: str) -> None:
    _, login = office.hire(Role.OPERATOR)
    entered = office.browser().post("login", {"login": login, "password": PASSWORD, "next": address})
    assert entered.location == "/console/"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(office: Office) -> None:
    _, login = office.hire(Role.OPERATOR)
    console = office.browser()
    wrong, unknown = (
        console.post("login", {"login": name, "password": "something else"}) for name in (login, "nobody")
    )
    assert wrong.status_code == unknown.status_code == 403
    assert without_tokens(wrong.text) == without_tokens(unknown.text)


@BOTH
def test_after_five_failures_one_waits_ever_longer_whether_or_not_the_login_exists(office: Office) -> None:
    _, login = office.hire(Role.OPERATOR)
    console, clock = office.browser(), office.desk.clock
    for name in (login, "nobody"):
        answers = [console.post("login", {"login": name, "password": "no"}).status_code for _ in range(6)]
        assert answers == [403] * 5 + [429]
    assert console.post("login", {"login": login, "password": PASSWORD}).status_code == 429
    clock.advance(seconds=31)
    assert console.post("login", {"login": login, "password": "no"}).status_code == 403
    clock.advance(seconds=31)
    assert console.post("login", {"login": login, "password": PASSWORD}).status_code == 429
    clock.advance(seconds=30)
    assert console.post("login", {"login": login, "password": PASSWORD}).status_code == 303


def test_tries_hold_neither_login_nor_address(office: Office) -> None:
    office.browser().post("login", {"login": "someone", "password": "no"})
    with office.desk.services.database.read() as connection:
        (row,) = connection.execute(select(LoginAttemptRow)).all()
    assert "someone" not in str(row)
    assert "127.0.0.1" not in str(row)


def test_the_session_changes_with_the_login(office: Office) -> None:
    _, login = office.hire(Role.OPERATOR)
    console = office.browser()
    token = console.token()
    console.post("login", {"login": login, "password": PASSWORD})
    refused = console.client.post(
        "/console/account/language", data={"csrf_token": token, "language": "en"}, base_url=office.url
    )
    assert refused.status_code == 400


def test_a_session_ends_after_an_hour_without_a_deed(office: Office) -> None:
    console, clock = office.as_role(Role.OPERATOR), office.desk.clock
    for _ in range(3):
        clock.advance(seconds=IDLE.total_seconds() - 1)
        assert console.get("account").status_code == 200
    clock.advance(seconds=IDLE.total_seconds() + 1)
    assert console.get("account").status_code == 303


def test_what_a_page_fetches_by_itself_keeps_nobody_logged_in(office: Office) -> None:
    console, clock = office.as_role(Role.OPERATOR), office.desk.clock
    for _ in range(7):
        clock.advance(minutes=10)
        last = console.get("account", headers={"X-Live": "1", "HX-Request": "true"})
    assert last.headers["HX-Redirect"].startswith("/console/login")


def test_a_session_ends_after_a_shift_however_busy(office: Office) -> None:
    console, clock = office.as_role(Role.OPERATOR), office.desk.clock
    until = clock.now + ABSOLUTE
    while clock.now + timedelta(minutes=30) < until:
        clock.advance(minutes=30)
        assert console.get("account").status_code == 200
    clock.advance(minutes=31)
    assert console.get("account").status_code == 303


def test_logging_out_ends_the_session_also_for_a_copied_cookie(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    cookie = console.client.get_cookie("__Host-hotline", domain="hotline.example")
    assert cookie is not None
    assert console.post("logout").location == "/console/login"
    console.client.set_cookie("__Host-hotline", cookie.value, domain="hotline.example", secure=True, path="/")
    assert console.get("account").status_code == 303
    with office.desk.services.database.read() as connection:
        (row,) = connection.execute(select(SessionRow)).all()
    assert row.token_hash not in cookie.value


def test_a_new_password_ends_every_other_session(office: Office) -> None:
    console = office.as_role(Role.OPERATOR, login="ling")
    other = office.browser()
    other.post("login", {"login": "ling", "password": PASSWORD})
    assert other.get("account").status_code == 200
    office.desk.clock.advance(seconds=5)
    changed = console.post("account/password", {"new": "a much longer thing to say"})
    assert changed.status_code == 303
    assert console.get("account").status_code == 200
    assert other.get("account").status_code == 303


@pytest.mark.parametrize("password", ["short", "ling12345678", "aaaaaaaaaaaaaa", "x" * 200])
def test_a_password_that_is_easily_guessed_is_refused(office: Office, password: str) -> None:
    console = office.as_role(Role.OPERATOR, login="ling")
    assert console.post("account/password", {"new": password}).status_code == 422


def test_a_deed_that_needs_a_fresh_login_asks_for_the_password(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    office.desk.clock.advance(minutes=11)
    sent = console.get("account/codes")
    assert sent.location == "/console/confirm?next=/console/account/codes"
    wrong = console.post("confirm", {"password": "no", "next": "/console/account/codes"})
    assert wrong.status_code == 403
    right = console.post("confirm", {"password": PASSWORD, "next": "/console/account/codes"})
    assert right.location == "/console/account/codes"
    assert console.get("account/codes").status_code == 200


@BOTH
def test_a_one_time_code_is_asked_for_and_counts_once(office: Office) -> None:
    account_id, login = office.hire(Role.OPERATOR)
    services, key = office.desk.services, pyotp.random_base32()
    with services.database.write() as connection:
        set_totp(connection, account_id, services.sealer.seal(key, COLUMN))
    code = pyotp.TOTP(key).at(services.clock())
    for expected in (303, 403):
        console = office.browser()
        given = console.post("login", {"login": login, "password": PASSWORD})
        assert given.location.startswith("/console/login/code")
        assert console.get("account").status_code == 303
        assert console.post("login/code", {"code": f"{code[:3]} {code[3:]}"}).status_code == expected
        assert console.get("account").status_code == (200 if expected == 303 else 303)


def test_one_time_codes_are_set_up_and_given_up_by_their_owner(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    page = console.get("account/codes").text
    key = "".join(page.partition("<code>")[2].partition("</code>")[0].split())
    assert console.post("account/codes", {"code": "000000"}).status_code == 422
    code = pyotp.TOTP(key).at(office.desk.services.clock())
    assert console.post("account/codes", {"code": code}).status_code == 303
    again = office.browser().post("login", {"login": console.login, "password": PASSWORD})
    assert again.location.startswith("/console/login/code")
    console.post("account/codes/end")
    again = office.browser().post("login", {"login": console.login, "password": PASSWORD})
    assert again.location == "/console/"


def test_the_login_page_speaks_both_languages_and_remembers_which(office: Office) -> None:
    console = office.browser()
    assert "<h1>登录</h1>" in console.get("login").text
    assert "<h1>Log in</h1>" in console.get("login?language=en").text
    assert "<h1>Log in</h1>" in console.get("login").text


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf" not in line)
