"""The audit in the console: every deed in one list, as far as the auditor may see the case it is about."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, text

from intake.callbacks.facts import VERIFIED, note_fact
from intake.cases.lifecycle import Event
from intake.cases.model import ComplaintRow, EventRow
from intake.console.access import Viewer
from intake.console.auditing.asked import Asked, Origin, place_of
from intake.console.auditing.entries import accessed, people, read_page, selects
from intake.console.case_tables import AccessRow
from intake.console.roles import Role
from tests.console.office import Console, Office

NUMBER = "+8613800138000"
ZONE = ZoneInfo("Asia/Shanghai")
BOTH = pytest.mark.parametrize("console_url", ["sqlite", "postgresql"], indirect=True)


def auditor(**profile: Any) -> Viewer:
    told: dict[str, Any] = {"hall_id": None, "staff_no": None} | profile
    roles = frozenset({Role.AUDITOR})
    return Viewer(account_id=1, login="a", name="a", roles=roles, language="zh", fresh=True, **told)


def a_case(office: Office) -> str:
    office.desk.phone(NUMBER).text("昨天上午3号窗口1003态度很差，骂人")
    with office.desk.services.database.read() as connection:
        return str(connection.scalar(select(ComplaintRow.case_no).order_by(ComplaintRow.id.desc())))


def noted(office: Office, account_id: int, what: str, reason: str = "", case_no: str = "") -> None:
    services = office.desk.services
    with services.database.write() as connection:
        case = select(ComplaintRow.id).where(ComplaintRow.case_no == case_no)
        values = {"account_id": account_id, "what": what, "reason": reason, "at": services.clock()}
        connection.execute(insert(AccessRow).values(values | {"complaint_id": connection.scalar(case)}))
    office.desk.clock.advance(seconds=1)


def done(office: Office, actor: str, event: Event, case_no: str, data: str = "{}") -> None:
    """A deed in a timeline, straight into its rows."""
    services = office.desk.services
    with services.database.write() as connection:
        case = connection.scalar(select(ComplaintRow.id).where(ComplaintRow.case_no == case_no))
        count = connection.scalar(text(f"SELECT count(*) FROM case_event WHERE complaint_id = {case}")) or 0
        values = {
            "complaint_id": case, "seq": count + 1, "at": services.clock(), "event": event.value,
            "actor": actor, "from_status": "pinned", "to_status": "pinned", "data": data, "hash": "h",
        }  # fmt: skip
        connection.execute(insert(EventRow).values(values))
    office.desk.clock.advance(seconds=1)


def listed(office: Office, viewer: Viewer, **asked: Any) -> list[tuple[str, str]]:
    with office.desk.services.database.read() as connection:
        page, _ = read_page(connection, viewer, Asked(**asked), ZONE)
    return [(one.who, one.what) for one in page]


@BOTH
def test_looks_changes_and_deeds_on_cases_stand_in_one_list_the_latest_first(office: Office) -> None:
    case_no = a_case(office)
    account, login = office.hire(Role.OPERATOR)
    noted(office, account, "recording", "review", case_no)
    done(office, login, Event.TRANSFERRED, case_no, '{"reason": "不归我们"}')
    noted(office, account, "policy_changed", "callback_hours: a → b. 中午也有人接")
    page = office.as_role(Role.AUDITOR).get("audit").text
    places = [
        page.index(f'<td class="wide told">{words}') for words in ("可以拨打的时段", "不归我们", "办理案件")
    ]
    assert places == sorted(places)
    assert "complainant" not in page, "what complainants and the machine do is nobody's deed"
    assert case_no in page
    assert NUMBER[-4:] not in page


@BOTH
def test_filters_are_person_deed_days_and_case_and_they_hold_together(office: Office) -> None:
    case_no = a_case(office)
    (one, su), (other, luo) = office.hire(Role.OPERATOR), office.hire(Role.SUPERVISOR)
    noted(office, one, "recording", "x", case_no)
    noted(office, other, "number", "x", case_no)
    done(office, su, Event.NOTED, case_no)
    office.desk.clock.advance(hours=24)
    noted(office, one, "account_added", "x")
    me = auditor()
    assert listed(office, me, person=su) == [(su, "account_added"), (su, "noted"), (su, "recording")]
    assert listed(office, me, deed="access:number") == [(luo, "number")]
    assert listed(office, me, deed="case:noted") == [(su, "noted")]
    assert listed(office, me, case_no=case_no) == [(su, "noted"), (luo, "number"), (su, "recording")]
    today = office.desk.clock.now.astimezone(ZONE).date()
    assert listed(office, me, since=today) == [(su, "account_added")]
    assert len(listed(office, me, until=today)) == 4
    assert listed(office, me, person=su, case_no=case_no, deed="access:recording") == [(su, "recording")]
    with office.desk.services.database.read() as connection:
        assert accessed(connection) == ["account_added", "number", "recording"]
        assert {su, luo} <= {login for login, _ in people(connection, me)}


@BOTH
def test_entries_of_a_case_that_is_not_for_the_auditor_are_not_there_at_all(office: Office) -> None:
    case_no = a_case(office)
    account, login = office.hire(Role.OPERATOR)
    noted(office, account, "number", "核实", case_no)
    done(office, login, Event.NOTED, case_no)
    noted(office, account, "account_added", "x")
    for viewer, expected in (
        (auditor(), [(login, "account_added"), (login, "noted"), (login, "number")]),
        (auditor(staff_no="1003"), [(login, "account_added")]),
        (auditor(hall_id=999), []),
    ):
        assert listed(office, viewer) == expected
    assert listed(office, auditor(staff_no="1003"), case_no=case_no) == []
    assert listed(office, auditor(), case_no="000000000") == []


@BOTH
def test_pages_have_no_gap_and_no_entry_twice_even_within_one_moment(office: Office) -> None:
    case_no = a_case(office)
    account, login = office.hire(Role.OPERATOR)
    services = office.desk.services
    row = {
        "account_id": account,
        "what": "recording",
        "reason": "",
        "at": services.clock(),
        "complaint_id": None,
    }
    with services.database.write() as connection:
        connection.execute(insert(AccessRow), [row] * 7)
    for _ in range(3):
        done(office, login, Event.NOTED, case_no)
        office.desk.clock.advance(seconds=-1)
    places, below = [], None
    with services.database.read() as connection:
        for _ in range(5):
            page, below = read_page(connection, auditor(), Asked(below=below), ZONE, 2)
            places += [one.place for one in page]
    assert below is None
    assert len(places) == len(set(places)) == 10
    assert places == sorted(places, reverse=True)
    assert all(place_of(one.written()) == one for one in places)
    assert place_of("x~y~z") is None


@BOTH
def test_every_way_to_ask_is_answered_by_an_index_among_many_entries(office: Office) -> None:
    """Read from the plans of the databases, so that a million entries take no longer than a thousand."""
    case_no = a_case(office)
    account, _ = office.hire(Role.OPERATOR)
    database = office.desk.services.database
    many = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        "INSERT INTO access_log (account_id, what, reason, at) "
        f"SELECT {account}, 'w' || (i - i / 40 * 40), '', "
    )
    moment = (
        "datetime('2026-01-01', i || ' minutes')" if database.is_sqlite else "now() - i * interval '1 minute'"
    )
    with database.write() as connection:
        connection.exec_driver_sql(f"{many}{moment} FROM n")
        case = connection.scalar(select(ComplaintRow.id).where(ComplaintRow.case_no == case_no))
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO "
            "case_event (complaint_id, seq, at, event, from_status, to_status, actor, data, hash) SELECT "
            f"{case}, i, {moment}, 'e' || (i - i / 40 * 40), '', '', 'a' || (i - i / 40 * 40), "
            "'{}', '' FROM n"
        )
        if not database.is_sqlite:
            connection.exec_driver_sql("ANALYZE")
    day = Asked(below=place_of("2026-01-03T00:00:00+00:00~access~5"))
    for asked, indices in (
        (Asked(), ("ix_access_log_at", "ix_case_event_at")),
        (day, ("ix_access_log_at", "ix_case_event_at")),
        (Asked(deed="access:w7"), ("ix_access_log_what",)),
        (Asked(deed="case:e7"), ("ix_case_event_event",)),
        (Asked(person="a7"), ("ix_access_log_", "ix_case_event_actor")),
    ):
        for (origin, query), index in zip(selects(auditor(), asked, ZONE).items(), indices, strict=True):
            plan = plan_of(database, query.limit(51))
            assert index in plan, (origin, asked, plan)
            assert "SCAN access_log\n" not in plan + "\n"
            assert "Seq Scan on access_log" not in plan
            assert "Seq Scan on case_event" not in plan
    assert Origin.CASE in selects(auditor(), Asked(), ZONE)


def plan_of(database: Any, query: Any) -> str:
    with database.read() as connection:
        told = query.compile(connection, compile_kwargs={"literal_binds": True})
        word = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
        return "\n".join(
            str(row[-1]) for row in connection.exec_driver_sql(f"{word}{told}".replace("%", "%%"))
        )


def test_the_list_goes_out_as_a_table_and_that_is_noted_too(office: Office) -> None:
    account, login = office.hire(Role.OPERATOR)
    noted(office, account, "number", '=HYPERLINK("x")')
    me = office.as_role(Role.AUDITOR)
    answer = me.get("audit.csv?deed=access:number")
    assert answer.headers["Cache-Control"] == "no-store"
    (head, line) = csv.reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert (len(head), line[2]) == (6, login)
    assert line[5].startswith("'="), "no spreadsheet takes it for a formula"
    sheet = load_workbook(BytesIO(me.get("audit.xlsx").data)).active
    assert sheet is not None
    assert sheet.max_row == 3
    assert listed(office, auditor(), deed="access:audit_exported") == [(me.login, "audit_exported")] * 2
    office.desk.clock.advance(minutes=11)
    assert "/confirm" in me.get("audit.csv").headers["Location"]


def test_the_last_verification_is_told_and_how_to_do_it(office: Office) -> None:
    me: Console = office.as_role(Role.AUDITOR)
    assert "还没有核验过" in me.get("audit").text
    assert "hotline audit verify" in me.get("audit").text
    services = office.desk.services
    for broken, told in ((0, "所有时间线完整"), (2, "2 处被改动")):
        with services.database.write() as connection:
            note_fact(connection, VERIFIED, services.clock(), {"broken": broken})
        assert told in me.get("audit").text


def test_the_audit_is_for_auditors_and_an_administrator_sees_no_case_there(office: Office) -> None:
    for role in Role:
        expected = 200 if role is Role.AUDITOR else 403
        someone = office.as_role(role)
        assert someone.get("audit").status_code == expected
        assert someone.get("audit.csv").status_code == expected
    page = office.as_role(Role.AUDITOR).get("audit").text
    assert not re.search(r'<form[^>]+method="post"[^>]+audit', page), "an auditor changes nothing"
