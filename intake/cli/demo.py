"""`hotline demo`: the whole hotline on this machine, with an invented hall and a telephone on the desk."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from dataclasses import replace
from datetime import UTC, datetime
from shlex import quote

import click

from intake.cli.context import language_option, log_to_terminal, settings, speak
from intake.cli.opening import open_database
from intake.cli.serve import run_server
from intake.config import Settings, load
from intake.console.demo_login import demo_login, install_demo_account
from intake.directory.sample import HOTLINE, install_sample
from intake.secret_store import kept
from intake.simulator.routes import REST_PLACE

LINES = (
    "title",
    "phone",
    "console",
    "call",
    "voice",
    "sms",
    "stop",
    "try",
    "try_call",
    "try_miss",
    "try_answer",
    "try_look",
)
ACCOUNT_FILE = "demo-account.json"
PORTS_TRIED = 20
# The whole story of a callback within two minutes, at any time of any day. What the user set stays as it is.
QUICK = {
    "HOTLINE_CALLBACK_HOURS": "00:00-23:59",
    "HOTLINE_CALLBACK_WORKDAYS_ONLY": "no",
    "HOTLINE_CALLBACK_FIRST_DELAY": "10s",
    "HOTLINE_CALLBACK_SPACING": "30s",
    "HOTLINE_CALLBACK_MAX_PER_DAY": "100",
    "HOTLINE_CALLBACK_MIN_DAYS": "1",
    "HOTLINE_CALLBACK_MIN_RING": "5s",
    "HOTLINE_CALLBACK_RING": "60s",  # what a compatible service rings, whatever is asked for
    "HOTLINE_CALLBACK_GRACE": "30s",
    "HOTLINE_CALLBACK_TICK": "1s",
    "HOTLINE_CALLBACK_UNKNOWN_AFTER": "20s",
    "HOTLINE_DEMO_TIME_FACTOR": "4",
    "HOTLINE_TEXT_HOURS": "00:00-23:59",
    "HOTLINE_TEXT_SPACING": "30s",
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=8000, show_default=True, help="The next free port is taken if this one isn't."
)
@language_option
def demo(host: str, port: int) -> None:
    """Run everything with an invented hall; needs no account and no settings."""
    log_to_terminal(logging.WARNING)
    port = free_port(host, port)
    found = demo_settings(settings(), f"http://{host}:{port}")
    os.environ |= {name: text for name, text in QUICK.items() if name not in os.environ}
    os.environ |= environment(found)
    with open_database(found) as database:
        install_sample(database, datetime.now(UTC))
        install_demo_account(database, found, datetime.now(UTC))
    found = load(os.environ)
    introduce(found)
    run_server(found, host=host, port=port, workers=1, threads=16, scheduler=True)


def introduce(found: Settings) -> None:
    """Where everything is, and what to try first."""
    login = demo_login(found)
    values = {
        "login": login.login if login else "",
        "password": login.password if login else "",
        "address": found.public_url,
        "folder": found.data_dir,
        "command": f"HOTLINE_DATA_DIR={quote(str(found.data_dir))} hotline",
        "delay": int(found.callback_first_delay.total_seconds()),
        "spacing": int(found.callback_spacing.total_seconds()),
    }
    for line in LINES:
        click.echo(speak(f"demo.{line}", **values))


def demo_settings(found: Settings, address: str) -> Settings:
    """Settings of its own: the demo's folder, database and account lie apart from the real hotline's."""
    folder = found.data_dir / "demo"
    account = kept(folder, ACCOUNT_FILE, new_account)
    return replace(
        found,
        data_dir=folder,
        database_url="",
        public_url=address,
        twilio_account_sid=account["sid"],
        twilio_auth_token=account["token"],
        twilio_api_base_url=address + REST_PLACE,
        hotline_number=HOTLINE,
        demo=True,
    )


def new_account() -> dict[str, str]:
    return {"sid": "AC" + secrets.token_hex(16), "token": secrets.token_hex(16)}


def environment(found: Settings) -> dict[str, str]:
    """What the processes of the demo are told."""
    return {
        "HOTLINE_DATA_DIR": str(found.data_dir),
        "HOTLINE_DATABASE_URL": "",
        "HOTLINE_PUBLIC_URL": found.public_url,
        "HOTLINE_NUMBER": found.hotline_number,
        "HOTLINE_DEMO": "yes",
        "TWILIO_ACCOUNT_SID": found.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": found.twilio_auth_token,
        "TWILIO_AUTH_TOKEN_SECONDARY": "",
        "TWILIO_API_BASE_URL": found.twilio_api_base_url,
    }


def free_port(host: str, wanted: int) -> int:
    """The port, or the next one that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        return port
    raise click.ClickException(speak("demo.no_port", first=wanted, last=wanted + PORTS_TRIED - 1))
