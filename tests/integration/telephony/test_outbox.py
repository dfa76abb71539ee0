"""Outgoing messages on a real database, to a real server: never lost, never twice on a guess."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from intake.config import Settings
from intake.database import Database
from intake.errors import PayloadError, SealError
from intake.kinds import destinations
from intake.telephony.client import ProviderClient, client_for
from intake.telephony.model import MessageEventRow, OutgoingMessageRow
from intake.telephony.outbox import LEASE, Sender, queue, receive_status, send_due
from tests.integration.telephony.provider import Answer, Provider, message, refusal

NOW = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
SENDER = Sender(
    number="+861062345678",
    status_url="https://hotline.example/sms/status",
    destinations=destinations("+86:mobile,+86:fixed"),
)
NUMBER = "+8613800138000"
TEXT = "您的投诉已登记，编号 123456789。"


def opened(sealed: bytes) -> str:
    """Stands for the sealing of the floor above: bytes in, number out."""
    return sealed.decode()[::-1]


def sealed(number: str) -> bytes:
    return number[::-1].encode()


def a_client(provider: Provider, folder: Path) -> ProviderClient:
    return client_for(
        Settings(
            twilio_account_sid="AC1", twilio_auth_token="secret", twilio_api_base_url=provider.url,
            data_dir=folder,
        )
    )  # fmt: skip


def enqueue(database: Database, number: str = NUMBER, at: datetime = NOW) -> int:
    with database.write() as connection:
        return queue(
            connection, complaint_id=None, purpose="case_no", to_sealed=sealed(number), body=TEXT, at=at
        )


def rows(database: Database) -> list[Any]:
    with database.read() as connection:
        table = OutgoingMessageRow.__table__
        return list(connection.execute(select(table).order_by(table.c.id)))


def sent(database: Database, provider: Provider, folder: Path, now: datetime = NOW) -> int:
    return send_due(database, a_client(provider, folder), opened, SENDER, now)


def test_a_queued_message_is_handed_to_the_provider_once(database: Database, tmp_path: Path) -> None:
    enqueue(database)
    with Provider(message("SM1")) as provider:
        assert sent(database, provider, tmp_path) == 1
        assert sent(database, provider, tmp_path, NOW + timedelta(days=1)) == 0
    (row,) = rows(database)
    assert (row.status, row.provider_message_id, row.attempts, row.lease_until) == ("sent", "SM1", 1, None)
    (asked,) = provider.asked
    assert (asked.method, asked.path) == ("POST", "/2010-04-01/Accounts/AC1/Messages.json")
    form = parse_qs(asked.body.decode())
    assert form == {
        "To": [NUMBER], "From": [SENDER.number], "Body": [TEXT],
        "StatusCallback": [f"{SENDER.status_url}?message={row.token}"],
    }  # fmt: skip


def test_a_message_of_a_transaction_that_failed_is_never_sent(database: Database, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), database.write() as connection:
        queue(connection, complaint_id=None, purpose="x", to_sealed=sealed(NUMBER), body=TEXT, at=NOW)
        raise RuntimeError
    with Provider(message("SM1")) as provider:
        assert sent(database, provider, tmp_path) == 0


@pytest.mark.parametrize(("answer", "status", "again"), [
    (refusal(429, 20429), "queued", True), (refusal(400, 22005), "queued", True),
    (refusal(401, 20003), "queued", True),
    (refusal(500, None), "unknown", False), (Answer(hang_up=True), "unknown", False),
    (Answer(status=201, body=b"<html>", content_type="text/html"), "unknown", False),
    (Answer(status=201, body=b"{}", content_type="application/json"), "unknown", False),
    (Answer(status=201, body=b"[]", content_type="application/json"), "unknown", False),
    (refusal(400, 21211), "failed", False), (refusal(400, 21610), "failed", False),
    (refusal(400, 98765), "failed", False),
])  # fmt: skip
def test_only_what_surely_was_not_sent_is_sent_again(
    database: Database, tmp_path: Path, answer: Answer, status: str, again: bool
) -> None:
    enqueue(database)
    with Provider(answer, message("SM1")) as provider:
        assert sent(database, provider, tmp_path) == 0
        assert rows(database)[0].status == status
        assert rows(database)[0].error_code
        assert sent(database, provider, tmp_path) == 0
        assert sent(database, provider, tmp_path, NOW + timedelta(hours=1)) == again


@pytest.mark.parametrize(("code", "told"), [(21610, [NUMBER]), (21614, []), (21211, [])])
def test_who_wants_no_texts_by_the_providers_word_is_told_of(
    database: Database, tmp_path: Path, code: int, told: list[str]
) -> None:
    enqueue(database)
    noted: list[str] = []
    with Provider(refusal(400, code)) as provider:
        client = a_client(provider, tmp_path)
        send_due(database, client, opened, SENDER, NOW, lambda _, number: noted.append(opened(number)))
    assert noted == told


def test_a_provider_that_can_not_be_reached_is_tried_again_and_given_up_in_the_end(
    database: Database, tmp_path: Path
) -> None:
    enqueue(database)
    with Provider(message("SM1")) as provider:
        client = a_client(provider, tmp_path)
    now = NOW
    for tries in range(1, 8):
        assert send_due(database, client, opened, SENDER, now) == 0
        assert rows(database)[0].attempts == tries
        now += timedelta(hours=3)
    assert rows(database)[0].status == "failed"


def test_a_storm_of_throttling_burns_no_tries(database: Database, tmp_path: Path) -> None:
    enqueue(database)
    now = NOW
    with Provider(*[refusal(429, 20429)] * 20, message("SM1")) as provider:
        for _ in range(20):
            assert sent(database, provider, tmp_path, now) == 0
            now += timedelta(minutes=2)
        assert sent(database, provider, tmp_path, now) == 1
    assert rows(database)[0].attempts == 1


def test_a_wrong_token_stops_all_sending_at_once(database: Database, tmp_path: Path) -> None:
    for _ in range(5):
        enqueue(database)
    with Provider(refusal(401, 20003)) as provider:
        assert sent(database, provider, tmp_path) == 0
    assert len(provider.asked) == 1
    assert {(row.status, row.attempts) for row in rows(database)} == {("queued", 0)}


@pytest.mark.parametrize(
    "number", ["+14158675309", "+8610086", "anonymous", "", "+85212345678", "+861012345"]
)
def test_a_number_that_we_may_not_text_is_never_given_to_the_provider(
    database: Database, tmp_path: Path, number: str
) -> None:
    enqueue(database, number)
    with Provider(message("SM1")) as provider:
        assert sent(database, provider, tmp_path) == 0
    assert (rows(database)[0].status, provider.asked) == ("failed", [])


def test_a_number_that_can_not_be_opened_waits_for_the_key(database: Database, tmp_path: Path) -> None:
    enqueue(database)

    def keyless(_: bytes) -> str:
        raise SealError("seal.error.key")

    with Provider(message("SM1")) as provider:
        assert send_due(database, a_client(provider, tmp_path), keyless, SENDER, NOW) == 0
        assert rows(database)[0].status == "queued"
        assert sent(database, provider, tmp_path, NOW + timedelta(hours=1)) == 1


def tell(database: Database, status: str, sid: str = "SM1", token: str = "", code: str = "") -> None:
    receive_status(database, {"MessageSid": sid, "MessageStatus": status, "ErrorCode": code}, NOW, token)


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])))
def test_reports_in_any_order_end_the_same(
    database: Database, tmp_path: Path, order: tuple[str, ...]
) -> None:
    enqueue(database)
    with Provider(message("SM1")) as provider:
        sent(database, provider, tmp_path)
    for status in (*order, *order):
        tell(database, status)
    assert rows(database)[0].status == "delivered"
    with database.read() as connection:
        assert len(connection.execute(select(MessageEventRow.id)).all()) == 3


def test_the_first_ending_stays(database: Database, tmp_path: Path) -> None:
    enqueue(database)
    with Provider(message("SM1")) as provider:
        sent(database, provider, tmp_path)
    tell(database, "undelivered", code="30003")
    tell(database, "delivered")
    tell(database, "sent")
    assert (rows(database)[0].status, rows(database)[0].error_code) == ("undelivered", "30003")


def test_a_report_that_comes_before_the_answer_is_not_lost(database: Database, tmp_path: Path) -> None:
    enqueue(database)
    tell(database, "delivered")
    with Provider(message("SM1")) as provider:
        assert sent(database, provider, tmp_path) == 1
    assert rows(database)[0].status == "delivered"


def test_a_report_settles_a_message_that_may_have_been_sent(database: Database, tmp_path: Path) -> None:
    enqueue(database)
    with Provider(refusal(500, None)) as provider:
        sent(database, provider, tmp_path)
    (row,) = rows(database)
    assert (row.status, row.provider_message_id) == ("unknown", None)
    tell(database, "delivered", token=row.token)
    assert (rows(database)[0].status, rows(database)[0].provider_message_id) == ("delivered", "SM1")


def test_a_report_on_an_unknown_message_is_kept_and_harms_nothing(database: Database) -> None:
    tell(database, "delivered", "SM-unknown", token="no-such-token")
    tell(database, "something-new", "SM-unknown")
    with database.read() as connection:
        assert len(connection.execute(select(MessageEventRow.id)).all()) == 2


@pytest.mark.parametrize(
    "form",
    [{}, {"MessageSid": "SM1"}, {"MessageStatus": "sent"}, {"MessageSid": "x" * 65, "MessageStatus": "sent"}],
)
def test_a_report_that_lacks_a_field_is_refused(database: Database, form: dict[str, str]) -> None:
    with pytest.raises(PayloadError):
        receive_status(database, form, NOW)


def test_ten_reports_at_once_have_one_effect(database: Database, tmp_path: Path) -> None:
    enqueue(database)
    with Provider(message("SM1")) as provider:
        sent(database, provider, tmp_path)
    threads = [threading.Thread(target=tell, args=(database, "delivered")) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(database)[0].status == "delivered"
    with database.read() as connection:
        assert len(connection.execute(select(MessageEventRow.id)).all()) == 1


def test_two_senders_at_once_send_each_message_once(database: Database, tmp_path: Path) -> None:
    for _ in range(8):
        enqueue(database)
    script = [message(f"SM{number}") for number in range(9)]
    with Provider(*script) as provider:
        threads = [threading.Thread(target=sent, args=(database, provider, tmp_path)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        while sent(database, provider, tmp_path):
            pass
    assert len(provider.asked) == 8
    assert {row.status for row in rows(database)} == {"sent"}


WORKER = """
import os, sys
from datetime import datetime
from intake.config import load
from intake.database import Database
from intake.telephony.client import client_for
from intake.telephony.outbox import Sender, send_due
settings = load(os.environ)
sender = Sender(
    number="+861062345678",
    status_url="https://hotline.example/sms/status",
    destinations=settings.callback_destinations,
)
opened = lambda sealed: sealed.decode()[::-1]
now = datetime.fromisoformat(sys.argv[1])
send_due(Database(settings.sqlalchemy_url), client_for(settings), opened, sender, now)
"""


def test_a_sender_that_was_killed_leaves_the_message_in_doubt_and_the_rest_unharmed(
    database: Database, migrated_url: str, tmp_path: Path
) -> None:
    enqueue(database)
    enqueue(database, at=NOW + timedelta(seconds=1))
    with Provider(Answer(delay=60), message("SM2")) as provider:
        environment = os.environ | {
            "HOTLINE_DATABASE_URL": migrated_url, "HOTLINE_DATA_DIR": str(tmp_path),
            "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "secret", "TWILIO_API_BASE_URL": provider.url,
        }  # fmt: skip
        worker = subprocess.Popen([sys.executable, "-c", WORKER, NOW.isoformat()], env=environment)
        ends = time.monotonic() + 60
        while not provider.asked:
            assert time.monotonic() < ends
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
        assert [row.status for row in rows(database)] == ["sending", "queued"]
        assert sent(database, provider, tmp_path, NOW + LEASE) == 1
    assert [row.status for row in rows(database)] == ["unknown", "sent"]
    assert len(provider.asked) == 2


def test_no_number_and_no_text_is_logged(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    enqueue(database)
    enqueue(database)
    with Provider(refusal(400, 21211), message("SM1")) as provider:
        sent(database, provider, tmp_path)
    for canary in (NUMBER, NUMBER[3:], "%2B8613800138000", "123456789", "投诉", "secret"):
        assert canary not in caplog.text
