"""What a complainant's wish for confidentiality does, and their name, which is masked."""

import io
import json
import re

import pytest
from sqlalchemy import select

from intake.cases.confidential import is_confidential, kept_confidential, leaving
from intake.cases.export import export_rows
from intake.cases.model import ComplaintRow, EventRow
from intake.console.case_tables import AccessRow
from intake.console.contact_view import masked_name
from intake.console.roles import Role
from tests.console.office import PASSWORD, Office
from tests.console.test_registering import registered
from tests.console.waiting import a_doubtful_case

NAME, NUMBER = "欧阳慧", "13800138000"
WORDS = "昨天上午在3号窗口，那个姓陈的骂人，工号好像是1002"


def exported(office: Office) -> str:
    out = io.StringIO()
    with office.desk.services.database.read() as connection:
        for row in export_rows(connection, str, lambda _connection, _ids: {}):
            out.write(json.dumps(row, ensure_ascii=False))
    return out.getvalue()


@pytest.mark.parametrize("flags", [[], ["repeat"], ["confidential", "repeat"]])
def test_the_wish_is_one_flag_among_others(flags: list[str]) -> None:
    kept = kept_confidential(flags, wanted=True)
    assert is_confidential(kept)
    assert kept.count("confidential") == 1
    assert not is_confidential(kept_confidential(kept, wanted=False))
    assert leaving("原话", kept) == ""


@pytest.mark.parametrize(
    ("name", "shown"), [("欧阳慧", "欧**"), ("王芳", "王**"), ("Ann Lee", "A**"), ("", "")]
)
def test_of_a_name_no_more_than_the_first_character_is_shown(name: str, shown: str) -> None:
    assert masked_name(name, wholly=False) == shown
    assert masked_name(name, wholly=True) == ("**" if name else "")


def test_a_name_is_masked_and_shown_for_a_reason_with_a_trace_in_two_places(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    case_no = registered(console, name=NAME, phone=NUMBER, statement=WORDS)
    page = console.get(f"queue/{case_no}").text
    assert "欧**" in page
    assert NAME not in page
    assert console.post(f"queue/{case_no}/unmask", {"what": "name", "reason": " "}).status_code == 422
    shown = console.post(f"queue/{case_no}/unmask", {"what": "name", "reason": "核对身份"})
    assert NAME in shown.text
    assert "投诉人姓名" in console.get(f"queue/{case_no}").text
    assert NAME not in console.get(f"queue/{case_no}").text
    with office.desk.services.database.read() as connection:
        looks = connection.execute(select(AccessRow.what, AccessRow.reason).where(AccessRow.what == "name"))
        assert looks.all() == [("name", "核对身份")]
        data = connection.execute(select(EventRow.data).where(EventRow.event == "unmasked")).scalars().all()
    assert len(data) == 1
    assert NAME not in data[0]


def test_a_name_wants_the_right_and_a_fresh_login(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    case_no = registered(console, name=NAME, phone=NUMBER, statement=WORDS)
    auditor = office.as_role(Role.AUDITOR)
    assert auditor.post(f"queue/{case_no}/unmask", {"what": "name", "reason": "看"}).status_code == 403
    office.desk.clock.advance(minutes=11)
    asked = console.post(f"queue/{case_no}/unmask", {"what": "name", "reason": "看"})
    assert asked.status_code == 303
    assert "/console/confirm" in asked.location
    console.post("confirm", {"password": PASSWORD})
    assert NAME in console.post(f"queue/{case_no}/unmask", {"what": "name", "reason": "看"}).text


def test_a_confidential_case_says_so_and_leaves_no_words_in_an_export(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    case_no = a_doubtful_case(office.desk, WORDS)
    assert WORDS in exported(office)
    assert console.post(f"queue/{case_no}/keep_confidential", {"reason": ""}).status_code == 422
    console.post(f"queue/{case_no}/keep_confidential", {"reason": "来电时提出"})
    page = console.get(f"queue/{case_no}").text
    assert 'class="console confidential"' in page
    assert "不要透露是谁投诉的" in page
    assert WORDS not in exported(office)
    assert "confidential" in exported(office)
    console.post(f"queue/{case_no}/open_up", {"reason": "本人同意"})
    assert 'class="console confidential"' not in console.get(f"queue/{case_no}").text
    timeline = console.get(f"queue/{case_no}").text
    assert "不再要求保密" in timeline
    with office.desk.services.database.read() as connection:
        row = connection.execute(select(ComplaintRow.flags).where(ComplaintRow.case_no == case_no)).one()
    assert "confidential" not in row.flags


def test_of_a_confidential_case_not_even_the_first_character_of_the_name_is_shown(office: Office) -> None:
    console = office.as_role(Role.OPERATOR)
    case_no = registered(console, name=NAME, phone=NUMBER, statement=WORDS, confidential="yes")
    page = console.get(f"queue/{case_no}").text
    assert "欧" not in re.sub(r"csrf.*?>", "", page)
    assert "**" in page
