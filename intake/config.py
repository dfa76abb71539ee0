"""The settings: one frozen, typed object, read once from the environment.

Names follow Flask's prefixed convention (`HOTLINE_…`) and the provider's own (`TWILIO_…`).
`docs/settings.md` is generated from the fields below and those of callbacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from intake.callback_settings import CallbackSettings
from intake.errors import SettingsError
from intake.kinds import Hours, address, database, duration, flag, hours, positive, provider, zone
from intake.setting import setting


@dataclass(frozen=True, kw_only=True)
class GeneralSettings:
    """What is not about callbacks."""

    data_dir: Path = setting(
        "HOTLINE_DATA_DIR",
        "~/.local/share/hotline-intake",
        "Folder for the embedded database, recordings and, unless set, the keys.",
        lambda text: Path(text).expanduser(),
    )
    database_url: str = setting(
        "HOTLINE_DATABASE_URL",
        "",
        "Database address, e.g. `postgresql+psycopg://user:password@host/hotline`. "
        "Empty: an SQLite file in the data folder.",
        database,
        secret=True,
    )
    auto_migrate: bool = setting(
        "HOTLINE_AUTO_MIGRATE", "yes", "Bring the database up to date when a command needs it.", flag
    )
    public_url: str = setting(
        "HOTLINE_PUBLIC_URL",
        "",
        "The address under which the provider reaches this server. Signatures are checked against it and "
        "every answer's addresses start with it; request headers never count. "
        "Empty: `http://HOST:PORT` of `hotline serve`.",
        address,
    )
    secret_key: str = setting(
        "HOTLINE_SECRET_KEY",
        "",
        "Signs what browsers are given to keep (sessions). Empty: made once and kept in the data folder.",
        secret=True,
    )
    encryption_keys: str = setting(
        "HOTLINE_ENCRYPTION_KEYS",
        "",
        "Keys that seal complainants' numbers, index them and chain the timelines: `ID:KEY,ID:KEY`, newest "
        "first, each key at least 32 random characters. Empty: made once and kept in the data folder.",
        secret=True,
    )
    timezone: str = setting("HOTLINE_TIMEZONE", "Asia/Shanghai", "Time zone for halls that state none.", zone)
    language: str = setting(
        "HOTLINE_LANGUAGE", "zh-CN", "First language of calls, messages and commands: `zh-CN` or `en`."
    )
    provider: str = setting(
        "HOTLINE_PROVIDER",
        "twilio",
        "What the telephone service can do: `twilio`, or `compatible` for self-hosted and domestic services "
        "that speak the same form (final status only, keys only).",
        provider,
    )
    twilio_account_sid: str = setting("TWILIO_ACCOUNT_SID", "", "Account at the provider.")
    twilio_auth_token: str = setting(
        "TWILIO_AUTH_TOKEN",
        "",
        "Signs and checks every webhook. Without it every webhook is refused.",
        secret=True,
    )
    twilio_auth_token_secondary: str = setting(
        "TWILIO_AUTH_TOKEN_SECONDARY",
        "",
        "A second token that is accepted while tokens are rotated.",
        secret=True,
    )
    twilio_api_base_url: str = setting(
        "TWILIO_API_BASE_URL",
        "https://api.twilio.com",
        "REST address of the provider or of a compatible service.",
        address,
    )
    hotline_number: str = setting(
        "HOTLINE_NUMBER",
        "",
        "The number that outgoing messages come from, in E.164. Empty: the hall's hotline number.",
    )
    operator_number: str = setting(
        "HOTLINE_OPERATOR_NUMBER",
        "",
        "Where key 0 connects to within operator hours, in E.164. Empty: voice mail.",
    )
    operator_hours: Hours = setting(
        "HOTLINE_OPERATOR_HOURS",
        "09:00-12:00,13:00-17:00",
        "When a person answers key 0, on working days, in the hall's time zone.",
        hours,
    )
    voice_zh: str = setting(
        "HOTLINE_VOICE_ZH",
        "Polly.Zhiyu/cmn-CN",
        "Voice and language of spoken Chinese, as a tested pair; `/zh-CN` for no voice.",
    )
    voice_en: str = setting("HOTLINE_VOICE_EN", "Polly.Joanna/en-US", "Voice and language of spoken English.")
    speech_zh: str = setting(
        "HOTLINE_SPEECH_ZH", "cmn-Hans-CN", "Recogniser language beside the key pad; empty: keys only."
    )
    speech_en: str = setting(
        "HOTLINE_SPEECH_EN", "en-US", "Recogniser language for English; empty: keys only."
    )
    prompt_audio_dir: str = setting(
        "HOTLINE_PROMPT_AUDIO_DIR",
        "",
        "Folder with recorded prompts, `zh/KEY.mp3` and `en/KEY.mp3`, played where they exist.",
    )
    key_timeout: int = setting(
        "HOTLINE_KEY_TIMEOUT", "6", "Seconds of silence after which a prompt is repeated.", int
    )
    statement_limit: int = setting(
        "HOTLINE_STATEMENT_LIMIT", "180", "Longest recorded statement, in seconds.", int
    )
    resume_within: timedelta = setting(
        "HOTLINE_RESUME_WITHIN", "10m", "A redial within this time goes on where the line dropped.", duration
    )
    return_within: timedelta = setting(
        "HOTLINE_RETURN_WITHIN",
        "30d",
        "A caller with an unfinished case of at most this age is offered to complete it.",
        duration,
    )
    sms_join_within: timedelta = setting(
        "HOTLINE_SMS_JOIN_WITHIN", "60s", "Messages of one sender within this time belong together.", duration
    )
    sms_replies_per_day: int = setting(
        "HOTLINE_SMS_REPLIES_PER_DAY",
        "30",
        "Most replies to one sender in 24 hours, against loops with another machine.",
        int,
    )
    burst_count: int = setting(
        "HOTLINE_BURST_COUNT",
        "3",
        "Complaints against one person, or from one number, within the burst span that are flagged.",
        int,
    )
    burst_within: timedelta = setting("HOTLINE_BURST_WITHIN", "10m", "The burst span.", duration)
    handling_days: int = setting(
        "HOTLINE_HANDLING_DAYS",
        "5",
        "Working days in which a complaint is to be handled; the review queue goes by it.",
        positive,
    )
    recording_size_limit: int = setting(
        "HOTLINE_RECORDING_SIZE_LIMIT", "20000000", "Largest recording fetched, in bytes.", int
    )
    recording_hosts: str = setting(
        "HOTLINE_RECORDING_HOSTS",
        "",
        "Hosts, comma-separated, to which the provider may redirect a recording once, without credentials.",
    )
    demo: bool = setting(
        "HOTLINE_DEMO", "no", "Serves the desk phone under `/phone`. Never on a public server.", flag
    )
    demo_time_factor: int = setting(
        "HOTLINE_DEMO_TIME_FACTOR",
        "1",
        "How much faster than in life the demo's telephone network rings and delivers; for the demo only.",
        positive,
    )


@dataclass(frozen=True, kw_only=True)
class Settings(CallbackSettings, GeneralSettings):
    """Every setting, in the order of its table. Build it with `load(os.environ)`, or directly in tests."""

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'hotline.db'}"

    @property
    def media_dir(self) -> Path:
        """Where fetched recordings are kept."""
        return self.data_dir / "media"


def load(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingsError naming the variable that can't be read."""
    values: dict[str, Any] = {}
    for item in fields(Settings):
        name, read = item.metadata["name"], item.metadata["read"]
        if name in environment:
            try:
                values[item.name] = read(environment[name])
            except ValueError as error:
                raise SettingsError(
                    "settings.error.value", name=name, example=item.metadata["default"]
                ) from error
    return Settings(**values)
