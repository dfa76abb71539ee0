"""The settings: names, keys, addresses, credentials and numbers, as far as they can be judged by looking."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from intake.cases.privacy import parse_keys
from intake.config import Settings
from intake.directory.numbers import e164
from intake.doctor.finding import Finding, fail, ok, warn
from intake.errors import HotlineError
from intake.secret_store import FILE

KEY_LENGTH = 32
ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
TOKEN = re.compile(r"[0-9a-f]{32}")
LOCAL_NAMES = {"localhost", "localhost.localdomain"}
KEPT_WITHOUT_TLS = {"localhost", "127.0.0.1"}  # as intake/console/guard.py has it


def check_names(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Variables that look like ours and aren't: most likely a slip of the pen."""
    known = [item.metadata["name"] for item in fields(Settings)]
    strange = sorted(
        name for name in environment if name.startswith(("HOTLINE_", "TWILIO_")) and name not in known
    )
    for name in strange:
        near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=75)
        yield warn("name_meant", name=name, meant=near[0]) if near else warn("name_unknown", name=name)
    if not strange:
        yield ok("names")


def check_keys(settings: Settings) -> Iterator[Finding]:
    """Keys that sign and seal: long enough, and the same on every machine."""
    shared = not settings.sqlalchemy_url.startswith("sqlite")
    if settings.secret_key and len(settings.secret_key) < KEY_LENGTH:
        yield fail("secret_key_short", length=KEY_LENGTH)
    if settings.encryption_keys:
        try:
            parse_keys(settings.encryption_keys)
        except (HotlineError, ValueError):
            yield fail("encryption_keys_wrong", length=KEY_LENGTH)
            return
    if settings.secret_key and settings.encryption_keys:
        yield ok("keys_set")
        return
    if shared:
        yield warn("keys_local")
    file = settings.data_dir / FILE
    if file.exists() and file.stat().st_mode & 0o077:
        yield fail("keys_readable", file=file)
    elif not shared:
        yield ok("keys_kept", file=file)


def check_public_url(settings: Settings) -> Iterator[Finding]:
    """The address that the provider calls, and that every signature is made over."""
    if not settings.public_url:
        yield ok("public_url_demo") if settings.demo else fail("public_url_missing")
        return
    parts = urlsplit(settings.public_url)
    url = settings.public_url
    local = is_local(parts.hostname or "")
    if settings.demo:
        yield ok("public_url_local", url=url) if local else fail("demo_public", url=url)
    elif local:
        yield warn("public_url_loopback", url=url)
    elif parts.scheme != "https":
        yield fail("public_url_plain", url=url)
    else:
        yield ok("public_url", url=url)


def check_console(settings: Settings) -> Iterator[Finding]:
    """Whether anybody can log in: browsers keep its cookie over https, or on their own machine."""
    parts = urlsplit(settings.public_url)
    if parts.scheme == "http" and parts.hostname not in KEPT_WITHOUT_TLS:
        yield warn("console_plain", url=settings.public_url)


def is_local(host: str) -> bool:
    """Whether only this machine or its own network can reach a host."""
    if host in LOCAL_NAMES or "." not in host:
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def check_credentials(settings: Settings) -> Iterator[Finding]:
    """The provider's credentials: set, and shaped as the provider shapes them."""
    missing = [
        name
        for name, value in (
            ("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
            ("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
        )
        if not value
    ]
    if missing:
        names = ", ".join(missing)
        yield ok("credentials_demo") if settings.demo else fail("credentials_missing", names=names)
        return
    shaped = True
    if settings.provider == "twilio" and not ACCOUNT.fullmatch(settings.twilio_account_sid):
        shaped = False
        yield warn("account_shape") if settings.demo else fail("account_shape")
    if settings.provider == "twilio" and not TOKEN.fullmatch(settings.twilio_auth_token):
        shaped = False
        yield warn("token_shape")
    if settings.twilio_auth_token_secondary == settings.twilio_auth_token:
        yield warn("token_twice")
    if shaped:
        yield ok("credentials")


def check_numbers(settings: Settings) -> Iterator[Finding]:
    """Numbers in E.164, and whether anybody answers key 0."""
    wrong = [
        name
        for name, number in (
            ("HOTLINE_NUMBER", settings.hotline_number),
            ("HOTLINE_OPERATOR_NUMBER", settings.operator_number),
        )
        if number and e164(number) != number
    ]
    for name in wrong:
        yield fail("number_shape", name=name)
    if not settings.operator_number:
        yield ok("operator_none")
    elif not wrong:
        yield ok("numbers")
    if settings.prompt_audio_dir and not Path(settings.prompt_audio_dir).expanduser().is_dir():
        yield fail("prompts_missing", folder=settings.prompt_audio_dir)
