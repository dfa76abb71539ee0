"""Recordings on a real database, from a real server: nothing lost, nothing foreign, nothing doubled."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from intake.config import Settings
from intake.database import Database
from intake.migrations.upgrading import upgrade
from intake.telephony.client import ProviderClient, client_for
from intake.telephony.media import MediaSource
from intake.telephony.model import RecordingRow
from intake.telephony.recordings import (
    DELAYS,
    LEASE,
    POLL_DELAY,
    claim_due,
    fetch_due,
    note_expected,
    note_status,
)
from tests.integration.telephony.provider import SOUND, Answer, Provider, refusal

NOW = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
ID = "RE" + "a" * 32
UNLINKED: dict[str, Any] = {"conversation_id": None, "complaint_id": None}


def settings_for(provider: Provider, folder: Path, **more: Any) -> Settings:
    return Settings(
        twilio_account_sid="AC1", twilio_auth_token="secret", twilio_api_base_url=provider.url,
        data_dir=folder, **more,
    )  # fmt: skip


def expect(
    database: Database, recording_id: str = ID, at: datetime = NOW, seconds: int | None = None
) -> None:
    with database.write() as connection:
        note_expected(connection, recording_id, **UNLINKED, seconds=seconds, at=at)


def report(database: Database, status: str, recording_id: str = ID, at: datetime = NOW) -> None:
    with database.write() as connection:
        note_status(connection, recording_id, status, **UNLINKED, seconds=7, at=at)


def row(database: Database, recording_id: str = ID) -> Any:
    with database.read() as connection:
        wanted = RecordingRow.provider_recording_id == recording_id
        return connection.execute(select(RecordingRow.__table__).where(wanted)).one()


def ready(database: Database) -> None:
    expect(database)
    report(database, "completed")


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "media").iterdir())


def test_a_completed_recording_is_fetched_hashed_and_stored(database: Database, tmp_path: Path) -> None:
    ready(database)
    with Provider(Answer()) as provider:
        assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW) == 1
    assert provider.asked[0].path == f"/2010-04-01/Accounts/AC1/Recordings/{ID}"
    found = row(database)
    assert (found.status, found.bytes, found.sha256) == ("stored", len(SOUND), sha256(SOUND).hexdigest())
    assert (found.content_type, found.seconds, found.last_fault) == ("audio/x-wav", 7, None)
    stored = tmp_path / "media" / found.file_name
    assert stored.read_bytes() == SOUND
    assert stored.stat().st_mode & 0o077 == 0
    assert files(tmp_path) == [f"{ID}.wav"]


def test_sound_that_only_lies_under_its_suffix_is_found_there(database: Database, tmp_path: Path) -> None:
    ready(database)
    described = Answer(body=b"{}", content_type="application/json")
    for elsewhere in (Answer(status=404), described):
        with Provider(elsewhere, Answer()) as provider:
            assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW) == 1
        assert [asked.path.endswith(".wav") for asked in provider.asked] == [False, True]
        assert row(database).status == "stored"
        with database.write() as connection:
            connection.execute(update(RecordingRow).values(status="pending"))


def test_an_expected_recording_is_fetched_even_if_its_callback_never_comes(
    database: Database, tmp_path: Path
) -> None:
    expect(database)
    with Provider(Answer()) as provider:
        client = client_for(settings_for(provider, tmp_path))
        assert fetch_due(database, client, NOW) == 0
        assert fetch_due(database, client, NOW + POLL_DELAY) == 1


@pytest.mark.parametrize("order", list(permutations(["expected", "completed", "completed"])))
def test_action_and_callback_in_any_order_make_one_recording(
    database: Database, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for step in order:
        expect(database, seconds=5) if step == "expected" else report(database, step)
    assert row(database).status == "pending"
    with Provider(Answer()) as provider:
        assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW) == 1
        report(database, "completed")
        report(database, "absent")
        assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW + LEASE) == 0
    assert row(database).status == "stored"


def test_a_callback_for_an_unknown_recording_is_kept(database: Database) -> None:
    report(database, "completed", "unheard-of")
    found = row(database, "unheard-of")
    assert (found.status, found.conversation_id) == ("pending", None)


@pytest.mark.parametrize(("reports", "status"), [
    (["absent"], "absent"), (["failed"], "failed"), (["completed", "absent"], "pending"),
    (["absent", "completed"], "pending"),
    (["in-progress"], "expected"), (["nonsense"], "expected"), (["failed", "completed"], "pending"),
])  # fmt: skip
def test_reports_lead_where_they_should(database: Database, reports: list[str], status: str) -> None:
    for one in reports:
        report(database, one)
    assert row(database).status == status


@pytest.mark.parametrize(
    "recording_id", ["", "../../etc/passwd", "a/b", "x" * 65, "RE?x", "http://evil/RE1", "é"]
)
def test_an_id_that_can_not_be_one_makes_no_row(database: Database, recording_id: str) -> None:
    expect(database, recording_id)
    report(database, "completed", recording_id)
    with database.read() as connection:
        assert connection.execute(select(RecordingRow.id)).all() == []


def test_a_recording_that_is_not_there_yet_is_waited_for(database: Database, tmp_path: Path) -> None:
    ready(database)
    now = NOW
    with Provider(*[refusal(404, 20404)] * 10, Answer()) as provider:  # each try asks at two addresses
        client = client_for(settings_for(provider, tmp_path))
        for delay in DELAYS[:5]:
            assert fetch_due(database, client, now) == 0
            assert (row(database).last_fault, row(database).due_at) == (
                "not_there",
                (now + delay).replace(tzinfo=row(database).due_at.tzinfo),
            )
            now += delay
        assert fetch_due(database, client, now) == 1
    assert len(provider.asked) == 11


FAULTS = {
    "not_there": refusal(404, 20404),
    "provider": refusal(500, None),
    "throttled": refusal(429, 20429),
    "not_sound": Answer(body=b"<?xml version='1.0'?><Error/>", content_type="application/xml"),
    "truncated": Answer(promised=len(SOUND) + 1),
    "redirect": Answer(status=302, headers={"Location": "https://elsewhere.example/sound.wav"}),
    "unreachable": Answer(hang_up=True),
}


@pytest.mark.parametrize("reason", FAULTS)
def test_a_fault_is_named_and_after_a_day_an_operator_is_told(
    database: Database, tmp_path: Path, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    ready(database)
    now, tries = NOW, 0
    with Provider(FAULTS[reason]) as provider:
        client = client_for(settings_for(provider, tmp_path))
        while row(database).status == "pending":
            assert fetch_due(database, client, now) == 0
            now, tries = now + max(DELAYS), tries + 1
    found = row(database)
    assert (found.status, found.last_fault, tries) == ("failed", reason, len(DELAYS) + 1)
    assert sum(DELAYS, timedelta()) > timedelta(hours=23)
    assert files(tmp_path) == []
    assert "given up" in caplog.text


def test_an_error_in_the_clothes_of_sound_is_not_stored(database: Database, tmp_path: Path) -> None:
    ready(database)
    with Provider(Answer(body=b"<?xml version='1.0'?><Error/>")) as provider:
        assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW) == 0
    assert (row(database).last_fault, files(tmp_path)) == ("not_sound", [])


def test_a_wrong_token_costs_no_tries(database: Database, tmp_path: Path) -> None:
    ready(database)
    with Provider(refusal(401, 20003), Answer()) as provider:
        client = client_for(settings_for(provider, tmp_path))
        assert fetch_due(database, client, NOW) == 0
        assert (row(database).last_fault, row(database).attempts) == ("refused", 0)
        assert fetch_due(database, client, NOW + timedelta(minutes=10)) == 1


@pytest.mark.parametrize("promised", [None, 0])
def test_a_recording_over_the_size_limit_is_refused_for_good(
    database: Database, tmp_path: Path, promised: int | None
) -> None:
    ready(database)
    with Provider(Answer(promised=promised)) as provider:
        settings = settings_for(provider, tmp_path, recording_size_limit=1000)
        assert fetch_due(database, client_for(settings), NOW) == 0
    assert row(database).last_fault in {"too_large"} if promised is None else {"not_sound", "truncated"}
    assert files(tmp_path) == []


def test_a_body_that_drips_ends_with_the_time_cap(database: Database, tmp_path: Path) -> None:
    ready(database)
    with Provider(Answer(drip=0.05)) as provider:
        client = with_media(client_for(settings_for(provider, tmp_path)), seconds=0.5)
        begun = time.monotonic()
        assert fetch_due(database, client, NOW) == 0
    assert time.monotonic() - begun < 3
    assert (row(database).last_fault, files(tmp_path)) == ("too_slow", [])


def with_media(client: ProviderClient, **changes: Any) -> ProviderClient:
    return ProviderClient(client._client, replace(client._media, **changes), client.media_dir)


def test_one_redirect_to_a_named_host_is_followed_without_credentials(
    database: Database, tmp_path: Path
) -> None:
    ready(database)
    with Provider(Answer()) as storage:
        there = Answer(status=307, headers={"Location": f"{storage.url}/bucket/sound?sig=1"})
        with Provider(there) as provider:
            assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW) == 1
    assert provider.asked[0].authorization is not None
    assert (storage.asked[0].path, storage.asked[0].authorization) == ("/bucket/sound?sig=1", None)


def test_a_second_redirect_is_not_followed(database: Database, tmp_path: Path) -> None:
    ready(database)
    with (
        Provider(Answer()) as third,
        Provider(Answer(status=302, headers={"Location": third.url})) as second,
        Provider(Answer(status=302, headers={"Location": second.url})) as provider,
    ):
        assert fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW) == 0
    assert (len(second.asked), third.asked) == (1, [])


@pytest.mark.parametrize(("location", "found", "reason"), [
    ("http://169.254.169.254/latest/meta-data", None, "redirect"),
    ("https://storage.example/x", "169.254.169.254", "private_address"),
    ("https://storage.example/x", "10.0.0.1", "private_address"),
    ("https://storage.example/x", "127.0.0.1", "private_address"),
    ("https://storage.example/x", "::1", "private_address"),
    ("https://storage.example/x", "::ffff:10.0.0.1", "private_address"),
    ("https://storage.example/x", "0.0.0.0", "private_address"),  # noqa: S104
    ("https://user:pw@storage.example/x", "8.8.8.8", "redirect"),
    ("https://storage.example:99999/x", "8.8.8.8", "redirect"),
    ("https://storage.example.evil.example/x", "8.8.8.8", "redirect"),
    ("file:///etc/passwd", None, "redirect"),
    ("gopher://storage.example/", None, "redirect"),
])  # fmt: skip
def test_a_redirect_elsewhere_is_not_followed(
    tmp_path: Path, location: str, found: str | None, reason: str
) -> None:
    database = a_database(tmp_path)
    ready(database)
    with Provider(Answer(status=302, headers={"Location": location})) as provider:
        client = client_for(settings_for(provider, tmp_path, recording_hosts="storage.example"))
        client = with_media(client, look_up=lambda host, port: [found] if found else [])
        assert fetch_due(database, client, NOW) == 0
    assert (row(database).last_fault, len(provider.asked)) == (reason, 1)
    database.close()


def a_database(folder: Path) -> Database:
    """An SQLite database for what does not depend on the kind of database."""
    database = Database(f"sqlite:///{folder / 'one.db'}")
    upgrade(database)
    return database


def test_a_full_disk_costs_no_tries(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = a_database(tmp_path)
    ready(database)

    class Full:
        media_dir = tmp_path / "media"

        def fetch_recording(self, recording_id: str, into: Path) -> Any:
            into.write_bytes(b"RIFF")
            raise OSError(28, "No space left on device")

    assert fetch_due(database, Full(), NOW) == 0
    assert (row(database).status, row(database).attempts, files(tmp_path)) == ("pending", 0, [])
    assert "No space left" in caplog.text
    database.close()


def test_a_claimed_recording_is_nobody_elses_until_the_lease_ends(database: Database) -> None:
    for number in range(25):
        report(database, "completed", f"RE{number}")
    first, second, third, rest = (claim_due(database, NOW) for _ in range(4))
    assert [len(first), len(second), len(third), len(rest)] == [10, 10, 5, 0]
    assert len({claim.id for claim in [*first, *second, *third]}) == 25
    assert len(claim_due(database, NOW + LEASE)) == 10


def test_a_worker_that_lost_its_lease_changes_nothing(database: Database, tmp_path: Path) -> None:
    ready(database)

    with Provider(refusal(404, 20404)) as provider:
        real = client_for(settings_for(provider, tmp_path))

        class Slow:
            media_dir = real.media_dir

            def fetch_recording(self, recording_id: str, into: Path) -> Any:
                provider.script.append(Answer())
                provider.script.popleft()
                assert fetch_due(database, real, NOW + LEASE) == 1
                raise OSError(5, "late")

        assert fetch_due(database, Slow(), NOW) == 0
    assert (row(database).status, row(database).last_fault) == ("stored", None)


WORKER = """
import os, sys
from datetime import datetime, UTC
from intake.config import load
from intake.database import Database
from intake.migrations.upgrading import upgrade
from intake.telephony.client import client_for
from intake.telephony.recordings import fetch_due
settings = load(os.environ)
print("begun", flush=True)
fetch_due(Database(settings.sqlalchemy_url), client_for(settings), datetime.fromisoformat(sys.argv[1]))
"""


@pytest.mark.parametrize(
    "answer", [Answer(delay=30), Answer(drip=0.05)], ids=["before the answer", "in the body"]
)
def test_a_fetch_that_was_killed_is_done_again_when_its_lease_ends(
    database: Database, migrated_url: str, tmp_path: Path, answer: Answer
) -> None:
    ready(database)
    with Provider(answer, Answer()) as provider:
        environment = os.environ | {
            "HOTLINE_DATABASE_URL": migrated_url, "HOTLINE_DATA_DIR": str(tmp_path),
            "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "secret", "TWILIO_API_BASE_URL": provider.url,
        }  # fmt: skip
        worker = subprocess.Popen([sys.executable, "-c", WORKER, NOW.isoformat()], env=environment)
        until(lambda: bool(provider.asked))
        time.sleep(0.5)
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
        client = client_for(settings_for(provider, tmp_path))
        assert row(database).status == "pending"
        assert fetch_due(database, client, NOW + timedelta(minutes=1)) == 0
        assert fetch_due(database, client, NOW + LEASE) == 1
    assert row(database).status == "stored"
    assert files(tmp_path) == [f"{ID}.wav"]
    assert (tmp_path / "media" / f"{ID}.wav").read_bytes() == SOUND


def until(true: Any, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


def test_no_secret_is_logged_while_fetching(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ready(database)
    with Provider(refusal(401, 20003)) as provider:
        fetch_due(database, client_for(settings_for(provider, tmp_path)), NOW)
    assert "secret" not in caplog.text
    assert "secret" not in repr(
        MediaSource(base="", path="", account="", token="secret", hosts=frozenset(), size_limit=1)
    )
