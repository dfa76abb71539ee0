"""A text after a miss that did not arrive: sent again where it may arrive later, and only there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from intake.callbacks.dossier import Claim
from intake.callbacks.model import AttemptRow, CallbackRow
from intake.callbacks.outcomes import AttemptStatus, CallbackStatus, Kind, Outcome
from intake.callbacks.reading import takes_none
from intake.callbacks.resending import Resending
from intake.callbacks.service import request
from intake.callbacks.verdict import Rules, rules_of
from intake.cases.complaints import Beginning, Source, open_case
from intake.cases.lifecycle import Event
from intake.cases.model import Channel
from intake.cases.timeline import Happening
from intake.config import load
from intake.database import Database
from intake.directory.calendar import load_calendar
from intake.telephony import delivery, outbox
from intake.telephony.model import OutgoingMessageRow
from matching.interview import Interview, Purpose, Step

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 10, 12, 0, tzinfo=ZONE).astimezone(UTC)  # a Tuesday
HOUR = timedelta(hours=1)
UNFINISHED = Interview(step=Step.WINDOW, language="zh", purpose=Purpose.COMPLAINT)
BEGUN = Happening(events=(Event.REGISTERED, Event.ASKED), at=NOON, actor="complainant", key=b"k" * 32)
SOURCE = Source(
    channel=Channel.PHONE, hall_id=None, caller_sealed=None, caller_index=None, actor="complainant"
)
MESSAGE = OutgoingMessageRow.__table__
ATTEMPT: Mapping[str, Any] = {
    "callback_id": 1, "seq": 1, "token": "t", "status": AttemptStatus.ENDED, "callee_index": "i",
    "from_number": "", "outcome": Outcome.NO_ANSWER, "reached": "", "counted": True, "deferrals": 0,
    "fault": "", "dialed_at": NOON,
}  # fmt: skip


def missed(database: Database) -> None:
    """A call was missed, and the text about it is in the outbox."""
    with database.write() as connection:
        case = open_case(connection, SOURCE, Beginning(interview=UNFINISHED, columns={}, happening=BEGUN))
        request(connection, case.id, NOON, timedelta())
        text = outbox.queue(
            connection, complaint_id=case.id, purpose="x", to_sealed=b"sealed", body="We called.", at=NOON
        )
        connection.execute(insert(AttemptRow), {**ATTEMPT, "text_id": text})


def reported(database: Database, row_id: int, code: str, at: datetime) -> None:
    with database.write() as connection:
        delivery.bind(connection, row_id, f"SM{row_id}", at)
        delivery.note_status(connection, f"SM{row_id}", "undelivered", error_code=code, token="", at=at)


def rules() -> Rules:
    return rules_of(load({}), load_calendar())


def again(database: Database, at: datetime) -> int:
    return Resending(rules=rules(), zone=ZONE).send_again(database, at)


def rows(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(MESSAGE).order_by(MESSAGE.c.id)))


@pytest.mark.parametrize("code", ["30003", "30005", "30008"])
def test_what_could_not_be_delivered_just_then_goes_out_again_and_not_for_ever(
    database: Database, code: str
) -> None:
    missed(database)
    reported(database, 1, code, NOON)
    assert [again(database, NOON), again(database, NOON)] == [1, 0]
    reported(database, 2, code, NOON + HOUR)
    assert again(database, NOON + HOUR) == 1
    reported(database, 3, code, NOON + 4 * HOUR)
    assert again(database, NOON + 4 * HOUR) == 0
    first, second, third = rows(database)
    assert [one.due_at for one in (second, third)] == [NOON + HOUR, NOON + 4 * HOUR]
    assert {one.body for one in (first, second, third)} == {"We called."}
    assert len({one.token for one in (first, second, third)}) == 3
    with database.read() as connection:
        assert connection.scalar(select(AttemptRow.text_id)) == third.id


def test_it_goes_out_within_the_hours_of_texts(database: Database) -> None:
    missed(database)
    evening = NOON + timedelta(hours=7, minutes=30)
    reported(database, 1, "30003", evening)
    again(database, evening)
    assert rows(database)[1].due_at == datetime(2026, 11, 11, 8, 30, tzinfo=ZONE)


@pytest.mark.parametrize("code", ["30004", "30006", "30007", "", "99999"])
def test_what_no_text_will_ever_reach_is_not_sent_again(database: Database, code: str) -> None:
    missed(database)
    reported(database, 1, code, NOON)
    assert again(database, NOON) == 0 and len(rows(database)) == 1


def test_nothing_goes_out_again_once_the_callback_is_over(database: Database) -> None:
    missed(database)
    reported(database, 1, "30003", NOON)
    with database.write() as connection:
        connection.execute(update(CallbackRow).values(status=CallbackStatus.COMPLETED))
    assert again(database, NOON) == 0


@pytest.mark.parametrize(
    ("reason", "none"),
    [
        ("30004", True), ("30006", True), ("30007", True), ("landline 21614", True), ("number 21211", True),
        ("delivery_never 30007", True), ("30003", False), ("throttled 20429", False), (None, False),
        ("consent 21610", False),
    ],
)  # fmt: skip
def test_a_number_that_takes_no_texts_gets_no_further_one(
    database: Database, reason: str | None, none: bool
) -> None:
    missed(database)
    with database.write() as connection:
        connection.execute(update(OutgoingMessageRow).values(error_code=reason))
        claim = Claim(id=1, complaint_id=1, kind=Kind.CALLBACK, token="")
        assert takes_none(connection, claim) is none
