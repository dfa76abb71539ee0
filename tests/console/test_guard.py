"""What stands before every page of the console: admission, the form's token, headers, error pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from intake.console.access import MARK, Viewer, everyone, fresh_login_required, needs, takes_up_to
from intake.console.guard import cookie_settings
from intake.console.layout import Page, Room
from intake.console.roles import Right, Role
from intake.words import words
from tests.architecture.house import ROOT
from tests.console.office import Office

TEMPLATES = sorted((ROOT / "intake" / "console" / "templates").rglob("*.html"))
STATIC = ROOT / "intake" / "console" / "static"
LOGGING_IN = {"console.login", "console.log_in", "console.code"}
# A screen on a wall has nobody logged in: a code for one use opens its board, and nothing else, by a cookie
# of its own; without it each of these leads to the page where it is typed (see test_walls.py).
SCREENS = {"console.wall", "console.wall_enter", "console.wall_board", "console.wall_live"}
KEY = re.compile(r"words\(\s*'([a-z_]+(?:\.[a-z0-9_]+)+\.?)'")
ICON = re.compile(r"""ui\.icon\(\s*'(\w+)'|icon_name='(\w+)'""")
INLINE = re.compile(
    # A block of JSON is data: no browser runs it, and the policy lets it be (HTML standard, 4.12.1).
    r"<script(?![^>]*\b(?:src=|type=.application/json.))[^>]*>|<style\b|<[^>]+\s(?:style|on[a-z]+)=|javascript:|https?://"
)


def console_views(app: Flask) -> Iterator[tuple[str, object]]:
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("console.") and not endpoint.endswith("static"):
            yield endpoint, view


def with_views(office: Office) -> None:
    """Views that do what views may do, in the console's own blueprint."""
    app = office.desk.app
    app._got_first_request = False
    views = {
        "unmarked": lambda: "open",
        "broken": everyone(broken),
        "away": everyone(away),
        "taken": everyone(taken),
        "large": takes_up_to(1_000_000)(everyone(lambda: "taken")),
        "small": everyone(lambda: "taken"),
        "deed": everyone(fresh_login_required(lambda: "done")),
        "reviewed": needs(Right.REVIEW)(lambda: "seen"),
    }
    for name, view in views.items():
        rule = f"/console/try/{name}"
        app.add_url_rule(rule, f"console.try_{name}", view, methods=["GET", "POST"])


def broken() -> ResponseReturnValue:
    raise ValueError("13800138000 said something")


def away() -> ResponseReturnValue:
    raise OperationalError("SELECT 1", None, Exception("13800138000"))


def taken() -> ResponseReturnValue:
    abort(409)


def test_every_view_of_the_console_says_whom_it_admits(office: Office) -> None:
    unmarked = [endpoint for endpoint, view in console_views(office.desk.app) if not hasattr(view, MARK)]
    assert unmarked == []


def test_only_logging_in_and_the_screens_on_walls_are_open(office: Office) -> None:
    found = {
        endpoint for endpoint, view in console_views(office.desk.app) if getattr(view, MARK, ...) is None
    }
    assert found == LOGGING_IN | SCREENS


@pytest.mark.parametrize("path", ["wall/board", "wall/board/live", "wall/board?hall=1", "wall/board?wall=1"])
def test_what_a_screen_shows_is_closed_to_whoever_has_no_code(office: Office, path: str) -> None:
    for console in (office.browser(), office.as_role(*Role)):
        answer = console.get(path)
        assert (answer.status_code, answer.location) == (303, "/console/wall")
        assert "tile" not in answer.text


def test_a_view_without_a_mark_is_closed_to_everybody(office: Office) -> None:
    with_views(office)
    assert office.as_role(*Role).get("try/unmarked").status_code == 403


def test_every_other_address_leads_to_logging_in(office: Office) -> None:
    console = office.browser()
    for path in ("", "account", "nowhere", "account/codes"):
        answer = console.get(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/console/login?next="), path


def test_who_lacks_the_right_is_told_so_and_no_more(office: Office) -> None:
    with_views(office)
    refused = office.as_role(Role.ADMINISTRATOR).get("try/reviewed")
    assert refused.status_code == 403
    assert "您没有这项权限" in refused.text
    assert office.as_role(Role.OPERATOR).get("try/reviewed").text == "seen"


@pytest.mark.parametrize("path", ["login", "logout", "confirm", "account/language", "account/password"])
@pytest.mark.parametrize("token", ["", "something", None])
def test_no_form_is_taken_without_its_token(office: Office, path: str, token: str | None) -> None:
    console = office.as_role(Role.OPERATOR)
    data = {"language": "en"} | ({"csrf_token": token} if token is not None else {})
    refused = console.client.post(f"/console/{path}", data=data, base_url=office.url)
    assert refused.status_code == 400
    assert "这个请求无法处理" in refused.text
    assert console.get("account").status_code == 200


def test_webhooks_need_no_token_and_get_no_cookie(office: Office) -> None:
    answer = office.desk.app.test_client().post("/voice/incoming", data={"CallSid": "1"}, base_url=office.url)
    assert answer.status_code == 403  # for its signature
    assert "Set-Cookie" not in answer.headers
    assert "Content-Security-Policy" not in answer.headers


@pytest.mark.parametrize("path", ["login", "nowhere", "", "account"])
def test_every_answer_allows_our_own_files_only_and_is_kept_nowhere(office: Office, path: str) -> None:
    for console in (office.browser(), office.as_role(Role.OPERATOR)):
        headers = console.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(office: Office) -> None:
    cookie = office.browser().get("login").headers["Set-Cookie"]
    assert cookie.startswith("__Host-hotline=")
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert attribute in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [
        ("https://hotline.example", "__Host-hotline", True),
        ("http://hotline.example", "__Host-hotline", True),
        ("", "__Host-hotline", True),
        ("http://localhost.evil.example", "__Host-hotline", True),
        ("http://localhost:8000", "hotline", False),
        ("http://127.0.0.1:8000", "hotline", False),
    ],
)
def test_the_cookie_does_without_tls_on_this_machine_only(public_url: str, name: str, secure: bool) -> None:
    found = cookie_settings(public_url)
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == (name, secure)


def test_files_may_be_kept_under_the_address_of_their_content(office: Office) -> None:
    console = office.browser()
    address = re.search(r'href="/console/(static/console\.css\?v=\w+)"', console.get("login").text)
    assert address
    kept = console.get(address[1])
    assert "immutable" in kept.headers["Cache-Control"]
    assert "Set-Cookie" not in kept.headers
    assert console.get("static/console.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("nowhere/at/all", 404, ("找不到这个页面", "There is no such page")),
        ("try/taken", 409, ("别人刚刚改动过", "Somebody was there first")),
        ("try/broken", 500, ("出了点问题", "Something went wrong")),
        ("try/away", 503, ("暂时无法使用", "Not available right now")),
    ],
)
def test_an_error_has_a_page_in_both_languages_without_details(
    office: Office, path: str, status: int, told: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with_views(office)
    for language, text in zip(("zh", "en"), told, strict=True):
        answer = office.as_role(Role.OPERATOR, language=language).get(path)
        assert answer.status_code == status
        assert text in answer.text
        assert "13800138000" not in answer.text + caplog.text


def test_an_error_in_a_part_of_a_page_is_a_note(office: Office) -> None:
    with_views(office)
    answer = office.as_role(Role.OPERATOR).get("try/taken", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.text.lstrip().startswith('<div class="note bad"')


def test_bodies_are_small_unless_a_view_takes_more(office: Office) -> None:
    with_views(office)
    console = office.as_role(Role.OPERATOR)
    assert console.post("try/small", {"text": "x" * 70_000}).status_code == 413
    assert console.post("try/large", {"text": "x" * 70_000}).status_code == 200


def test_a_form_with_a_secret_that_needs_the_password_leads_back_to_the_page_it_stood_on(
    office: Office,
) -> None:
    with_views(office)
    console = office.as_role(Role.OPERATOR)
    assert console.post("try/deed").text == "done"
    office.desk.clock.advance(minutes=11)
    secret = {"new": "three-quiet-rivers"}
    sent = console.post("try/deed", secret, headers={"Referer": f"{office.url}/console/account?tab=1"})
    assert sent.location == "/console/confirm?next=/console/account?tab%3D1"
    sent = console.post("try/deed", secret, headers={"Referer": "https://evil.example/console/account"})
    assert sent.location == "/console/confirm?next=/console/"


def test_the_navigation_shows_what_the_viewer_may_open() -> None:
    room = Room()
    for position, right in enumerate((Right.AUDIT, Right.REVIEW, Right.BOARD)):
        room.add_page(Page(endpoint=right.value, key="k", right=right, position=-position))
    operator = Viewer(
        account_id=1,
        login="su",
        name="苏晴",
        roles=frozenset({Role.OPERATOR}),
        hall_id=None,
        staff_no=None,
        language="zh",
        fresh=True,
    )
    assert [page.endpoint for page in room.pages_for(operator)] == ["board", "review"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_text_and_icon_of_a_template_is_there(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    known = words("zh").texts
    keys = KEY.findall(text)
    beginnings = [key for key in keys if key.endswith((".", "_"))]
    assert [key for key in keys if key not in known and key not in beginnings] == []
    assert [key for key in beginnings if not any(each.startswith(key) for each in known)] == []
    sprite = (STATIC / "icons.svg").read_text(encoding="utf-8")
    icons = {name for pair in ICON.findall(text) for name in pair if name}
    assert [name for name in icons if f'id="{name}"' not in sprite] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_words_of_its_own_or_anything_that_the_policy_stops(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.S)
    assert INLINE.findall(text) == []
    beside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|&\w+;", " ", text, flags=re.S)
    assert re.findall(r"\b[A-Z][a-z]{2,}|[\u3400-\u9fff]+", beside) == []
