"""The queue of callbacks on both databases: each due callback is claimed once, and never more than asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select, text

from intake.callbacks import queue
from intake.callbacks.dossier import Claim
from intake.callbacks.model import CallbackRow
from intake.callbacks.outcomes import CallbackStatus
from intake.callbacks.service import request
from intake.cases.complaints import Beginning, Source, open_case
from intake.cases.lifecycle import Event
from intake.cases.model import Channel
from intake.cases.timeline import Happening
from intake.database import Database
from matching.interview import Interview, Purpose, Step

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UNFINISHED = Interview(step=Step.WINDOW, language="zh", purpose=Purpose.COMPLAINT)
BEGUN = Happening(events=(Event.REGISTERED, Event.ASKED), at=NOW, actor="complainant", key=b"k" * 32)
SOURCE = Source(
    channel=Channel.PHONE, hall_id=None, caller_sealed=None, caller_index=None, actor="complainant"
)


def due(connection: Connection, *moments: datetime) -> None:
    """A case and a pending callback for each moment; the first case of a store has the id 1."""
    for moment in moments:
        case = open_case(connection, SOURCE, Beginning(interview=UNFINISHED, columns={}, happening=BEGUN))
        request(connection, case.id, moment, timedelta())


def claim(database: Database, now: datetime, most: int) -> list[Claim]:
    with database.write() as connection:
        return queue.claim_due(connection, now, most)


@pytest.mark.parametrize("rows", [2, 5, 100])
@pytest.mark.parametrize("most", [1, 2, 20])
def test_no_more_are_claimed_than_were_asked_for(database: Database, rows: int, most: int) -> None:
    """Not even where the planner takes the table for a tiny one, and a subquery for cheap to run again."""
    with database.write() as connection:
        due(connection, NOW)
        connection.execute(text("ANALYZE callback"))
        due(connection, *(NOW for _ in range(rows - 1)))
    assert len(claim(database, NOW, most)) == min(most, rows)


def test_the_longest_due_come_first_and_what_is_not_due_stays(database: Database) -> None:
    with database.write() as connection:
        due(connection, NOW + MINUTE, NOW - MINUTE, NOW - 3 * MINUTE, NOW - 2 * MINUTE)
    assert {one.complaint_id for one in claim(database, NOW, 2)} == {3, 4}
    assert {one.complaint_id for one in claim(database, NOW, 20)} == {2}


def test_a_claim_is_due_again_when_its_lease_is_over(database: Database) -> None:
    with database.write() as connection:
        due(connection, NOW)
    (first,) = claim(database, NOW, 20)
    assert claim(database, NOW + queue.LEASE - timedelta(seconds=1), 20) == []
    (second,) = claim(database, NOW + queue.LEASE, 20)
    with database.write() as connection:
        assert not queue.hold(connection, first, NOW + 5 * MINUTE)
        assert queue.hold(connection, second, NOW + 5 * MINUTE)


def test_who_lost_the_claim_can_neither_put_off_nor_end(database: Database) -> None:
    with database.write() as connection:
        due(connection, NOW)
    (lost,) = claim(database, NOW, 20)
    claim(database, NOW + queue.LEASE, 20)
    with database.write() as connection:
        queue.let_go(connection, lost, NOW)
        queue.end(connection, lost, CallbackStatus.OPERATOR, NOW)
        row = connection.execute(select(CallbackRow.status, CallbackRow.due_at)).one()
    assert (row.status, row.due_at) == (CallbackStatus.PENDING, NOW + 2 * queue.LEASE)


def test_many_claimers_at_once_share_the_due_without_overlap(database: Database) -> None:
    with database.write() as connection:
        due(connection, *(NOW for _ in range(60)))
    with ThreadPoolExecutor(6) as claimers:
        found = list(claimers.map(lambda _: claim(database, NOW, 10), range(6)))
    ids = [one.id for batch in found for one in batch]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 60
    assert len({batch[0].token for batch in found}) == 6


def test_the_index_of_what_is_due_serves_a_plan_that_knows_no_values(database: Database) -> None:
    """As PostgreSQL may plan after some executions of a prepared statement."""
    statement = str(queue.CLAIM.compile(dialect=database.engine.dialect))
    with database.write() as connection:
        if database.is_sqlite:
            values = ("2026", 20, 0, "2026", "token")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        else:
            numbered = statement % {"now": "$1", "most": "$2", "lease": "$3", "token": "$4"}
            connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # the table is empty
            connection.exec_driver_sql(f"PREPARE claim AS {numbered}")
            plan = connection.exec_driver_sql("EXPLAIN EXECUTE claim(now(), 20, now(), 'token')").all()
    assert "ix_callback_due" in str(plan)
