"""What the access log keeps in codes is told in sentences, in both languages, whatever deed it is."""

import ast
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

import intake
from intake.callbacks.in_force import SETTABLE
from intake.console import code_recovery
from intake.console.accounts import Account, Profile
from intake.console.auditing import routes
from intake.console.auditing.reasons import FORMS, FREE, Telling, reason_in_words
from intake.console.case_tables import AccessRow
from intake.console.halls import deeds as halls
from intake.console.managing import changing, letters_page, policy_values
from intake.console.prompts import editing
from intake.console.review import hands, sound
from intake.console.roles import Role
from intake.console.shown import Shown
from intake.console.summary import routes as summary
from intake.prompts.model import PromptKind
from intake.prompts.policy import prompt_keys
from intake.words import LANGUAGES, words
from tests.console.directing import ROSTER, apply, place_of, upload
from tests.console.office import Office

ROOT = Path(intake.__file__).parent
BOTH = pytest.mark.parametrize("language", sorted(LANGUAGES))
NOW = datetime(2026, 11, 9, tzinfo=UTC)
CODES = re.compile(r"=|->|_|\b(?:hall|all|days|own|roles|name) ?=|\{|\}")
# Whatever writes to the access log, and what it calls what it writes.
WRITERS: Mapping[str, Iterable[str]] = {
    "code_recovery.py": {code_recovery.ENDED},
    "disclosure.py": set(FREE),
    "auditing/routes.py": {routes.EXPORTED},
    "halls/deeds.py": set(halls.Deed),
    "managing/changing.py": set(changing.Deed),
    "managing/letters_page.py": set(letters_page.NOTED.values()),
    "managing/policy_values.py": {policy_values.CHANGED},
    "prompts/editing.py": {editing.CHANGED},
    "review/hands.py": {hands.TAKEN, hands.TAKEN_OVER, hands.GIVEN_BACK},
    "review/sound.py": {sound.HEARD},
    "summary/routes.py": {summary.READ},
    "walls/keeping.py": {"wall_made", "wall_revoked"},
}


def telling(language: str) -> Telling:
    told = Shown(words(language), ZoneInfo("Asia/Shanghai"))
    deeds = {"access:number": words(language)("console.access.number")}
    return Telling(shown=told, halls={"3": "天河市政务服务中心"}, deed=lambda deed: deeds.get(deed, deed))


def told(language: str, what: str, reason: str) -> str:
    """The sentence. Fails where the entry is told as it stands, or a code is left in it."""
    said = reason_in_words(telling(language), what, reason)
    assert said != reason, f"{what}: {reason}"
    assert not CODES.search(said), said
    return said


def calls_of(name: str) -> set[str]:
    """The files of the code base that call something of this name."""
    found = set()
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                found.add(
                    file.relative_to(ROOT / "console").as_posix() if "console" in file.parts else str(file)
                )
    return found


def test_whatever_writes_to_the_access_log_is_known_here_with_its_deeds() -> None:
    assert calls_of("Access") == set(WRITERS)


@BOTH
def test_every_deed_has_a_name_and_a_form_in_words(language: str) -> None:
    written = {str(what) for deeds in WRITERS.values() for what in deeds}
    assert written == set(FORMS) | {one.value for one in FREE}
    assert [what for what in sorted(written) if f"console.access.{what}" not in words(language)] == []


@BOTH
def test_an_account_is_told_by_its_roles_hall_and_number(language: str) -> None:
    for hall in (None, 3):
        for number in (None, "2043"):
            profile = Profile(
                name="苏晴", roles=frozenset(Role), language=language, hall_id=hall, staff_no=number
            )
            said = told(language, "account_added", f"su.qing: {' '.join(changing.described(profile))}")
            assert "su.qing" in said
            assert words(language)("console.role.auditor") in said
            assert ("天河" in said, "2043" in said) == (hall is not None, number is not None)


@BOTH
def test_a_change_of_an_account_tells_what_changed_only(language: str) -> None:
    def account(name: str, *, is_active: bool) -> Account:
        profile = Profile(
            name=name, roles=frozenset({Role.OPERATOR}), language="zh", hall_id=None, staff_no=None
        )
        return Account(
            id=1, login="su", profile=profile, has_totp=False, is_active=is_active,
            created_at=NOW, last_login_at=None,
        )  # fmt: skip

    for before, after in (("苏", "晴"), ("苏", "苏")):
        changes = changing.differences(account(before, is_active=True), account(after, is_active=False))
        said = told(language, "account_changed", f"su: {' '.join(changes)}")
        assert words(language)("console.audited.disabled") in said
        assert words(language)("console.role.operator") not in said
    assert "su" in told(language, "account_password", "su")
    assert "su" in told(language, "account_codes_ended", "su")


@BOTH
def test_settings_letters_prompts_screens_and_files_are_told_in_words(language: str) -> None:
    for name in SETTABLE:
        said = told(language, "policy_changed", f"{name}: yes → 08:00-09:00. 中午 a. 也有人接")
        assert said.endswith("中午 a. 也有人接")
        assert words(language)(f"console.setting.{name}") in said
    for box in ("recordings", "messages", "deliveries"):
        assert "14, 15" in told(language, "failures_retried", f"{box}: 2 (14, 15).")
        assert told(language, "failures_settled", f"{box}: 1 (14). 重复").endswith("重复")
    for key in prompt_keys():
        for kind in PromptKind:
            written = f"{key} {language} hall=all {kind.value}"
            assert f"console.prompts.at.{key}" not in words(language) or told(
                language, "prompt_changed", written
            )
    assert "天河" in told(language, "wall_made", "wall=2 hall=3 days=1")
    assert "2" in told(language, "wall_revoked", "wall=2")
    for table in ("workbook", "halls", "windows", "staff", "roster"):
        assert "HB" in told(language, "directory_downloaded", f"HB TH: {table}")
    filters = "person=su deed=access:number since=2026-11-01 until=2026-11-09 case=482913675"
    said = told(language, "audit_exported", f"csv: 12 {filters}")
    assert words(language)("console.access.number") in said
    assert "2026-11" not in said
    assert told(language, "audit_exported", "xlsx: 0")
    for what, code in (("callbacks_switched", "off"), ("recording", "review"), ("summary", "supervision")):
        assert told(language, what, code)


@BOTH
def test_what_people_wrote_and_what_nobody_knows_is_told_as_it_stands(language: str) -> None:
    for what, reason in (("number", "off"), ("name", "su: name"), ("account_added", "?"), ("gone", "a b=c")):
        assert reason_in_words(telling(language), what, reason) == reason


def test_a_change_of_the_directory_is_told_as_it_is_written_down(office: Office) -> None:
    manager = office.as_role(Role.ADMINISTRATOR)
    day = date(2026, 11, 20).isoformat()
    line = ("TH", day, f"{time(9):%H:%M}", "12:00", "3", "1001")
    apply(manager, place_of(upload(manager, roster=(ROSTER, line))))
    with office.desk.services.database.read() as connection:
        reason = connection.execute(select(AccessRow.reason)).scalars().one()
    assert "班次新增 1" in told("zh", "directory_changed", reason)
    assert "2026年11月20日" in told("zh", "directory_changed", reason)
    page = office.as_role(Role.AUDITOR).get("audit").text
    assert "班次新增 1" in page
    assert "roster=" not in page
    for tables in ("hall windows=+1~2-0 staff=+0~0-3", "roster=+2-1 days=2026-11-20..2026-12-01 own", "hall"):
        for language in LANGUAGES:
            told(language, "directory_changed", f"TH 1->2: {tables}")
    assert told("en", "directory_changed", "TH 1->2:")
