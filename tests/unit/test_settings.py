"""Settings come from the environment, typed; a value that can't be read names its variable."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from intake.config import load
from intake.errors import SettingsError
from intake.kinds import (
    Destinations,
    address,
    calling_hours,
    database,
    destinations,
    duration,
    flag,
    hours,
    rate,
)
from intake.secret_store import with_keys


def test_an_empty_environment_gives_the_embedded_default() -> None:
    settings = load({})
    assert settings.sqlalchemy_url.startswith("sqlite:///")
    assert settings.provider == "twilio" and settings.timezone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOTLINE_RESUME_WITHIN", "soon"),
        ("HOTLINE_OPERATOR_HOURS", "12:00-09:00"),
        ("HOTLINE_PUBLIC_URL", "https://user:pw@example.org"),
        ("HOTLINE_PUBLIC_URL", "ftp://example.org"),
        ("HOTLINE_DATABASE_URL", "mysql://u:pw@h/d"),
        ("HOTLINE_DATABASE_URL", "hotline.db"),
        ("HOTLINE_PROVIDER", "someone"),
        ("HOTLINE_TIMEZONE", "Asia/Nowhere"),
        ("HOTLINE_KEY_TIMEOUT", "six"),
        ("HOTLINE_DEMO", "maybe"),
        ("HOTLINE_OPERATOR_HOURS", "09:00Z-12:00Z"),
        ("HOTLINE_CALLBACK_HOURS", ""),
        ("HOTLINE_CALLBACK_HOURS", "09:00-24:00"),
        ("HOTLINE_CALLBACK_HOURS", "20:00-09:00"),
        ("HOTLINE_CALLBACK_WORKDAYS_ONLY", "mostly"),
        ("HOTLINE_CALLBACK_SPACING", "-3h"),
        ("HOTLINE_CALLBACK_MAX_PER_DAY", "0"),
        ("HOTLINE_CALLBACK_MIN_ATTEMPTS", "0"),
        ("HOTLINE_CALLBACK_MIN_ATTEMPTS", "2.5"),
        ("HOTLINE_CALLBACK_MOST_ATTEMPTS", "none"),
        ("HOTLINE_CALLBACK_GRACE", "two days"),
        ("HOTLINE_CALLBACK_RING", "2s"),
        ("HOTLINE_CALLBACK_RING", "11m"),
        ("HOTLINE_CALLBACK_TICK", "0s"),
        ("HOTLINE_CALLBACK_RATE", "-1"),
        ("HOTLINE_CALLBACK_RATE", "nan"),
        ("HOTLINE_CALLBACK_DESTINATIONS", ""),
        ("HOTLINE_CALLBACK_DESTINATIONS", "0086:mobile"),
        ("HOTLINE_CALLBACK_DESTINATIONS", "+86:premium"),
        ("HOTLINE_CALLBACK_DESTINATIONS", "+999:mobile"),
        ("HOTLINE_CALLBACK_CALLS_PER_DAY", "-5"),
    ],
)
def test_a_value_that_cannot_be_read_names_its_variable_and_not_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load({name: value})
    assert caught.value.values["name"] == name
    assert not value or value not in str(caught.value)


def test_kinds_read_what_the_table_shows() -> None:
    assert duration("90s") == timedelta(seconds=90) and duration("3h") == timedelta(hours=3)
    assert hours("09:00-12:00, 13:00-17:00") == ((time(9), time(12)), (time(13), time(17)))
    assert database("postgres://u@h/d") == "postgresql://u@h/d"
    assert flag("Yes") and not flag("off")
    assert rate("0.5") == 0.5 and rate("0") == 0
    assert calling_hours("14:00-20:00,09:00-12:00") == ((time(9), time(12)), (time(14), time(20)))
    assert destinations("+86:mobile, +86:fixed,+852:mobile") == Destinations(
        mobile=frozenset({86, 852}), fixed=frozenset({86})
    )
    assert address("https://hotline.example/base/") == "https://hotline.example/base"


def test_secrets_are_not_shown_with_the_settings() -> None:
    settings = load({"TWILIO_AUTH_TOKEN": "s3cret-token", "HOTLINE_DATABASE_URL": "postgresql://u:pw@h/d"})
    assert "s3cret-token" not in repr(settings) and "pw@h" not in repr(settings)


def test_keys_that_nobody_set_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    settings = load({"HOTLINE_DATA_DIR": str(tmp_path / "data")})
    first, second = with_keys(settings), with_keys(settings)
    assert (first.secret_key, first.encryption_keys) == (second.secret_key, second.encryption_keys)
    assert first.secret_key != first.encryption_keys
    assert (tmp_path / "data" / "keys.json").stat().st_mode & 0o777 == 0o600
