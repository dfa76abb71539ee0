"""Cases from before the console have what it needs after the upgrade, and the database keeps the rules."""

from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError

from intake.cases.model import CandidateRow, ComplaintRow
from intake.database import Database, UTCDateTime
from intake.migrations.upgrading import configuration, upgrade

HALL = "INSERT INTO hall (id, code, name, timezone, hotline, version) VALUES (1, 'TH', 'TH', :zone, '', 1)"
CASE = """
INSERT INTO complaint (case_no, purpose, status, channel, language, hall_id, attribution, statement, evidence,
    decision, flags, wish, preferred, received_at, updated_at, events, head)
VALUES (:case_no, 'complaint', 'in_review', 'sms', 'zh', 1, 'group', '', :evidence,
    :decision, '[]', 'yes', '', :at, :at, 0, '')
"""
AT = datetime(2026, 11, 8, 20, tzinfo=UTC)
STATED = """[{"kind": "staff_no", "source": "sms", "value": "1012"},
    {"kind": "when", "source": "sms", "when": ["2026-11-02", "2026-11-02", "am"]}]"""
DECIDED = """{"reasons": [{"code": "contradiction", "values": []}],
    "candidates": [{"staff_no": "1001", "score": 0.7, "reasons": []}]}"""


@pytest.fixture
def upgraded(database_url: str) -> Database:
    database = Database(database_url)
    with database.rebuild() as connection:
        settings = configuration()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0005_accounts")
    with database.write() as connection:
        connection.execute(text(HALL), {"zone": "Asia/Shanghai"})
        case = text(CASE).bindparams(bindparam("at", AT, UTCDateTime))
        connection.execute(case, {"case_no": "100000001", "evidence": STATED, "decision": DECIDED})
        connection.execute(case, {"case_no": "100000002", "evidence": "[]", "decision": None})
    upgrade(database)
    return database


def test_a_case_of_before_has_its_days_its_people_and_its_place_in_the_queue(upgraded: Database) -> None:
    row = ComplaintRow
    columns = select(row.event_first, row.event_last, row.event_part, row.doubt, row.due_at)
    with upgraded.read() as connection:
        first, second = connection.execute(columns.order_by(row.case_no)).all()
        people = connection.execute(select(CandidateRow.staff_no).order_by(CandidateRow.rank)).scalars().all()
        urgent_at, received_at = connection.execute(select(row.urgent_at, row.received_at).limit(1)).one()
    upgraded.close()
    assert tuple(first) == (date(2026, 11, 2), date(2026, 11, 2), "am", "contradictory", None)
    # The message came on the 9th in the hall, though it was still the 8th in UTC.
    assert tuple(second) == (date(2026, 10, 10), date(2026, 11, 9), None, "unfinished", None)
    assert people == ["1001", "1012"]
    assert urgent_at > received_at


def test_the_database_takes_new_channels_and_no_number_of_another_office_twice(upgraded: Database) -> None:
    with upgraded.write() as connection:
        connection.execute(text("UPDATE complaint SET channel = 'hotline_12345', status = 'transferred'"))
        connection.execute(text("UPDATE complaint SET external_no = 'T1' WHERE case_no = '100000001'"))
    wrong = ("external_no = 'T1'", "channel = 'pigeon'", "status = 'lost'", "doubt = 'none'", "rating = 6")
    for change in wrong:
        with pytest.raises(IntegrityError), upgraded.write() as connection:
            connection.execute(text(f"UPDATE complaint SET {change} WHERE case_no = '100000002'"))
    with upgraded.write() as connection:
        connection.execute(
            text("UPDATE complaint SET external_no = 'T1', channel = 'letter' WHERE case_no = '100000002'")
        )
    upgraded.close()
