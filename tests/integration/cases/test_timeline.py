"""The timeline shows when somebody alters, removes or cuts it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text

from intake.cases.complaints import Beginning, Source, bring_up_to_date, open_case
from intake.cases.lifecycle import Event
from intake.cases.model import Channel
from intake.cases.timeline import Happening, append, follow_on, verify
from intake.database import Database
from matching.interview import Interview, Purpose, Step

KEY = b"k" * 32
AT = datetime(2026, 11, 9, 4, 0, 0, 123456, tzinfo=UTC)
INTERVIEW = Interview(step=Step.WINDOW, language="zh", purpose=Purpose.COMPLAINT)
SOURCE = Source(
    channel=Channel.PHONE, hall_id=None, caller_sealed=None, caller_index=None, actor="complainant"
)


def happening(*events: Event) -> Happening:
    return Happening(events=events, at=AT, actor="complainant", key=KEY)


def a_case(connection: Connection) -> None:
    begun = Beginning(interview=INTERVIEW, columns={}, happening=happening(Event.REGISTERED, Event.ASKED))
    case = open_case(connection, SOURCE, begun)
    rows, chain = follow_on(case.case_no, case.chain, happening(Event.PINNED))
    append(connection, case.id, rows)
    bring_up_to_date(connection, case, {}, chain, AT)


@pytest.fixture
def cases(database: Database) -> Database:
    with database.write() as connection:
        a_case(connection)
        a_case(connection)
    return database


def faults(database: Database, key: bytes = KEY) -> list[tuple[int, str]]:
    with database.read() as connection:
        return [(place.seq, place.fault) for place in verify(connection, key)]


def test_an_untouched_timeline_is_whole(cases: Database) -> None:
    assert faults(cases) == []


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("UPDATE case_event SET actor = 'nobody' WHERE complaint_id = 1 AND seq = 2", [(2, "altered")]),
        (
            "UPDATE case_event SET at = '2026-11-08 04:00:00' WHERE complaint_id = 1 AND seq = 1",
            [(1, "altered")],
        ),
        ("DELETE FROM case_event WHERE complaint_id = 1 AND seq = 3", [(3, "cut")]),
        ("DELETE FROM case_event WHERE complaint_id = 1", [(1, "cut")]),
    ],
)
def test_tampering_is_found_at_its_place(
    cases: Database, tampering: str, expected: list[tuple[int, str]]
) -> None:
    with cases.write() as connection:
        connection.execute(text(tampering))
    found = faults(cases)
    assert found[0] == expected[0]


def test_a_middle_event_removed_is_found(cases: Database) -> None:
    with cases.write() as connection:
        connection.execute(text("DELETE FROM case_event WHERE complaint_id = 2 AND seq = 2"))
    assert faults(cases) != []


def test_a_chain_forged_without_the_key_is_found(cases: Database) -> None:
    assert faults(cases, key=b"x" * 32) != []
