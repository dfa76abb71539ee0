"""A form that was sent too late for its password waits, and is done once the password is given."""

import io
import re
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from intake.cases.model import ComplaintRow
from intake.console import confirming, held
from intake.console.accounts import list_accounts
from intake.console.case_tables import AccessRow
from intake.console.held import HeldFile, HeldForm
from intake.console.model import HeldFormRow
from intake.console.roles import Role
from intake.prompts.model import PromptSoundRow
from intake.simulator.sound import tone
from tests.cast import HALL
from tests.console.office import PASSWORD, Console, Office

BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)
TEMPLATES = Path(held.__file__).parent / "templates" / "console"
MENU = "投诉请按1，评价请按2，查询请按3，人工请按0。英语请按9。"
NEW = {"login": "lin.yue", "name": "林玥", "roles": "operator", "language": "zh"}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def waiting_rows(office: Office) -> list[HeldFormRow]:
    with office.desk.services.database.read() as connection:
        return list(connection.execute(select(HeldFormRow)).all())  # type: ignore[arg-type]


def logins(office: Office) -> list[str]:
    with office.desk.services.database.read() as connection:
        return [one.login for one in list_accounts(connection)]


def late(office: Office, *roles: Role) -> Console:
    """Somebody whose password was given too long ago."""
    console = office.as_role(*(roles or (Role.ADMINISTRATOR,)))
    office.desk.clock.advance(minutes=11)
    return console


def asked(console: Console, sent: TestResponse) -> dict[str, str]:
    """The hidden fields of the page that asks for the password."""
    assert sent.status_code == 303
    assert sent.location.startswith("/console/confirm?held=")
    page = console.get(sent.location.removeprefix("/console/"))
    assert page.status_code == 200
    found = {name: unescape(text) for name, text in HIDDEN.findall(page.text)}
    return {name: text for name, text in found.items() if name != "csrf_token"}


def given(console: Console, hidden: dict[str, str], password: str = PASSWORD) -> TestResponse:
    """The password given; followed as a browser follows 307: the same form, to the address told."""
    form = hidden | {"password": password}
    answer = console.post("confirm", form)
    if answer.status_code != 307:
        return answer
    return console.post(answer.location.removeprefix("/console/"), form)


@BOTH
def test_what_was_typed_is_done_once_the_password_is_given_and_only_once(office: Office) -> None:
    console = late(office)
    hidden = asked(console, console.post("managing/users/new", NEW))
    assert "lin.yue" not in logins(office)
    wrong = given(console, hidden, "no")
    assert wrong.status_code == 403
    assert dict(HIDDEN.findall(wrong.text))["held"] == hidden["held"], "nor is it lost by a wrong password"
    done = given(console, hidden)
    assert done.status_code == 200
    assert "lin.yue" in logins(office)
    assert waiting_rows(office) == []
    again = console.post("managing/users/new", hidden | {"password": PASSWORD})
    assert (again.status_code, again.location) == (303, hidden["back"])
    assert "已经提交过" in console.get("account").text
    assert console.post("confirm", hidden | {"password": PASSWORD}).status_code == 303
    assert logins(office).count("lin.yue") == 1


def test_nothing_of_it_is_in_an_address_on_a_page_in_a_cookie_or_readable_in_the_database(
    office: Office,
) -> None:
    console = late(office)
    sent = console.post("managing/users/new", NEW)
    page = console.get(sent.location.removeprefix("/console/"))
    for told in (sent.location, sent.text, page.text, str(sent.headers), str(page.headers)):
        assert "lin.yue" not in told
        assert "林玥" not in told
    (row,) = waiting_rows(office)
    assert b"lin.yue" not in row.form_sealed
    assert "林玥".encode() not in row.form_sealed


def test_faults_come_after_the_password_with_what_was_typed(office: Office) -> None:
    console = late(office)
    answer = given(console, asked(console, console.post("managing/users/new", NEW | {"roles": ""})))
    assert answer.status_code == 422
    assert 'value="林玥"' in answer.text


def test_it_waits_for_its_own_account_for_its_own_address_and_for_an_hour(office: Office) -> None:
    console, other = late(office), office.as_role(Role.ADMINISTRATOR)
    hidden = asked(console, console.post("managing/users/new", NEW))
    assert other.get(f"confirm?held={hidden['held']}").location == "/console/"
    assert other.post("managing/users/new", hidden).status_code == 303
    elsewhere = console.post("confirm", hidden | {"password": PASSWORD})
    assert elsewhere.location == "/console/managing/users/new"
    assert console.post("managing/operation/switch", hidden).status_code == 303
    assert "lin.yue" not in logins(office)
    assert len(waiting_rows(office)) == 1, "nobody else's try takes it away"
    office.desk.clock.advance(minutes=61)
    services = office.desk.services
    with services.database.write() as connection:
        assert held.forget_old(connection, services.clock()) == 1


def test_without_the_token_of_the_session_nothing_is_taken_up(office: Office) -> None:
    console = late(office)
    hidden = asked(console, console.post("managing/users/new", NEW))
    assert console.post("confirm", hidden | {"password": PASSWORD}).status_code == 307
    bare = console.client.post("/console/managing/users/new", data=hidden, base_url=office.url)
    assert bare.status_code == 400
    assert len(waiting_rows(office)) == 1


def test_who_lacks_the_right_is_refused_before_any_password_and_nothing_is_kept(office: Office) -> None:
    console = late(office, Role.OPERATOR)
    assert console.post("managing/users/new", NEW).status_code == 403
    assert waiting_rows(office) == []


def test_a_form_with_a_password_or_a_code_in_it_is_never_kept(office: Office) -> None:
    console = late(office)
    sent = console.post("account/password", {"new": "seven-green-lanterns"})
    assert sent.location.startswith("/console/confirm?next=")
    assert console.post("account/codes", {"code": "123456"}).location.startswith("/console/confirm?next=")
    assert waiting_rows(office) == []
    fields = re.compile(r"ui\.field\('(\w+)'[^\n]*(?:type='password'|one-time-code)")
    found = {name for file in TEMPLATES.rglob("*.html") for name in fields.findall(file.read_text("utf-8"))}
    assert found
    assert found <= confirming.SECRETS


def test_a_recording_waits_with_its_words_but_no_file_without_limit(office: Office) -> None:
    console, place = late(office), "managing/prompts/zh/voice.menu"
    sent = console.post(
        f"{place}/recording",
        {"sound": (io.BytesIO(tone(1)), "hello.wav"), "transcript": MENU, "seen": "0"},
    )
    done = given(console, asked(console, sent))
    assert done.status_code == 303, done.text
    with office.desk.services.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(PromptSoundRow)).scalar() == 1
    file = HeldFile(field="f", name="n", kind="", data=b"x" * held.LARGEST)
    assert HeldForm(address="", back="", fields=(("a", "b"),), files=(file,)).size > held.LARGEST


def test_of_an_account_only_the_newest_forms_wait(office: Office) -> None:
    console = late(office)
    first = asked(console, console.post("managing/users/new", NEW))
    for _ in range(held.MOST):
        office.desk.clock.advance(seconds=1)
        console.post("managing/users/new", NEW)
    assert len(waiting_rows(office)) == held.MOST
    assert given(console, first).location == first["back"]


def test_every_weighty_form_waits_wherever_it_stands(office: Office) -> None:
    console = late(office, *Role)
    user, prompt = "managing/users/1", "managing/prompts/zh/voice.menu"
    places = (
        user, f"{user}/password", f"{user}/codes/end", f"{prompt}/text", f"{prompt}/back", "walls",
        "walls/1/code", "walls/1/revoke", "managing/settings/callback_hours", "managing/operation/switch",
        "managing/letters/recordings", "queue/482913675/unmask", "account/codes/end",
        "managing/directory/1/data",
    )  # fmt: skip
    for place in places:
        sent = console.post(place, {"reason": HALL})
        assert sent.location.startswith("/console/confirm?held="), place


def test_a_number_is_shown_for_the_reason_that_was_typed_before_the_password(office: Office) -> None:
    office.desk.phone("+8613800138000").text("昨天上午3号窗口1003态度很差，骂人")
    with office.desk.services.database.read() as connection:
        case_no = connection.execute(select(ComplaintRow.case_no)).scalar_one()
    console = late(office, Role.OPERATOR)
    sent = console.post(f"queue/{case_no}/unmask", {"what": "number", "reason": "要回电核对"})
    page = given(console, asked(console, sent))
    assert page.status_code == 200
    assert "138 0013 8000" in page.text or "13800138000" in page.text.replace(" ", "")
    with office.desk.services.database.read() as connection:
        looks = connection.execute(select(AccessRow.what, AccessRow.reason)).all()
    assert ("number", "要回电核对") in [tuple(one) for one in looks]


def test_the_switch_a_screen_and_a_letter_are_done_after_the_password(office: Office) -> None:
    console = late(office, Role.ADMINISTRATOR, Role.SUPERVISOR)
    switched = given(console, asked(console, console.post("managing/operation/switch", {"turn": "off"})))
    assert switched.status_code == 303
    assert "恢复" in console.get("managing/operation").text
    office.desk.clock.advance(minutes=11)
    wall = {"name": "一楼大屏", "days": "30", "hall": "", "language": "zh"}
    made = given(console, asked(console, console.post("walls", wall)))
    assert made.status_code == 200
    assert "一楼大屏" in made.text
    office.desk.clock.advance(minutes=11)
    letter = {"deed": "settle", "ids": "1", "why": "", "which": "chosen"}
    faulty = given(console, asked(console, console.post("managing/letters/messages", letter)))
    assert faulty.status_code == 422, "its faults are told only now"
