"""The doctor says what is wrong and how to mend it, and changes nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.callbacks.alarms import SCHEDULER, Alarm, beat, raise_alarm, switch
from intake.callbacks.dialer import SWITCH
from intake.cli.main import main
from intake.config import Settings
from intake.database import Database
from intake.directory.importing import import_directory
from intake.directory.sample import install_sample
from intake.doctor.examination import examine
from intake.doctor.finding import Finding, Level
from intake.migrations.upgrading import upgrade
from intake.words import words
from tests.integration.directory.files import a_directory, write

NOW = datetime(2026, 8, 20, 4, 0, tzinfo=UTC)
KEY = "k" * 40


@pytest.fixture
def healthy(database_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an installation with nothing wrong: a database, the sample hall, keys, an address."""
    (tmp_path / "data").mkdir(mode=0o700)
    settings = Settings(
        data_dir=tmp_path / "data",
        database_url=database_url,
        public_url="https://hotline.example.org",
        secret_key=KEY,
        encryption_keys=f"a:{KEY}",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token="0" * 32,
    )
    database = Database(database_url)
    upgrade(database)
    install_sample(database, NOW)
    with database.write() as connection:
        beat(connection, SCHEDULER, NOW)
    database.close()
    yield settings


def found(settings: Settings, now: datetime = NOW, **environment: str) -> dict[str, Finding]:
    return {finding.key: finding for finding in examine(settings, environment, now, offline=True)}


def test_a_scheduler_that_is_silent_and_an_alarm_that_stands_are_told(healthy: Settings) -> None:
    database = Database(healthy.database_url)
    with database.write() as connection:
        raise_alarm(connection, Alarm.DIALLING, "configuration 20003", NOW)
        switch(connection, SWITCH, on=False, at=NOW, actor="管理员")
    database.close()
    told = found(healthy, NOW + timedelta(hours=1))
    assert told["scheduler_dead"].level is Level.FAIL
    assert told["alarm_dialling"].level is Level.FAIL
    assert told["callbacks_off"].level is Level.WARN


def test_nothing_is_wrong_with_a_healthy_installation(healthy: Settings) -> None:
    assert {key: one for key, one in found(healthy).items() if one.level is not Level.OK} == {}


@pytest.mark.parametrize(
    ("change", "key", "level"),
    [
        ({"secret_key": "short"}, "secret_key_short", Level.FAIL),
        ({"encryption_keys": "a:short"}, "encryption_keys_wrong", Level.FAIL),
        ({"encryption_keys": f"a:{KEY},a:{KEY}"}, "encryption_keys_wrong", Level.FAIL),
        ({"public_url": ""}, "public_url_missing", Level.FAIL),
        ({"public_url": "http://hotline.example.org"}, "public_url_plain", Level.FAIL),
        ({"public_url": "https://127.0.0.1:8000"}, "public_url_loopback", Level.WARN),
        ({"public_url": "https://192.168.1.9"}, "public_url_loopback", Level.WARN),
        ({"public_url": "http://192.168.1.9"}, "console_plain", Level.WARN),
        ({"demo": True}, "demo_public", Level.FAIL),
        ({"twilio_auth_token": ""}, "credentials_missing", Level.FAIL),
        ({"twilio_account_sid": "AC1"}, "account_shape", Level.FAIL),
        ({"twilio_auth_token": "abc"}, "token_shape", Level.WARN),
        ({"twilio_auth_token_secondary": "0" * 32}, "token_twice", Level.WARN),
        ({"operator_number": "110"}, "number_shape", Level.FAIL),
        ({"hotline_number": "+868722115219"}, "number_differs", Level.WARN),
        ({"prompt_audio_dir": "/nowhere"}, "prompts_missing", Level.FAIL),
    ],
)
def test_a_wrong_setting_is_found(
    healthy: Settings, change: dict[str, object], key: str, level: Level
) -> None:
    assert found(replace(healthy, **change))[key].level is level  # type: ignore[arg-type]


def test_a_misspelt_variable_is_found_with_the_one_that_was_meant(healthy: Settings) -> None:
    finding = found(healthy, HOTLINE_PUBIC_URL="x")["name_meant"]
    assert finding.mend(words("en")) == "HOTLINE_PUBLIC_URL was probably meant; correct the name"


def test_a_database_that_does_not_answer_fails_without_its_password(healthy: Settings) -> None:
    broken = replace(healthy, database_url="postgresql+psycopg://user:geheim@127.0.0.1:1/x")
    finding = found(broken)["database_unreachable"]
    assert finding.level is Level.FAIL
    assert "geheim" not in finding.say(words("en"))


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "database_absent" in found(Settings(data_dir=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_tables_that_are_behind_are_found(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    with database.write():
        pass
    database.close()
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    assert found(settings)["behind"].level is Level.WARN
    assert found(replace(settings, auto_migrate=False))["behind"].level is Level.FAIL


@pytest.mark.parametrize(
    ("now", "key", "level"),
    [
        (datetime(2026, 9, 1, tzinfo=UTC), "roster_ends", Level.WARN),
        (datetime(2026, 11, 5, tzinfo=UTC), "calendar_ends", Level.WARN),
        (datetime(2027, 1, 1, tzinfo=UTC), "calendar_out", Level.FAIL),
    ],
)
def test_what_runs_out_is_said_in_time(healthy: Settings, now: datetime, key: str, level: Level) -> None:
    assert found(healthy, now)[key].level is level


def test_holes_in_the_roster_and_windows_without_one_are_found(healthy: Settings, tmp_path: Path) -> None:
    database = Database(healthy.database_url)
    import_directory(database, write(tmp_path / "d", a_directory()), NOW)
    database.close()
    later = datetime(2026, 11, 2, tzinfo=UTC)
    findings = list(examine(healthy, {}, later, offline=True))
    bare = next(one for one in findings if one.key == "windows_bare")
    assert (bare.values["hall"], bare.values["count"]) == ("XH", 29)


def test_the_command_prints_each_finding_and_fails_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("HOTLINE_DATABASE_URL", raising=False)
    text = CliRunner().invoke(main, ["doctor", "--offline", "--language", "en"])
    assert text.exit_code == 1
    assert "FAIL  HOTLINE_PUBLIC_URL is not set" in text.output
    form = CliRunner().invoke(main, ["doctor", "--offline", "--format", "json"])
    levels = {row["check"]: row["level"] for row in json.loads(form.output)}
    assert levels["public_url_missing"] == "fail"


def test_an_index_of_statements_that_is_not_whole_is_told(healthy: Settings) -> None:
    database = Database(healthy.database_url)
    drop = "DROP TRIGGER complaint_words_changed" if database.is_sqlite else "DROP INDEX ix_complaint_words"
    with database.write() as connection:
        connection.exec_driver_sql(drop)
    database.close()
    assert found(healthy)["search_broken"].level is Level.FAIL
